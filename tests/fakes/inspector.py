"""The process that inspects, with inspectors that do what they never should: each file's text says what.

Everything else about it is the program's own, its limits too; unless it is told to leave one out.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from core.inspectors import regular, signature, worker_process
from core.inspectors.finding import Signature
from core.inspectors.signature.roots import Roots

MEBIBYTE = 1024**2
# What would not be limited still ends.
MOST_HOGGED = 1536 * MEBIBYTE


def sleep(_: BinaryIO) -> str:
    """Waits for something that never comes."""
    time.sleep(3600)
    return "awake"


def spin(_: BinaryIO) -> str:
    """Computes without end."""
    while True:
        pass


def hog(_: BinaryIO) -> str:
    """Takes memory, a piece at a time, and is not impressed by being refused some."""
    kept = [os.urandom(MEBIBYTE) * 16 for _piece in range(MOST_HOGGED // (16 * MEBIBYTE))]
    return f"{len(kept)} pieces"


def hold(_: BinaryIO) -> str:
    """Takes some memory, and does not give it back."""
    kept = os.urandom(MEBIBYTE) * 400
    time.sleep(3600)
    return f"{len(kept)} bytes"


def end(_: BinaryIO) -> str:
    """Ends the process."""
    os._exit(0)


def crash(_: BinaryIO) -> str:
    """As a library does that writes where it should not."""
    os.abort()


def write(_: BinaryIO) -> str:
    """Tries to leave something behind."""
    path = Path(os.environ.get("TMPDIR", "/tmp"), f"vitrine-left-{os.getpid()}")
    try:
        path.write_bytes(b"left behind")
    except OSError as error:
        return error.strerror or ""
    finally:
        path.unlink(missing_ok=True)
    return "written"


def talk(_: BinaryIO) -> str:
    """Prints, as libraries do."""
    print("a warning" * 1000, flush=True)
    os.write(1, b"{}\n")
    os.write(2, b"an error\n")
    return "talked"


def raise_(_: BinaryIO) -> str:
    """Raises what nobody foresaw, with the file's contents in its words."""
    raise RuntimeError("secret contents")


def recurse(file: BinaryIO) -> str:
    """Goes too deep."""
    return recurse(file)


def surroundings(_: BinaryIO) -> str:
    """Tells what it knows of the user."""
    return ",".join(sorted(os.environ))


def much(_: BinaryIO) -> str:
    """Finds more than anybody could read."""
    return "x" * 3 * MEBIBYTE


ODD: dict[bytes, Callable[[BinaryIO], str]] = {
    act.__name__.encode(): act
    for act in (sleep, spin, hog, hold, end, crash, write, talk, raise_, recurse, surroundings, much)
}


def inspect(file: BinaryIO, roots: Roots | None = None) -> Signature:
    """An honest look, at any file that does not ask for another."""
    file.seek(0)
    odd = ODD.get(file.read(40))
    file.seek(0)
    return Signature("none", why=odd(file)) if odd else HONEST(file, roots)


HONEST = signature.inspect


def without(guard: str) -> None:
    """Leave out one of the guards."""
    if guard == "regular":

        def allow(found: os.stat_result) -> None:
            del found

        regular._check = allow
    if guard == "memory":
        worker_process.limit = lambda: None


if __name__ == "__main__":
    signature.inspect = inspect
    *left_out, rules = sys.argv[1:]
    for each in left_out:
        without(each)
    sys.exit(worker_process.serve(rules))
