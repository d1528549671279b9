"""Small files of ours in places where anybody may have put something: replaced in one step, never through a link."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from core.errors import Refused


def replace(path: Path, data: bytes, mode: int) -> None:
    """Write the file, so that a crash leaves the old or the new. Raises Refused; a link is never written through."""
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
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error


def refuse_links(path: Path) -> None:
    """Raises Refused if the file or its folder is a link: somebody else may have put it there."""
    for each in (path, path.parent):
        if each.is_symlink():
            raise Refused(f"{each} is a link. Remove it first: nothing is written through it.")


def remove(path: Path) -> bool:
    """Remove the file, or the link itself, and its folder if nothing else is in it; whether one was there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Refused(f"{path} cannot be removed: {error.strerror or error}.") from error
    with suppress(OSError):
        path.parent.rmdir()
    return True
