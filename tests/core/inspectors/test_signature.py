"""Who signed a file, and whether it is still the one that was signed: on programs that real vendors signed, and on
every copy of them that was tampered with."""

from __future__ import annotations

import io
import struct
import tempfile
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.inspectors.signature import inspect
from core.inspectors.signature.der import Broken, part
from tests.core.inspectors.programs import flipped, is_signed, judged, table, vendors
from tests.core.inspectors.wheels import signed_program


def test_every_program_that_a_vendor_signed_is_good_and_every_other_has_no_signature() -> None:
    assert vendors()
    for name, program in vendors():
        found = judged(program)
        assert (found.state, found.why) == (
            ("good", "") if is_signed(program) else ("none", "There is no signature inside the file.")
        ), name
        assert bool(found.signer and found.signed_at and len(found.chain) > 1) == is_signed(program), name


def test_every_copy_that_was_tampered_with_is_found() -> None:
    for name, program in vendors():
        if is_signed(program):
            good = [what for what, copy in tampered(program).items() if judged(copy).state == "good"]
            assert good == [], name


def tampered(program: bytes) -> dict[str, bytes]:
    """The program after somebody meddled with it, by what was done."""
    named, start, length = table(program)
    return {
        "the code": flipped(program, start // 2),
        "the last byte of the code": flipped(program, start - 1),
        "the headers": flipped(program, named - 40),
        "the signature's beginning": flipped(program, start + 30),
        "the signature's middle": flipped(program, start + length // 3),
        "the length of the signature": flipped(program, start),
        "what kind it is": flipped(program, start + 6),
        "where the signature is": flipped(program, named),
        "cut off": program[:-100],
        "something at its end": program + b"more",
        "zeros at its end": program + bytes(8),
        "something behind the signature": longer_table(program, b"a tag.."),
        "a few bytes behind the signature": longer_table(program, b"tag"),
        "something in the signature's padding": longer_table(program, b"a tag...", 8),
        "zeros in the signature's padding": longer_table(program, bytes(8), 8),
    }


def longer_table(program: bytes, added: bytes, longer: int = 0) -> bytes:
    """The program with this behind its signature, all of it in the table; by so much its only entry is made longer."""
    named, start, length = table(program)
    own = struct.unpack_from("<I", program, start)[0]
    # A later entry could follow; in these programs none does.
    assert own + -own % 8 == length
    place, entry = struct.pack("<II", start, length + len(added)), struct.pack("<I", length + longer if longer else own)
    return program[:named] + place + program[named + 8 : start] + entry + program[start + 4 :] + added


def test_the_checksum_is_not_signed() -> None:
    program = signed_program()
    header = struct.unpack_from("<I", program, 0x3C)[0]
    assert judged(flipped(program, header + 24 + 64)).state == "good"


def test_what_is_no_program_is_not_read_and_nothing_is_called_unsigned() -> None:
    for data in (b"", b"MZ", b"MZ" + bytes(100), b"%PDF-1.7", b"\x7fELF" + bytes(100), b"PK\3\4"):
        found = judged(data)
        assert (found.state, found.fingerprint) == ("not_read", ""), data
        assert "unsigned" not in found.why


def with_signature(blob: bytes) -> bytes:
    """A program that has this in the place of its signature."""
    program = signed_program()
    named, start, _ = table(program)
    entry = struct.pack("<IHH", 8 + len(blob), 0x0200, 2) + blob
    return program[:named] + struct.pack("<II", start, len(entry)) + program[named + 8 : start] + entry


@given(st.binary(max_size=200))
def test_whatever_stands_for_a_signature_is_told_in_one_line(blob: bytes) -> None:
    found = judged(with_signature(blob))
    assert found.state == "broken"
    assert "\n" not in found.why


@given(st.integers(0, 9000), st.integers(1, 255))
@settings(max_examples=300)
def test_no_changed_byte_of_a_signature_raises(offset: int, change: int) -> None:
    program = signed_program()
    _, start, length = table(program)
    at = start + offset % length
    found = judged(program[:at] + bytes([program[at] ^ change]) + program[at + 1 :])
    assert found.state in ("good", "not_trusted", "changed", "broken", "none")


def test_a_program_that_is_cut_off_has_a_signature_that_cannot_be_used() -> None:
    program = signed_program()
    _, start, length = table(program)
    for end in (300, start // 2, start + 4, start + length // 2, len(program) - 1):
        found = judged(program[:end])
        assert (found.state, found.digest_ok, found.fingerprint) == ("broken", None, ""), end


def in_sequence(content: bytes) -> bytes:
    """It as the only value of a sequence."""
    return b"\x30\x84" + len(content).to_bytes(4, "big") + content


def test_bombs_take_no_time_and_are_broken() -> None:
    deep = b""
    for _ in range(2000):
        deep = in_sequence(deep)
    signed = in_sequence(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\xa0" + in_sequence(b"")[1:])
    long_name = in_sequence(b"\x06\x84\x00\x10\x00\x00" + b"\xff" * 2**20 + b"\xa0\x00")
    bombs = [
        deep,
        in_sequence(b"\x02\x01\x00" * 2**20),
        long_name,
        signed,
        b"\x30\x80\x00\x00",
        b"\x30\x85",
        b"\x1f\x01",
    ]
    for bomb in bombs:
        start = time.process_time()
        assert judged(with_signature(bomb)).state == "broken"
        assert time.process_time() - start < 1


def test_no_value_reaches_beyond_the_one_it_is_in() -> None:
    for data in (b"\x30\x03\x04\x05\x00", b"\x30\x03\x04\x02\x00\x00\x00", b"\x30\x05\x00"):
        with pytest.raises(Broken):
            part(data).parts()


def test_so_many_signatures_that_no_program_has_them_are_refused() -> None:
    program = signed_program()
    named, start, length = table(program)
    entries = program[start:] * 9
    data = program[:named] + struct.pack("<II", start, len(entries)) + program[named + 8 : start] + entries
    assert judged(data).why == "It holds more signatures than any program."
    twice = program[:named] + struct.pack("<II", start, length * 2) + program[named + 8 : start] + program[start:] * 2
    found = judged(twice)
    assert (found.state, found.others) == ("good", 1)


class _Shrinking(io.BytesIO):
    """A file that is cut off while it is read."""

    def read(self, count: int | None = -1) -> bytes:
        if count is not None and count > 12_000:
            self.truncate(10_000)
        return super().read(count)


def test_a_file_that_changes_while_it_is_read_is_told_plainly() -> None:
    found = inspect(_Shrinking(signed_program()))
    assert (found.state, found.why) == ("broken", "The file changed while it was read.")


def test_a_large_program_is_never_held_as_a_whole() -> None:
    program = signed_program()
    named, start, length = table(program)
    code = bytes(64 * 2**20)
    place = struct.pack("<II", start + len(code), length)
    with tempfile.TemporaryFile() as file:
        file.write(program[:named] + place + program[named + 8 : start] + code + program[start:])
        tracemalloc.start()
        try:
            assert inspect(file).state == "changed"
            assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
        finally:
            tracemalloc.stop()
