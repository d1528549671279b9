"""Signatures of installer packages, made by another program in both ways there are."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import tempfile
import tracemalloc
from functools import cache
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.inspectors.signature import inspect
from tests.core.inspectors.authorities import Maker, sign
from tests.core.inspectors.programs import flipped, judged

LARGE, SMALL = random.Random(7).randbytes(3_000_000), b"a small stream " * 20
TABLE = "CREATE TABLE `Property` (`Property` CHAR(72) NOT NULL, `Value` CHAR(0) NOT NULL PRIMARY KEY `Property`)"
# Where a compound file says of what kind it is.
KIND = bytes.fromhex("84100c0000000000c000000000000046")


def package(folder: Path) -> Path:
    """An installer package with a table, a large stream and a small one."""
    made, streams = folder / "package.msi", {"large.cab": LARGE, "small.txt": SMALL}
    subprocess.run(["msibuild", str(made), "-q", TABLE], check=True, capture_output=True)
    for name, data in streams.items():
        (folder / name).write_bytes(data)
        subprocess.run(["msibuild", str(made), "-a", name, str(folder / name)], check=True, capture_output=True)
    return made


@cache
def signed() -> tuple[Maker, bytes, bytes]:
    """A package signed in either way, and who knows whom to trust."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maker, made = Maker(folder), package(folder)
        signer = maker.holder("signer")
        plain = sign(made, signer, folder / "plain.msi")
        return maker, plain.read_bytes(), sign(made, signer, folder / "more.msi", "-add-msi-dse").read_bytes()


@pytest.mark.parametrize("extended", [False, True])
def test_a_signed_package_is_good_and_a_changed_stream_is_found(extended: bool) -> None:
    maker, *both = signed()
    data = both[extended]
    found = judged(data, maker.roots)
    assert (found.state, found.signer, found.chain) == ("good", "signer", ("signer", "A root of the tests"))
    for what, stream in (("large", LARGE), ("small", SMALL)):
        at = data.index(stream[:50]) + 40
        found = judged(flipped(data, at), maker.roots)
        assert (found.state, found.digest_ok) == ("changed", False), what
    assert judged(data).state == "not_trusted"


def test_what_the_directory_says_is_signed_too_where_a_package_says_so() -> None:
    maker, plain, extended = signed()
    states = []
    for data in (plain, extended):
        # The year of the root's time of change.
        named = data.index(KIND)
        states.append(judged(flipped(data, named + 16), maker.roots).state)
    assert states == ["good", "broken"]


@pytest.mark.parametrize("method", ["sha1", "sha384"])
def test_each_way_to_hash_is_read(method: str, tmp_path: Path) -> None:
    maker, made = Maker(tmp_path), package(tmp_path)
    signer = maker.holder("signer")
    for more in ((), ("-add-msi-dse",)):
        out = tmp_path / f"signed{len(more)}.msi"
        assert judged(sign(made, signer, out, *more, method=method).read_bytes(), maker.roots).state == "good"


def test_a_package_without_a_signature_has_none_and_a_document_of_the_same_form_is_not_read(tmp_path: Path) -> None:
    data = package(tmp_path).read_bytes()
    assert judged(data).state == "none"
    document = data.replace(KIND, bytes.fromhex("0609020000000000c000000000000046"))
    assert judged(document).state == "not_read"


def test_a_stream_without_an_end_is_refused() -> None:
    maker, data, _ = signed()
    with olefile.OleFileIO(io.BytesIO(data)) as read:
        large = next(each for each in read.root.kids if each.size == len(LARGE))
        first, last = large.isectStart, large.isectStart
        while read.fat[last] < len(read.fat):
            last = read.fat[last]
        # Which sector holds this part of the table stands in the file's head.
        holder = struct.unpack_from("<I", data, 0x4C + 4 * (last // 128))[0]
    circle = bytearray(data)
    struct.pack_into("<I", circle, (holder + 1) * 512 + 4 * (last % 128), first)
    at = circle.index(struct.pack("<IQ", first, len(LARGE)))
    struct.pack_into("<IQ", circle, at, first, 2**31)
    found = judged(bytes(circle), maker.roots)
    assert (found.state, found.why) == ("broken", "Its streams are larger than the file.")


def test_a_large_stream_is_never_held_as_a_whole() -> None:
    maker, data, _ = signed()
    with io.BytesIO(data) as file:
        inspect(file, maker.roots)
        tracemalloc.start()
        try:
            inspect(file, maker.roots)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < len(LARGE) // 2


@given(st.integers(0, 10**9), st.integers(1, 255), st.integers(1, 8))
def test_no_changed_bytes_of_a_package_raise(at: int, change: int, count: int) -> None:
    maker, data = signed()[:2]
    where = at % (len(data) - count)
    # Half of them where the structure is.
    where = where if at % 2 else where % 4096
    spoilt = data[:where] + bytes(byte ^ change for byte in data[where : where + count]) + data[where + count :]
    found = judged(spoilt, maker.roots)
    assert found.state in ("good", "changed", "broken", "none", "not_read")
    assert "\n" not in found.why


@given(st.integers(0, 10**9))
def test_no_cut_off_package_raises(length: int) -> None:
    maker, data = signed()[:2]
    assert judged(data[: length % len(data)], maker.roots).state in ("changed", "broken", "not_read", "none")
