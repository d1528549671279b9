"""The extension as it lies beside the program, and the two IDs that browsers know it by."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from core import paths
from core.errors import Refused
from core.files import parse

MANIFEST = "manifest.json"
ID_LETTERS = 32


def folder() -> Path:
    """Where the extension lies, as a browser loads it."""
    return paths.resources() / "browser"


def manifest() -> dict[str, Any]:
    """What it says of itself. Raises Refused."""
    found = parse(folder() / MANIFEST)
    if not isinstance(found, dict):
        raise Refused(f"{folder() / MANIFEST} is no manifest of an extension.")
    return found


def chromium_id() -> str:
    """What follows from its key: the same in Chromium and every browser made of it, on every computer."""
    digest = hashlib.sha256(base64.b64decode(manifest()["key"])).hexdigest()
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:ID_LETTERS])


def firefox_id() -> str:
    """What it calls itself for Firefox."""
    return str(manifest()["browser_specific_settings"]["gecko"]["id"])
