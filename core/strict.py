"""Reading our own files strictly: an unknown key, a wrong type or bad syntax is one line with file and place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from core.text import failure, visible

# Far above any honest file of ours; a larger one is refused before it is parsed.
LARGEST_FILE = 4 * 1024 * 1024
# Messages quote what they refuse; a screen has room for so much.
LONGEST_LINE = 400
# Spaces that some languages need before punctuation.
_LANGUAGE_SPACES = str.maketrans("\u00a0\u202f", "  ")

Shape = TypeVar("Shape")


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of one of our files: an unknown key is an error, and nothing changes after loading."""


class Refused(Exception):
    """Something given to the program is not usable. Its text is one line: what, where, and what to do."""

    def __init__(self, text: str) -> None:
        line = visible(" ".join(text.split()))
        super().__init__(line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…")


class WrongUsage(Refused):
    """What was typed cannot be right, whatever this computer holds: a word not known, a value of another form."""


def load(path: Path, shape: type[Shape]) -> Shape:
    """The TOML or JSON file as `shape` (a msgspec Struct). Raises Refused; FileNotFoundError is told as Refused too."""
    return convert(parse(path), shape, str(path))


def parse(path: Path) -> Any:
    """The TOML (.toml) or JSON file as plain data that can be shown as it stands. Raises Refused."""
    text = read_text(path)
    try:
        data = tomllib.loads(text) if path.suffix == ".toml" else msgspec.json.decode(text)
        _check_texts(data)
    except (ValueError, msgspec.DecodeError) as error:
        raise Refused(f"{path}: {error}.") from error
    except RecursionError as error:
        raise Refused(f"{path}: nested too deeply.") from error
    return data


def _check_texts(data: object) -> None:
    if isinstance(data, str):
        plain = data.translate(_LANGUAGE_SPACES)
        if visible(plain) != plain:
            raise ValueError(f"“{visible(data[:80])}” holds a character that cannot be seen")
    elif isinstance(data, dict):
        for key, value in data.items():
            _check_texts(key)
            _check_texts(value)
    elif isinstance(data, list):
        for value in data:
            _check_texts(value)


def convert(data: Any, shape: type[Shape], where: str) -> Shape:
    """Plain data as `shape`. Raises Refused naming `where` and the place within."""
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        raise Refused(f"{where}: {error}.") from error


def read_text(path: Path) -> str:
    """The whole file as text. Raises Refused if it is missing, not a file, too large or not UTF-8."""
    try:
        if path.exists() and not path.is_file():
            raise Refused(f"{path} is not a file.")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise Refused(f"{path} is larger than {LARGEST_FILE // 1024 // 1024} MiB.")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {failure(error)}.") from error
    except ValueError as error:
        raise Refused(f"{path} cannot be read: {error}.") from error
