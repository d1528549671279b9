"""Installer packages of Windows (MSI): a small file system in a file, whose streams are signed in a fixed order."""

from __future__ import annotations

import hashlib
import struct
import uuid
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

import olefile

from core.inspectors.signature.der import Broken, value

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURE, EXTENDED = "\x05DigitalSignature", "\x05MsiDigitalSignatureEx"
MOST_SIGNATURE = 4 * 1024**2
# An installer has some hundred streams, in one storage or two.
MOST_ENTRIES, DEEPEST = 50_000, 32


class Package:
    """An open package. Raises Broken for what cannot be one."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._file: Any = olefile.OleFileIO(file, raise_defects=olefile.DEFECT_INCORRECT)
        except (OSError, ValueError, IndexError, struct.error) as error:
            raise Broken("It begins like an installer package, but is none.") from error
        self._left = MOST_ENTRIES
        self.root: Any = self._file.root

    @property
    def signature(self) -> bytes:
        """The signature as DER; nothing if there is none. Raises Broken."""
        entry = next((each for each in self.root.kids if each.name == SIGNATURE), None)
        if entry is None:
            return b""
        if entry.size > MOST_SIGNATURE:
            raise Broken("Its signature is larger than any.")
        data = self._content(entry)
        end = value(data).end
        if any(data[end:]):
            raise Broken("Something was added behind the signature, where no signature covers it.")
        return data[:end]

    def digests(self, algorithms: Collection[str]) -> dict[str, bytes]:
        """Hashes of all streams, by algorithm. Raises Broken."""
        extended = next((each for each in self.root.kids if each.name == EXTENDED), None)
        told = self._content(extended) if extended is not None else None
        found = {}
        for name in algorithms:
            content = hashlib.new(name)
            if told is not None:
                if b"".join(_digested(name, self._about(self.root, 0))) != told:
                    raise Broken("What it says of its streams was changed after it was signed.")
                content.update(told)
            for piece in self._streams(self.root, 0):
                content.update(piece)
            found[name] = content.digest()
        return found

    def _streams(self, storage: Any, depth: int) -> Iterator[bytes]:
        for entry in self._kids(storage, depth):
            if entry.entry_type == olefile.STGTY_STREAM:
                yield self._content(entry)
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
        self._left -= len(storage.kids)
        if self._left < 0 or depth > DEEPEST:
            raise Broken("It holds more streams than any installer package.")
        kids = [each for each in storage.kids if depth or each.name not in (SIGNATURE, EXTENDED)]
        return sorted(kids, key=_order)

    def _content(self, entry: Any) -> bytes:
        try:
            return bytes(self._file._open(entry.isectStart, entry.size).read())
        except (OSError, ValueError, IndexError, struct.error) as error:
            raise Broken("One of its streams cannot be read.") from error


def _digested(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    found = hashlib.new(name)
    for piece in pieces:
        found.update(piece)
    yield found.digest()


def _order(entry: Any) -> bytes:
    # Without the two zero bytes at its end a shorter name comes before a longer one that begins with it.
    return _name(entry)


def _name(entry: Any) -> bytes:
    return bytes(entry.name_raw[: max(entry.namelength - 2, 0)])


def _class_id(entry: Any) -> bytes:
    return uuid.UUID(entry.clsid).bytes_le if entry.clsid else bytes(16)


def _metadata(entry: Any, *, is_root: bool) -> bytes:
    is_stream = entry.entry_type == olefile.STGTY_STREAM
    what = struct.pack("<I", entry.size & 0xFFFFFFFF) if is_stream else _class_id(entry)
    data = (b"" if is_root else _name(entry)) + what + struct.pack("<I", entry.dwUserFlags)
    return data if is_root else data + struct.pack("<QQ", entry.createTime, entry.modifyTime)
