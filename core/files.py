"""Our own files: read strictly, so that what is wrong is one line with file and place, and replaced in one step."""

import os
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from core.errors import Code, Refused
from core.text import failure, visible

# Far above any honest file of ours; a larger one is refused before it is parsed.
LARGEST_FILE = 4 * 1024 * 1024
# Spaces that some languages need before punctuation.
_LANGUAGE_SPACES = str.maketrans("\u00a0\u202f", "  ")

Shape = TypeVar("Shape")


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of one of our files: an unknown key is an error, and nothing changes after loading."""


def load(path: Path, shape: type[Shape]) -> Shape:
    """Return the TOML or JSON file as `shape` (a msgspec Struct). Raises Refused, also where there is no file."""
    return convert(parse(path), shape, str(path))


def parse(path: Path) -> Any:
    """Return the TOML (.toml) or JSON file as plain data that can be shown as it stands. Raises Refused."""
    text = read_text(path)
    try:
        data = tomllib.loads(text) if path.suffix == ".toml" else msgspec.json.decode(text)
        _check_texts(data)
    except (ValueError, msgspec.DecodeError) as error:
        raise Refused(Code.FILE_UNFIT, file=path, why=str(error)) from error
    except RecursionError as error:
        raise Refused(Code.FILE_TOO_DEEP, file=path) from error
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
    """Return plain data as `shape`. Raises Refused naming `where` and the place within."""
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        raise Refused(Code.FILE_UNFIT, file=where, why=str(error)) from error


def read_text(path: Path) -> str:
    """Return the whole file as text. Raises Refused if it is missing, not a file, too large or not UTF-8."""
    try:
        if path.exists() and not path.is_file():
            raise Refused(Code.FILE_NOT_FILE, file=path)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise Refused(Code.FILE_TOO_LARGE, file=path, mebibytes=LARGEST_FILE // 1024 // 1024)
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(Code.FILE_NOT_UTF8, file=path, byte=error.start) from error
    except OSError as error:
        raise Refused(Code.FILE_UNREADABLE, file=path, why=failure(error)) from error
    except ValueError as error:
        raise Refused(Code.FILE_UNREADABLE, file=path, why=str(error)) from error


def replace(path: Path, data: bytes, mode: int = 0o600, *, links: bool = False) -> None:
    """Replace the file, or make it, in one step: a crash leaves the old or the new. Its folder is made if need be.
    Raises Refused where it cannot be written, or is a link or in one: whoever put that there would be written for.
    `links`: the folder is the user's own, and may be a link; the file never is one afterwards."""
    if not links:
        refuse_links(path)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # O_EXCL follows no link, and takes no file that is there.
        handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # The user's umask may have taken away what a launcher needs.
        fresh.chmod(mode)
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise Refused(Code.FILE_UNWRITABLE, file=path, why=failure(error)) from error


def refuse_links(path: Path) -> None:
    """Raise Refused if the file or its folder is a link: somebody else may have put it there."""
    for each in (path, path.parent):
        if each.is_symlink():
            raise Refused(Code.FILE_LINK_IN_THE_WAY, file=each)


def remove(path: Path) -> bool:
    """Remove the file, or the link itself, and its folder if that is empty then. True if it was there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Refused(Code.FILE_UNREMOVABLE, file=path, why=failure(error)) from error
    with suppress(OSError):
        path.parent.rmdir()
    return True
