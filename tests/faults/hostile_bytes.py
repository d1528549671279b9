"""Programs made to break whoever reads them: a real signed one, changed, cut, or with bombs for a signature."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable

# Where a program for Windows says where its headers, and in them where its signature is.
HEADERS_AT, OPTIONAL, MAGIC_PLUS = 0x3C, 24, 0x20B
SIGNATURE = 4
MOST_SECTIONS = 0xFFFF
SECTIONS = 100_000
DEEP = 100_000
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


def place(program: bytes | bytearray) -> tuple[int, int, int]:
    """Where its directory names the signature, where that lies, and how long it is."""
    headers = struct.unpack_from("<I", program, HEADERS_AT)[0]
    plus = struct.unpack_from("<H", program, headers + OPTIONAL)[0] == MAGIC_PLUS
    named = headers + OPTIONAL + (112 if plus else 96) + SIGNATURE * 8
    at, size = struct.unpack_from("<II", program, named)
    return named, at, size


def signed_by(program: bytes, blob: bytes) -> bytes:
    """The program with this in place of its signature."""
    named, at, _ = place(program)
    padded = blob + bytes(-len(blob) % 8)
    entry = struct.pack("<IHH", 8 + len(padded), 0x0200, 0x0002) + padded
    return program[:named] + struct.pack("<II", at, len(entry)) + program[named + 8 : at] + entry


def many_sections(program: bytes) -> bytes:
    """As many sections as a program can name, and more of them in its table."""
    headers = struct.unpack_from("<I", program, HEADERS_AT)[0]
    optional = struct.unpack_from("<H", program, headers + 20)[0]
    table = headers + OPTIONAL + optional
    count = struct.pack("<H", MOST_SECTIONS)
    section = b".x\0\0\0\0\0\0" + struct.pack("<IIII", 1, 1, 0x7FFFFFFF, 0) + bytes(16)
    sections = section * SECTIONS
    return program[: headers + 6] + count + program[headers + 8 : table] + sections + program[table:]


def der(tag: int, *parts: bytes) -> bytes:
    """One value of ASN.1."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def deep(levels: int = DEEP) -> bytes:
    """So many values, each inside the one before; the lengths are those of no end."""
    return b"\x30\x80" * levels


def nested(levels: int = 3000) -> bytes:
    """The same with true lengths."""
    found = b""
    for _ in range(levels):
        found = der(0x30, found)
    return found


def long_number(size: int = 1_000_000) -> bytes:
    """An object's number with a single part of a million bytes: quadratic to write in decimal."""
    return der(0x06, b"\x2b", b"\xff" * size, b"\x7f")


def many_numbers(count: int = 200_000) -> bytes:
    """A number of very many parts."""
    return der(0x06, b"\x2b", b"\x81\x01" * count)


def signed_data(*parts: bytes) -> bytes:
    """What looks like a signature as far as its first lines go."""
    return der(0x30, SIGNED_DATA, der(0xA0, der(0x30, der(0x02, b"\x01"), *parts)))


def bombs() -> dict[str, bytes]:
    """What may stand in the place of a signature."""
    odd = {"long number": long_number(), "many numbers": many_numbers(), "deep": deep(), "nested": nested()}
    found = {f"{name} alone": each for name, each in odd.items()}
    found |= {f"{name} as a kind": der(0x30, each) for name, each in odd.items()}
    found |= {f"{name} inside": signed_data(der(0x31, der(0x30, each))) for name, each in odd.items()}
    found["many algorithms"] = signed_data(der(0x31, der(0x30, der(0x06, b"\x2b\x01")) * 100_000))
    found["length beyond all"] = b"\x30\x84\xff\xff\xff\xff" + bytes(100)
    found["length of lengths"] = b"\x30\xff" + bytes(100)
    found["nothing"] = b""
    return found


def mutated(program: bytes, chance: random.Random) -> bytes:
    """The program after one of many accidents."""
    return chance.choice(ACCIDENTS)(bytearray(program), chance)


def _flip(program: bytearray, chance: random.Random, first: int, end: int) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        program[chance.randrange(first, end)] = chance.randrange(256)
    return bytes(program)


def flip_anywhere(program: bytearray, chance: random.Random) -> bytes:
    """Some bytes are others."""
    return _flip(program, chance, 0, len(program))


def flip_headers(program: bytearray, chance: random.Random) -> bytes:
    """The same in the first kilobyte."""
    return _flip(program, chance, 0, min(1024, len(program)))


def flip_signature(program: bytearray, chance: random.Random) -> bytes:
    """The same where the signature is."""
    _, at, size = place(program)
    return _flip(program, chance, at, at + size)


def cut(program: bytearray, chance: random.Random) -> bytes:
    """The end is missing."""
    return bytes(program[: chance.randrange(len(program))])


def cut_signature(program: bytearray, chance: random.Random) -> bytes:
    """The end of the signature is missing."""
    _, at, size = place(program)
    return bytes(program[: at + chance.randrange(size)])


def lengthen(program: bytearray, chance: random.Random) -> bytes:
    """A length in the signature is another."""
    _, at, size = place(program)
    where = chance.randrange(at + 8, at + size - 6)
    program[where : where + 2] = chance.choice((b"\x30\x84", b"\x30\x80", b"\x06\x83", b"\xa0\x82", b"\x04\x84"))
    return bytes(program)


def swell(program: bytearray, chance: random.Random) -> bytes:
    """A number in the headers is as large as can be, or nothing."""
    headers = struct.unpack_from("<I", program, HEADERS_AT)[0]
    where = chance.randrange(headers, headers + 248) & ~3
    program[where : where + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80"))
    return bytes(program)


def move_signature(program: bytearray, chance: random.Random) -> bytes:
    """The directory names another place, or another length."""
    named, at, size = place(program)
    odd = (0, 1, at - 8, at + 1, len(program), len(program) - 4, 0xFFFFFFF8, chance.randrange(len(program)))
    struct.pack_into("<II", program, named, chance.choice((at, *odd)), chance.choice((size, *odd)))
    return bytes(program)


def repeat(program: bytearray, chance: random.Random) -> bytes:
    """A piece stands there twice."""
    at = chance.randrange(len(program))
    piece = program[at : at + chance.choice((8, 64, 4096))]
    return bytes(program[:at] + piece + program[at:])


ACCIDENTS: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    flip_anywhere, flip_headers, flip_signature, flip_signature, cut, cut_signature, lengthen, swell, move_signature,
    repeat,
)  # fmt: skip
