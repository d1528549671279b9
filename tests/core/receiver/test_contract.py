"""What a receiver takes: exactly what Vitrine can seal, in the one form it is written in, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Item
from core.envelope import Envelope, seal
from core.reading import LONGEST_TEXT, Value, known
from core.receiver.contract import judge, proves, read, receipt, tree
from core.record.receipt import receipt_text
from tests.core.receiver.wire import CATALOGUE, STATEMENT, envelope

SENT = [key for key, category in CATALOGUE.categories.items() if category.recipient == "vendor"]
SEALED = envelope(os_family="Linux", os_build="26100", device_guard_enabled=True)
NUMBER = SEALED.id


def values(item: Item) -> st.SearchStrategy[Value]:
    """Everything this item may hold."""
    texts = st.text(st.characters(exclude_categories=()), max_size=40) | st.just("W" * LONGEST_TEXT)
    kinds: dict[str, st.SearchStrategy[Value]] = {
        "text": texts, "integer": st.integers(), "boolean": st.booleans(), "enum": st.sampled_from([*item.values, ""]),
    }  # fmt: skip
    return kinds[item.type].filter(lambda value: item.type != "enum" or value != "")


def written(**changes: Any) -> bytes:
    """A good submission with other fields, in canonical form."""
    fields = {**json.loads(SEALED.body), **changes}
    return json.dumps({key: value for key, value in fields.items() if value is not ...},
                      sort_keys=True, separators=(",", ":")).encode()  # fmt: skip


def items(**changes: Any) -> bytes:
    """A good submission with other items."""
    return written(items={**json.loads(SEALED.body)["items"], **changes})


@pytest.mark.parametrize("key", SENT)
@given(data=st.data())
def test_whatever_is_sealed_from_declared_values_is_taken(key: str, data: st.DataObject) -> None:
    optional = {item.key: values(item) for item in CATALOGUE.categories[key].items}
    drawn = data.draw(st.fixed_dictionaries({}, optional=optional))
    sealed = seal(key, {each: known(value, "a test") for each, value in drawn.items()}, STATEMENT)
    found = judge(sealed.body, CATALOGUE)
    assert (found.submission, found.problem, found.body) == (sealed.id, None, sealed.body)


REFUSED = {
    "an undeclared field": (written(extra=1), "“extra” is not declared"),
    "a missing field": (written(agreement=...), "“agreement” is missing"),
    "an undeclared item": (items(user_name="x"), "“user_name” is not declared"),
    "an item of another group": (items(software_name="x"), "“software_name” is not declared"),
    "an undeclared item that lies to the eye": (items(**{"\u202eos": "x"}), "“<U+202E>os” is not declared"),
    "a wrong type": (items(device_guard_enabled="true"), "declared type"),
    "a number for a yes or no": (items(device_guard_enabled=1), "declared type"),
    "a float": (items(os_build=1.5), "declared type"),
    "null": (items(os_build=None), "declared type"),
    "an object for a value": (items(os_build={}), "declared type"),
    "a value that is not listed": (items(device_type="toaster"), "declared type"),
    "a text that is too long": (items(os_build="x" * (LONGEST_TEXT + 1)), "declared type"),
    "spaces": (SEALED.body.replace(b":", b": ", 1), "canonical"),
    "another order": (json.dumps(dict(reversed(json.loads(SEALED.body).items())), separators=(",", ":")).encode(),
                      "canonical"),
    "unescaped UTF-8": (items(os_build="ä").replace(b"\\u00e4", "ä".encode()), "canonical"),
    "an escape in capitals": (items(os_build="ä").replace(b"\\u00e4", b"\\u00E4"), "canonical"),
    "a needless escape": (SEALED.body.replace(b"Linux", b"\\u004cinux"), "canonical"),
    "an item twice": (SEALED.body.replace(b'"os_family":"Linux"', b'"os_family":"L","os_family":"Linux"'), "canonical"),
    "a field twice": (SEALED.body.replace(b'"format":1', b'"format":1,"format":1'), "canonical"),
    "a line end of Windows": (SEALED.body + b"\r", "canonical"),
    "another format": (written(format=2), "format"),
    "a format that equals 1": (written(format=1.0), "format"),
    "a format that is true": (written(format=True), "format"),
    "another agreement": (written(agreement="ksc-win@2020-01-01"), "agreement"),
    "an agreement that is no text": (written(agreement=[STATEMENT]), "agreement"),
    "an unknown group": (written(category="secrets"), "its group is not declared"),
    "a group that is no text": (written(category=["environment"]), "its group is not declared"),
    "payment": (written(category="payment", items={}), "not for this receiver"),
    "items that are a list": (written(items=[]), "not an object"),
    "a number of version 4": (written(submission=NUMBER[:14] + "4" + NUMBER[15:]), "version 8"),
    "a number of another variant": (written(submission=NUMBER[:19] + "c" + NUMBER[20:]), "version 8"),
}  # fmt: skip
NO_SUBMISSION = {
    "nothing": (b"", "empty"),
    "no JSON": (b"hello", "not JSON"),
    "a cut line": (SEALED.body[:-1], "not JSON"),
    "two on a line": (SEALED.body * 2, "not JSON"),
    "not UTF-8": (SEALED.body.replace(b"Linux", b"\xff\xfe"), "not JSON"),
    "a byte order mark": (b"\xef\xbb\xbf" + SEALED.body, "not JSON"),
    "half a character": (SEALED.body.replace(b"Linux", b"\\ud800"), "not JSON"),
    "huge nesting": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "not JSON"),
    "huge nesting of lists": (b"[" * 500_000, "not JSON"),
    "a huge number": (b"1" + b"0" * 500_000, "not JSON"),
    "NaN": (b'{"format":NaN}', "not JSON"),
    "a list": (b"[]", "not an object"),
    "a text": (b'"x"', "not an object"),
    "no number": (written(submission=...), "no submission number"),
    "a number that is none": (written(submission="1"), "no submission number"),
    "a number in capitals": (written(submission=NUMBER.upper()), "no submission number"),
    "a number that is a number": (written(submission=8), "no submission number"),
    "a number and a line feed": (written(submission=f"{NUMBER}\n"), "no submission number"),
}


@pytest.mark.parametrize("defect", REFUSED)
def test_a_submission_with_a_defect_is_refused_by_its_number(defect: str) -> None:
    line, words = REFUSED[defect]
    found = judge(line, CATALOGUE)
    assert found.submission is not None
    assert found.submission == json.loads(line)["submission"]
    assert words in (found.problem or "")


@pytest.mark.parametrize("defect", NO_SUBMISSION)
def test_what_bears_no_number_is_no_submission(defect: str) -> None:
    line, words = NO_SUBMISSION[defect]
    found = judge(line, CATALOGUE)
    assert found.submission is None
    assert words in (found.problem or "")


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 10**39])
def test_a_large_integer_is_text_and_a_small_one_is_not(number: int) -> None:
    as_text = seal("license", {"license_term_days": known(number, "a test")}, STATEMENT).body
    assert b'"license_term_days":"' in as_text
    assert judge(as_text, CATALOGUE).problem is None
    as_number = as_text.replace(f'"{number}"'.encode(), str(number).encode())
    assert "declared type" in (judge(as_number, CATALOGUE).problem or "")
    assert "declared type" in (judge(as_text.replace(str(number).encode(), b"365"), CATALOGUE).problem or "")


def test_lines_are_read_to_the_first_that_bears_no_number() -> None:
    lines = [envelope().body, envelope().body]
    assert [found.body for found in read(b"\n".join(lines), CATALOGUE)] == lines
    assert [found.body for found in read(b"\n".join([*lines, b""]), CATALOGUE)] == lines
    assert [found.body for found in read(b"\n".join([lines[0], b"", lines[1]]), CATALOGUE)] == [lines[0], b""]


@given(st.binary(max_size=300) | st.builds(lambda at, put: SEALED.body[:at] + put + SEALED.body[at + 1 :],
                                           st.integers(0, len(SEALED.body)), st.binary(max_size=2)))  # fmt: skip
def test_any_bytes_are_judged_and_only_what_could_be_sealed_is_taken(line: bytes) -> None:
    found = judge(line, CATALOGUE)
    if found.problem is None:
        fields = json.loads(line)
        reading = {key: known(value, "a test") for key, value in fields["items"].items()}
        like = Envelope(fields["category"], SEALED.body, SEALED.secret)
        again = seal(fields["category"], reading, fields["agreement"], like).body
        assert again.rpartition(b'"submission"')[0] == line.rpartition(b'"submission"')[0]


def test_a_receipt_is_signed_over_number_hash_and_time() -> None:
    key = Ed25519PrivateKey.generate()
    made = receipt(SEALED.id, SEALED.sha256, "2026-11-24T02:40:00.123Z", key)
    text = receipt_text(SEALED.id, SEALED.sha256, "2026-11-24T02:40:00.123Z")
    key.public_key().verify(base64.b64decode(made["signature"], validate=True), text)


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 1000])
def test_a_tree_is_signed_over_all_receipts_in_their_order(count: int) -> None:
    key = Ed25519PrivateKey.generate()
    said = [{"submission": f"{n}", "sha256": f"{n:064x}", "received": "2026-11-24T02:40:00.123Z"} for n in range(count)]
    made = tree(said, key)
    lines = ["".join(f"{each[name]}\n" for name in ("submission", "sha256", "received")).encode() for each in said]
    assert (made["size"], made["root"]) == (count, merkle(lines).hex())
    text = f"vitrine-receipt-2\n{count}\n{made['root']}\n".encode()
    key.public_key().verify(base64.b64decode(str(made["signature"]), validate=True), text)


def merkle(lines: Sequence[bytes]) -> bytes:
    """RFC 9162, 2.1.1, as it is written there."""
    if len(lines) == 1:
        return hashlib.sha256(b"\0" + lines[0]).digest()
    split = 1 << (len(lines) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + merkle(lines[:split]) + merkle(lines[split:])).digest()


@pytest.mark.parametrize("secret", ["", "00", "x" * 64, SEALED.secret.hex().upper(), SEALED.secret.hex() + "\n"])
def test_only_the_secret_itself_proves(secret: str) -> None:
    assert proves(SEALED.secret.hex(), SEALED.id)
    assert not proves(SEALED.secret.hex(), envelope().id)
    assert secret == SEALED.secret.hex() or not proves(secret, SEALED.id)
