"""What the user set about the program itself: a small file that a person can read."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from core.proxy import parse_proxy
from core.strict import Refused, Strict, convert, load
from core.text import visible

NAME = "settings.json"
LARGEST_NUMBER = 3600
FOLDERS = ("rules_folder", "watched_folder")
Folder = Annotated[str, msgspec.Meta(max_length=4096)]
Theme = Literal["system", "light", "dark", "contrast"]


class Settings(Strict, frozen=True):
    """`text_percent`: the size of all text; `refresh_seconds`: how often the viewer reads the values again;
    `send_paths`: the path belongs to the web addresses that are told; `rules_folder`: the user's own YARA rules;
    `watched_folder`: its new and changed files are checked while the viewer is open. "" is no folder.

    `interval_hours`: how often snapshots go, 0 or less than the product's is as the product says; `keep_days`: what
    finished longer ago is erased here, 0 keeps all; `proxy`: through which sending goes, without its password."""

    theme: Theme = "system"
    text_percent: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    refresh_seconds: Annotated[int, msgspec.Meta(ge=2, le=LARGEST_NUMBER)] = 5
    send_paths: bool = False
    rules_folder: Folder = ""
    watched_folder: Folder = ""
    interval_hours: Annotated[int, msgspec.Meta(ge=0, le=24 * 366)] = 0
    keep_days: Annotated[int, msgspec.Meta(ge=0, le=3660)] = 0
    proxy: Annotated[str, msgspec.Meta(max_length=512)] = ""

    def __post_init__(self) -> None:
        parse_proxy(self.proxy)


def load_settings(home: Path) -> Settings:
    """The settings kept in `home`; defaults where there are none. Raises Refused."""
    path = home / NAME
    # A link that leads nowhere is not the same as no settings.
    return load(path, Settings) if os.path.lexists(path) else Settings()


def changed(settings: Settings, key: str, text: str) -> Settings:
    """`settings` with `key` set from what a person typed. Raises Refused."""
    if key in FOLDERS:
        return convert({**msgspec.structs.asdict(settings), key: _folder(key, text)}, Settings, key)
    whole = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER))
    plain = text if key == "proxy" else {"true": True, "false": False}.get(text, text)
    value = int(text) if whole and key != "proxy" else plain
    return convert({**msgspec.structs.asdict(settings), key: value}, Settings, key)


def _folder(key: str, text: str) -> str:
    """The folder as the file keeps it; it must be there now, and may be gone whenever it is used."""
    if not text:
        return ""
    path = Path(text).absolute()
    try:
        found = path.is_dir()
    except OSError:
        found = False
    if not found:
        raise Refused(f"{key}: “{text}” is not a folder you can read.")
    if visible(str(path)) != str(path):
        raise Refused(f"{key}: “{text}” holds a character that cannot be seen, so the settings cannot keep it.")
    return str(path)


def save_settings(home: Path, settings: Settings) -> None:
    """Replace the file in one step, so that a crash leaves the old or the new. Raises Refused."""
    path, fresh = home / NAME, home / f"{NAME}.{os.getpid()}.new"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with fresh.open("xb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error
