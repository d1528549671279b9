"""Programs of Windows as tests take them apart, and what is said of them."""

from __future__ import annotations

import io
import struct
from functools import cache

from core.inspectors.finding import Signature
from core.inspectors.signature import inspect
from core.inspectors.signature.roots import Roots
from tests.core.inspectors.wheels import WHEELS, held, programs

HELD = [wheel for wheel in WHEELS.values() if wheel.name == "debugpy" or held(wheel)]


@cache
def vendors() -> list[tuple[str, bytes]]:
    """Every program in the wheels that are here, with its name."""
    return [each for wheel in HELD for each in programs(wheel)]


def judged(data: bytes, roots: Roots | None = None) -> Signature:
    """What is said of a file with these contents."""
    return inspect(io.BytesIO(data), roots)


def table(program: bytes) -> tuple[int, int, int]:
    """Where a program names its table of signatures; where that is, and how long."""
    header = struct.unpack_from("<I", program, 0x3C)[0]
    magic = struct.unpack_from("<H", program, header + 24)[0]
    named = header + 24 + (96 if magic == 0x10B else 112) + 32
    return named, *struct.unpack_from("<II", program, named)


def flipped(data: bytes, at: int) -> bytes:
    """The same with one bit of the byte there turned over."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def is_signed(program: bytes) -> bool:
    """Whether it names a table of signatures."""
    return table(program)[2] > 0
