"""Programs of Windows (PE): where the signature lies, and which bytes it is about."""

import hashlib
import struct
from collections.abc import Collection, Iterator
from typing import BinaryIO

from core.inspectors.signature.der import Broken, NotRead, part
from core.wording import files as wording

MAGIC = b"MZ"
LONGEST_HEADER = 0x1000_0000
# After the optional header's start: the checksum; and where the data directories begin, by its magic.
CHECKSUM = 64
DIRECTORIES = {0x10B: 96, 0x20B: 112}
SECURITY = 4
ENTRY = 8
# A table of certificates is a few kilobytes; the largest seen has some hundred.
MOST_TABLE = 16 * 1024**2
PKCS7 = 2
ALIGNED = 8
PIECE = 1 << 18


class Program:
    """An open program. Raises NotRead for what is no PE file, Broken."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._size = file, file.seek(0, 2)
        header = int.from_bytes(_at(file, 0x3C, 4), "little")
        # An old program, or anything that begins with the same two letters.
        if header > LONGEST_HEADER or _at(file, header, 4) != b"PE\0\0":
            raise NotRead
        optional = header + 24
        begin = DIRECTORIES.get(int.from_bytes(_read(file, optional, 2), "little"))
        if begin is None:
            raise NotRead
        count = int.from_bytes(_read(file, optional + begin - 4, 4), "little")
        # Places in the file: of the checksum, of the directory's entry about the table, and of the table itself.
        self._checksum, self._entry = optional + CHECKSUM, optional + begin + SECURITY * ENTRY
        told = _read(file, self._entry, ENTRY) if count > SECURITY else bytes(ENTRY)
        self._table, self._table_size = struct.unpack("<II", told)
        if self._table_size and (self._table < self._entry + ENTRY or self._table + self._table_size > self._size):
            raise Broken(wording.TABLE_OUTSIDE)
        if self._table_size > MOST_TABLE:
            raise Broken(wording.TABLE_LARGE)

    def signatures(self) -> Iterator[bytes]:
        """Each signature in the table, as DER. Raises Broken, also for what was hidden behind one."""
        table, at = _read(self._file, self._table, self._table_size), 0
        while at + ENTRY <= len(table):
            length, _revision, kind = struct.unpack_from("<IHH", table, at)
            if length < ENTRY or at + length > len(table):
                raise Broken(wording.TABLE_CUT)
            if kind != PKCS7:
                raise Broken(wording.KIND_UNKNOWN)
            entry = table[at + ENTRY : at + length]
            end = part(entry).end
            if len(entry) - end >= ALIGNED or any(entry[end:]):
                raise Broken(wording.ADDED_BEHIND)
            yield entry[:end]
            at += length + -length % ALIGNED
        if any(table[at:]):
            raise Broken(wording.ADDED_BEHIND)
        if table and not at:
            raise Broken(wording.TABLE_CUT)

    def digests(self, algorithms: Collection[str]) -> dict[str, bytes]:
        """Hashes of everything but checksum, the entry about the table and the table; in one pass, by algorithm."""
        hashes = {name: hashlib.new(name) for name in algorithms}
        behind = self._table + self._table_size if self._table_size else self._size
        before = (self._entry + ENTRY, self._table or self._size)
        for start, stop in ((0, self._checksum), (self._checksum + 4, self._entry), before, (behind, self._size)):
            for piece in pieces(self._file, start, stop - start):
                for each in hashes.values():
                    each.update(piece)
        return {name: each.digest() for name, each in hashes.items()}


def pieces(file: BinaryIO, at: int, count: int) -> Iterator[bytes]:
    """Yield `count` bytes from `at`, in pieces of at most 256 KiB. Raises Broken where the file ends before."""
    file.seek(at)
    while count > 0:
        piece = file.read(min(count, PIECE))
        if not piece:
            raise Broken(wording.FILE_CHANGED)
        yield piece
        count -= len(piece)


def _read(file: BinaryIO, at: int, count: int) -> bytes:
    data = _at(file, at, count)
    if len(data) < count:
        raise Broken(wording.FILE_CUT)
    return data


def _at(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)
