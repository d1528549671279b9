"""DER, looked over before anybody parses it: how deep, how many, how long; and where one value ends."""

from __future__ import annotations

from typing import NamedTuple

# Far above any honest signature: of a Qt library some 900 values, 16 deep, names of 10 bytes.
MOST_VALUES = 20_000
DEEPEST = 40
LONGEST_NAME = 40
CONSTRUCTED, LONG_FORM, LONG_TAG, OBJECT_IDENTIFIER = 0x20, 0x80, 0x1F, 0x06
MOST_LENGTH_BYTES = 4


class Broken(Exception):
    """This cannot be a signature, or cannot be used; the text says why, in one line."""


class NotRead(Exception):
    """Signatures of this format are not read; the text says what it is, in one line."""


class Value(NamedTuple):
    """Where one value's contents begin and end, and its first byte."""

    tag: int
    start: int
    end: int


def value(data: bytes, at: int = 0, limit: int | None = None) -> Value:
    """The value that begins `at`, which must end before `limit`. Raises Broken."""
    end = len(data) if limit is None else limit
    if at + 2 > end or data[at] & LONG_TAG == LONG_TAG:
        raise Broken("The signature’s data is cut off or not DER.")
    length, start = data[at + 1], at + 2
    if length & LONG_FORM:
        count = length & ~LONG_FORM
        if not 0 < count <= MOST_LENGTH_BYTES or start + count > end:
            raise Broken("The signature’s data has a length that is not DER.")
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > end:
        raise Broken("The signature’s data is cut off.")
    return Value(data[at], start, start + length)


def check(data: bytes) -> None:
    """Raise Broken for what no honest signature is, without recursion and in one pass."""
    count, at, end, outer = 0, 0, len(data), list[int]()
    while True:
        while at >= end:
            if not outer:
                return
            end = outer.pop()
        tag = data[at]
        # Nine of ten are short: the others are looked at closely.
        length = data[at + 1] if at + 1 < end else LONG_FORM
        start = at + 2
        if length >= LONG_FORM or tag & LONG_TAG == LONG_TAG or start + length > end:
            _, start, stop = value(data, at, end)
        else:
            stop = start + length
        count += 1
        if count > MOST_VALUES or len(outer) >= DEEPEST:
            raise Broken("The signature’s data holds more than any signature does.")
        if tag & CONSTRUCTED:
            outer.append(end)
            at, end = start, stop
        elif tag == OBJECT_IDENTIFIER and stop - start > LONGEST_NAME:
            raise Broken("The signature’s data holds a name longer than any.")
        else:
            at = stop
