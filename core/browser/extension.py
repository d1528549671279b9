"""The extension as it lies beside the program, and the two IDs that browsers know it by."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from core import paths
from core.errors import Code, Refused
from core.files import parse

MANIFEST = "manifest.json"
ID_LETTERS = 32


def folder() -> Path:
    """The folder of the extension, as a browser loads it."""
    return paths.resources() / "browser"


def manifest() -> dict[str, Any]:
    """The extension's manifest.json, as plain data. Raises Refused."""
    found = parse(folder() / MANIFEST)
    if not isinstance(found, dict):
        raise Refused(Code.BROWSER_MANIFEST_UNFIT, file=folder() / MANIFEST)
    return found


def chromium_id() -> str:
    """The extension's ID in Chromium and every browser made of it, on every computer: it follows from its key.

    Chromium's own rule: SHA-256 of the key's DER, the first 32 hexadecimal digits as letters a to p.
    """
    digest = hashlib.sha256(base64.b64decode(manifest()["key"])).hexdigest()
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:ID_LETTERS])


def origin(plugin_id: str) -> str:
    """How Chromium names an extension, as `chrome-extension://ID/`."""
    return f"chrome-extension://{plugin_id}/"


def firefox_id() -> str:
    """The extension's ID in Firefox, which its manifest chooses."""
    return str(manifest()["browser_specific_settings"]["gecko"]["id"])
