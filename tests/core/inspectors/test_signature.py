"""Who signed a file, and whether it is still the one that was signed: on programs that real vendors signed, and on
every copy of them that was tampered with."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.inspectors.signature.der import Broken, check
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
        if not is_signed(program):
            continue
        named, start, length = table(program)
        copies = {
            "the code": flipped(program, start // 2),
            "the last byte of the code": flipped(program, start - 1),
            "the headers": flipped(program, named - 40),
            "the signature's beginning": flipped(program, start + 30),
            "the signature's middle": flipped(program, start + length // 3),
            "the length of the signature": flipped(program, start),
            "where the signature is": flipped(program, named),
            "cut off": program[:-100],
            "something at its end": program + b"more",
            "something behind the signature": program[:named] + struct.pack("<II", start, length + 8)
            + program[named + 8 :] + b"a tag..",
            "zeros at its end": program + bytes(8),
        }  # fmt: skip
        good = [what for what, copy in copies.items() if judged(copy).state == "good"]
        assert good == [], name


def test_the_checksum_is_not_signed() -> None:
    program = signed_program()
    header = struct.unpack_from("<I", program, 0x3C)[0]
    assert judged(flipped(program, header + 24 + 64)).state == "good"


def test_what_is_no_program_is_not_read_and_nothing_is_called_unsigned() -> None:
    for data in (b"", b"MZ", b"MZ" + bytes(100), b"%PDF-1.7", b"\x7fELF" + bytes(100), b"PK\3\4"):
        found = judged(data)
        assert (found.state, found.fingerprint) == ("not_read", ""), data
        assert "unsigned" not in found.why


@given(st.binary(max_size=200))
@settings(deadline=None, derandomize=True)
def test_whatever_stands_for_a_signature_is_told_in_one_line(blob: bytes) -> None:
    program = signed_program()
    named, start, _ = table(program)
    entry = struct.pack("<IHH", 8 + len(blob), 0x0200, 2) + blob
    data = program[:named] + struct.pack("<II", start, len(entry)) + program[named + 8 : start] + entry
    found = judged(data)
    assert found.state in ("broken", "none")
    assert "\n" not in found.why


@given(st.integers(0, 9000), st.integers(1, 255))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_no_changed_byte_of_a_signature_raises(offset: int, change: int) -> None:
    program = signed_program()
    _, start, length = table(program)
    at = start + offset % length
    found = judged(program[:at] + bytes([program[at] ^ change]) + program[at + 1 :])
    assert found.state in ("good", "not_trusted", "changed", "broken", "none")


def test_bombs_are_refused_before_they_are_parsed() -> None:
    deep = b""
    for _ in range(60):
        deep = b"\x30" + (bytes([len(deep)]) if len(deep) < 128 else b"\x82" + len(deep).to_bytes(2, "big")) + deep
    many = b"\x02\x01\x00" * 30_000
    name = b"\x06\x82\x10\x00" + b"\xff" * 4096
    for bomb in (deep, b"\x30\x83" + len(many).to_bytes(3, "big") + many, name, b"\x30\x80\x00\x00", b"\x30\x85"):
        with pytest.raises(Broken):
            check(bomb)
