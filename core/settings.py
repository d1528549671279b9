"""What the user set about the program itself: a small file that a person can read."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints

import msgspec

from core.proxy import parse_proxy
from core.strict import Refused, Strict, WrongUsage, parse
from core.text import failure, visible

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


_SHAPES = get_type_hints(Settings, include_extras=True)


def load_settings(home: Path) -> Settings:
    """The settings kept in `home`; defaults where there are none. Raises Refused."""
    path = home / NAME
    # A link that leads nowhere is not the same as no settings.
    if not os.path.lexists(path):
        return Settings()
    try:
        return _whole(parse(path))
    except WrongUsage as error:
        # Whoever wrote the file did not type it here.
        raise Refused(f"{path}: {error}") from error


def changed(settings: Settings, key: str, text: str) -> Settings:
    """`settings` with `key` set from what a person typed. Raises WrongUsage; Refused for a folder that is not there."""
    if key in FOLDERS:
        return _whole({**msgspec.structs.asdict(settings), key: _folder(key, text)})
    whole = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER))
    plain = text if key == "proxy" else {"true": True, "false": False}.get(text, text)
    value = int(text) if whole and key != "proxy" else plain
    return _whole({**msgspec.structs.asdict(settings), key: value})


def _whole(data: Any) -> Settings:
    """Raises WrongUsage, which names the setting and what it may be."""
    if not isinstance(data, dict):
        raise WrongUsage("it must hold one object, of settings and their values.")
    if unknown := sorted(data.keys() - set(Settings.__struct_fields__)):
        known = ", ".join(Settings.__struct_fields__)
        raise WrongUsage(f"there is no setting “{visible(str(unknown[0])[:80])}”. Settings: {known}.")
    for key, value in data.items():
        _check(key, value)
    try:
        return msgspec.convert(data, Settings)
    except msgspec.ValidationError as error:
        raise WrongUsage(f"proxy: {error}.") from error


def _check(key: str, value: Any) -> None:
    try:
        msgspec.convert(value, _SHAPES[key])
    except msgspec.ValidationError as error:
        raise WrongUsage(f"{key} is {_words(_SHAPES[key], value)}.") from error


def _words(shape: Any, given: Any) -> str:
    """What a setting of this type may be. A text is never quoted: it may hold a password."""
    typed = (given if isinstance(given, str) else msgspec.json.encode(given).decode())[:40]
    limits = next(iter(getattr(shape, "__metadata__", ())), msgspec.Meta())
    if limits.max_length:
        return f"a text of at most {limits.max_length} characters"
    if limits.le:
        return f"a whole number from {limits.ge} to {limits.le}, not “{typed}”"
    return f"{' or '.join(get_args(shape)) or 'true or false'}, not “{typed}”"


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
        raise Refused(f"{path} cannot be written: {failure(error)}.") from error
