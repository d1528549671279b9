"""Who asks: browsers name the extension when they start the host, and no extension can choose what they say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from core.browser import NAME
from core.errors import Refused

STRANGER = "Only the extension Vitrine may ask here, started by a browser: vitrinectl browser"


def origin(plugin_id: str) -> str:
    """How Chromium names an extension."""
    return f"chrome-extension://{plugin_id}/"


def caller(arguments: Sequence[str], chromium: str, firefox: str) -> str:
    """The ID of the extension that asks, one of these two. Raises Refused for anybody else."""
    match arguments:
        # Windows adds which window it belongs to.
        case [first, *rest] if first == origin(chromium) and all(each.startswith("--") for each in rest):
            return chromium
        case [manifest, named] if named == firefox and PurePath(manifest).name == f"{NAME}.json":
            return firefox
    raise Refused(STRANGER)
