"""Native messaging: a length of four bytes in this machine's order, then so many bytes of JSON."""

from __future__ import annotations

import struct
from typing import BinaryIO

from core.errors import Refused

# Far above any question of ours; a browser would let an extension send 64 MiB.
LONGEST = 64 * 1024
_LENGTH = struct.Struct("=I")


def read(stream: BinaryIO) -> bytes | None:
    """One message; None at the end. Raises Refused for what is none, before its bytes are taken in."""
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise Refused("The message is cut off.")
    (length,) = _LENGTH.unpack(head)
    if not 0 < length <= LONGEST:
        raise Refused(f"The message is said to have {length} bytes; it may have 1 to {LONGEST}.")
    message = stream.read(length)
    if len(message) < length:
        raise Refused("The message is cut off.")
    return message


def write(stream: BinaryIO, message: bytes) -> None:
    """One message."""
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()
