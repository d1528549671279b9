"""What the user set about the program itself: a small file that a person can read."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from core.strict import Refused, Strict, convert, load

NAME = "settings.json"
LARGEST_NUMBER = 3600
Theme = Literal["system", "light", "dark", "contrast"]


class Settings(Strict, frozen=True):
    """`text_percent`: the size of all text; `refresh_seconds`: how often the viewer reads the values again."""

    theme: Theme = "system"
    text_percent: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    refresh_seconds: Annotated[int, msgspec.Meta(ge=2, le=LARGEST_NUMBER)] = 5


def load_settings(home: Path) -> Settings:
    """The settings kept in `home`; defaults where there are none. Raises Refused."""
    path = home / NAME
    # A link that leads nowhere is not the same as no settings.
    return load(path, Settings) if os.path.lexists(path) else Settings()


def changed(settings: Settings, key: str, text: str) -> Settings:
    """`settings` with `key` set from what a person typed. Raises Refused."""
    whole = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER))
    value = int(text) if whole else text
    return convert({**msgspec.structs.asdict(settings), key: value}, Settings, key)


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
