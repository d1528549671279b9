"""DER, read in place: no copy, no recursion, and nothing is looked at but what is asked for."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from core.wording import files as wording

# Far above any honest signature: its longest list is of some ten certificates.
MOST_PARTS = 256
MOST_LENGTH_BYTES = 4
CONSTRUCTED, LONG_FORM, LONG_TAG = 0x20, 0x80, 0x1F
UTC_TIME, SEQUENCE, FIRST, SECOND = 0x17, 0x30, 0xA0, 0xA1
# Two digits of a year count from 1950.
CENTURY = 50
_TIME = re.compile(rb"([0-9]{14})(?:\.[0-9]{1,9})?Z")


class Broken(Exception):
    """This cannot be a signature, or cannot be used; the text says why, in one line."""


class NotRead(Exception):
    """Signatures of this format are not read."""


class Element(NamedTuple):
    """One value: its first byte, where it begins, and where its contents begin and end."""

    data: bytes
    tag: int
    begin: int
    start: int
    end: int

    @property
    def whole(self) -> bytes:
        """The bytes of the value, with tag and length."""
        return self.data[self.begin : self.end]

    @property
    def content(self) -> bytes:
        """The bytes of its contents."""
        return self.data[self.start : self.end]

    def parts(self) -> list[Element]:
        """The values it is made of, if it is constructed. Raises Broken."""
        if not self.tag & CONSTRUCTED:
            raise Broken(wording.DATA_FORM)
        found, at = list[Element](), self.start
        while at < self.end:
            if len(found) >= MOST_PARTS:
                raise Broken(wording.DATA_MORE)
            found.append(part(self.data, at, self.end))
            at = found[-1].end
        return found


def part(data: bytes, at: int = 0, limit: int | None = None) -> Element:
    """The value that begins `at`, which must end before `limit`. Raises Broken."""
    end = len(data) if limit is None else limit
    if at + 2 > end or data[at] & LONG_TAG == LONG_TAG:
        raise Broken(wording.DATA_NOT_DER)
    length, start = data[at + 1], at + 2
    if length & LONG_FORM:
        count = length & ~LONG_FORM
        if not 0 < count <= MOST_LENGTH_BYTES or start + count > end:
            raise Broken(wording.DATA_LENGTH)
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > end:
        raise Broken(wording.DATA_CUT)
    return Element(data, data[at], at, start, start + length)


def identifier(dotted: str) -> bytes:
    """Encode an object identifier, as `1.2.840.113549`: the contents of its DER (X.690, 8.19)."""
    first, second, *others = map(int, dotted.split("."))
    written = bytearray()
    for number in (first * 40 + second, *others):
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(number & 0x7F | 0x80)
        written += bytes(reversed(digits))
    return bytes(written)


def moment(time: Element) -> datetime:
    """Read a UTCTime or GeneralizedTime. Raises Broken."""
    text = time.content
    if time.tag == UTC_TIME:
        text = (b"19" if int(text[:2]) >= CENTURY else b"20") + text
    found = _TIME.fullmatch(text)
    if found is None:
        raise Broken(wording.STAMP_NO_TIME)
    return datetime.strptime(found[1].decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
