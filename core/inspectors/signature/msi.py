"""Installer packages of Windows (MSI): a small file system in a file, whose streams are signed in a fixed order."""

import hashlib
import struct
import uuid
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

import olefile
from olefile.olefile import OleFileError

from core.inspectors.signature.der import Broken, NotRead, part
from core.inspectors.signature.pe import pieces
from core.wording import files as wording

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURE, EXTENDED = "\x05DigitalSignature", "\x05MsiDigitalSignatureEx"
MOST_SIGNATURE = 4 * 1024**2
# Where all streams of less than 4 KiB lie together.
MOST_SHORT = 64 * 1024**2
# What Windows calls its packages, their changes and their patches; other files of this form are documents.
KINDS = {f"000C108{digit}-0000-0000-C000-000000000046" for digit in "246"}
# An installer has some hundred streams, in one storage or two.
MOST_ENTRIES, DEEPEST = 50_000, 32


class Package:
    """An open package. Raises NotRead for what is none, Broken."""

    def __init__(self, file: BinaryIO) -> None:
        self._source, self._size = file, file.seek(0, 2)
        try:
            self._file: Any = olefile.OleFileIO(file, raise_defects=olefile.DEFECT_INCORRECT)
        except (ValueError, IndexError, struct.error, OleFileError) as error:
            raise Broken(wording.PACKAGE_UNREADABLE) from error
        self.root: Any = self._file.root
        if self.root.clsid not in KINDS:
            raise NotRead
        if self.root.size > MOST_SHORT:
            raise Broken(wording.PACKAGE_SMALL_STREAMS)
        # Entries that are looked at, and bytes that are hashed: no more than there can be.
        self._entries, self._bytes = MOST_ENTRIES, self._size

    def signatures(self) -> list[bytes]:
        """The signature as DER, if there is one. Raises Broken."""
        entry = self._named(SIGNATURE)
        if entry is None:
            return []
        data = b"".join(self._content(entry))
        end = part(data).end
        if any(data[end:]):
            raise Broken(wording.ADDED_BEHIND)
        return [data[:end]]

    def digests(self, algorithms: Collection[str]) -> dict[str, bytes]:
        """Hashes of all streams, by algorithm, in one pass. Raises Broken."""
        hashes = {name: hashlib.new(name) for name in algorithms}
        extended = self._named(EXTENDED)
        if extended is not None:
            told, about = b"".join(self._content(extended)), b"".join(self._about(self.root, 0))
            # It can be about one algorithm only; for others, nothing that was signed can fit.
            hashes = {name: each for name, each in hashes.items() if hashlib.new(name, about).digest() == told}
            if not hashes:
                raise Broken(wording.STREAMS_CHANGED)
            for each in hashes.values():
                each.update(told)
        for piece in self._streams(self.root, 0):
            for each in hashes.values():
                each.update(piece)
        return {name: hashes[name].digest() if name in hashes else b"" for name in algorithms}

    def _named(self, name: str) -> Any:
        """A stream beside those that are signed; None if there is none."""
        entry = next((each for each in self.root.kids if each.name == name), None)
        if entry is not None and entry.size > MOST_SIGNATURE:
            raise Broken(wording.SIGNATURE_LARGE)
        return entry

    def _streams(self, storage: Any, depth: int) -> Iterator[bytes]:
        for entry in self._kids(storage, depth):
            if entry.entry_type == olefile.STGTY_STREAM:
                yield from self._content(entry)
            else:
                yield from self._streams(entry, depth + 1)
        yield _class_id(storage)

    def _about(self, storage: Any, depth: int) -> Iterator[bytes]:
        """What stands in the directory: names, sizes, times."""
        yield _metadata(storage, is_root=depth == 0)
        for entry in self._kids(storage, depth):
            if entry.entry_type == olefile.STGTY_STREAM:
                yield _metadata(entry, is_root=False)
            else:
                yield from self._about(entry, depth + 1)

    def _kids(self, storage: Any, depth: int) -> list[Any]:
        self._entries -= len(storage.kids)
        if self._entries < 0 or depth > DEEPEST:
            raise Broken(wording.STREAMS_MORE)
        kids = [each for each in storage.kids if depth or each.name not in (SIGNATURE, EXTENDED)]
        return sorted(kids, key=_name)

    def _content(self, entry: Any) -> Iterator[bytes]:
        """What is in a stream, piece by piece."""
        self._bytes -= entry.size
        if self._bytes < 0:
            raise Broken(wording.STREAMS_LARGE)
        if entry.size < self._file.minisectorcutoff:
            yield self._short(entry)
            return
        size, left, sector = self._file.sectorsize, entry.size, entry.isectStart
        for first, count in self._runs(sector, -(-left // size)):
            # The last sector can be cut off where the file ends.
            yield from pieces(self._source, (first + 1) * size, min(left, count * size))
            left -= count * size

    def _runs(self, sector: int, count: int) -> Iterator[tuple[int, int]]:
        """The sectors of a stream: where each row of neighbours begins, and how many they are."""
        table = self._file.fat
        while count:
            first, length = sector, 0
            while length < count and sector == first + length:
                if not 0 <= sector < len(table):
                    raise Broken(wording.STREAM_UNREADABLE)
                sector, length = table[sector], length + 1
            yield first, length
            count -= length

    def _short(self, entry: Any) -> bytes:
        try:
            data = bytes(self._file._open(entry.isectStart, entry.size).read())
        except (ValueError, IndexError, struct.error, OleFileError) as error:
            raise Broken(wording.STREAM_UNREADABLE) from error
        if len(data) != entry.size:
            raise Broken(wording.STREAM_UNREADABLE)
        return data


def _name(entry: Any) -> bytes:
    # Without the two zero bytes at its end a shorter name comes before a longer one that begins with it.
    return bytes(entry.name_raw[: max(entry.namelength - 2, 0)])


def _class_id(entry: Any) -> bytes:
    return uuid.UUID(entry.clsid).bytes_le if entry.clsid else bytes(16)


def _metadata(entry: Any, *, is_root: bool) -> bytes:
    is_stream = entry.entry_type == olefile.STGTY_STREAM
    what = struct.pack("<I", entry.size & 0xFFFFFFFF) if is_stream else _class_id(entry)
    data = (b"" if is_root else _name(entry)) + what + struct.pack("<I", entry.dwUserFlags)
    return data if is_root else data + struct.pack("<QQ", entry.createTime, entry.modifyTime)
