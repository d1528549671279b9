"""What a receiver takes and what it answers with: every line judged against the catalogue, every receipt signed."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.catalogue import Catalogue, Category, Item, fits
from core.envelope import FORMAT, LARGEST_EXACT, Envelope
from core.reading import LONGEST_TEXT
from core.record.receipt import leaf_hash, receipt_text, tree_root, tree_text
from core.text import visible
from core.wording import receiver as words

LARGEST_BODY = 1024 * 1024
CONTENT_TYPE = "application/x-ndjson"
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

_ANY_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SECRET = re.compile(r"[0-9a-f]{64}")
# An integer that is written as text, since beyond 2^53 many readers would round it.
_LARGE_INTEGER = re.compile(r"-?[1-9][0-9]{15,999}")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Judged:
    """One line as it came: the number it bears, if it bears one, and why it is refused, if it is."""

    body: bytes
    submission: str | None
    problem: str | None


class _Unfit(Exception):
    """A line is refused; its text says why."""


def read(body: bytes, catalogue: Catalogue) -> list[Judged]:
    """Return every line of a request's body, judged. The last is the first that bears no number: such a body is no
    list of submissions, and nothing of it may be kept."""
    found: list[Judged] = []
    for line in body.removesuffix(b"\n").split(b"\n"):
        found.append(judge(line, catalogue))
        if found[-1].submission is None:
            break
    return found


def judge(line: bytes, catalogue: Catalogue) -> Judged:
    """Judge one line against the catalogue: it may hold only what is declared, in the one form that can be written."""
    submission = None
    try:
        fields = _fields(line)
        number = fields.get("submission")
        if not isinstance(number, str) or not _ANY_UUID.fullmatch(number):
            raise _Unfit(words.NO_NUMBER)
        submission = number
        category = _category(fields, catalogue)
        _check_items(fields["items"], category)
        if _canonical(fields) != line:
            raise _Unfit(words.NOT_CANONICAL)
    except _Unfit as unfit:
        return Judged(line, submission, str(unfit))
    return Judged(line, submission, None)


def receipt(submission: str, sha256: str, received: str, key: Ed25519PrivateKey) -> dict[str, str]:
    """Return the receipt of a submission, signed alone (version 1): its number, its body's SHA-256, and the time
    as a stamp."""
    signature = base64.b64encode(key.sign(receipt_text(submission, sha256, received))).decode("ascii")
    return {"submission": submission, "sha256": sha256, "received": received, "signature": signature}


def tree(receipts: Sequence[Mapping[str, str]], key: Ed25519PrivateKey) -> dict[str, int | str]:
    """Return what is signed once for all receipts of an answer (version 2): the root of the tree over them."""
    root = tree_root([leaf_hash(each["submission"], each["sha256"], each["received"]) for each in receipts])
    signature = base64.b64encode(key.sign(tree_text(len(receipts), root))).decode("ascii")
    return {"size": len(receipts), "root": root.hex(), "signature": signature}


def proves(secret: str, submission: str) -> bool:
    """Whether this Deletion-Secret (lower-case hexadecimal) belongs to this submission."""
    # Nothing to guess by timing: the number is a hash of the secret.
    return bool(_SECRET.fullmatch(secret)) and Envelope("", b"", bytes.fromhex(secret)).id == submission


def _fields(line: bytes) -> dict[str, Any]:
    if not line:
        raise _Unfit(words.EMPTY)
    try:
        fields = msgspec.json.decode(line)
    except (ValueError, RecursionError):
        raise _Unfit(words.NOT_JSON) from None
    if not isinstance(fields, dict):
        raise _Unfit(words.NO_OBJECT)
    return fields


def _category(fields: Mapping[str, Any], catalogue: Catalogue) -> Category:
    if not NUMBER.fullmatch(fields["submission"]):
        raise _Unfit(words.OTHER_NUMBER)
    delivery = {field.key for field in catalogue.delivery}
    if undeclared := sorted(fields.keys() - delivery):
        raise _Unfit(words.FIELD_UNDECLARED.format(name=visible(undeclared[0][:40])))
    if missing := sorted(delivery - fields.keys()):
        raise _Unfit(words.FIELD_MISSING.format(name=missing[0]))
    # By type too: 1.0 and true are equal to 1.
    if type(fields["format"]) is not int or fields["format"] != FORMAT:
        raise _Unfit(words.OTHER_FORMAT.format(format=FORMAT))
    if fields["agreement"] != catalogue.statement.id:
        raise _Unfit(words.OTHER_AGREEMENT)
    key = fields["category"]
    category = catalogue.categories.get(key) if isinstance(key, str) else None
    if category is None:
        raise _Unfit(words.GROUP_UNDECLARED)
    if category.recipient != "vendor":
        raise _Unfit(words.OTHER_RECIPIENT)
    return category


def _check_items(items: object, category: Category) -> None:
    if not isinstance(items, dict):
        raise _Unfit(words.ITEMS_NO_OBJECT)
    declared = {item.key: item for item in category.items}
    for key, value in items.items():
        if key not in declared:
            raise _Unfit(words.ITEM_UNDECLARED.format(name=visible(key[:40])))
        if not _is_declared(declared[key], value):
            raise _Unfit(words.ITEM_OF_OTHER_TYPE.format(name=key))


def _is_declared(item: Item, value: object) -> bool:
    if isinstance(value, bool):
        return fits(item, value)
    if isinstance(value, int):
        return fits(item, value) and abs(value) <= LARGEST_EXACT
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return False
    if item.type == "integer":
        return bool(_LARGE_INTEGER.fullmatch(value)) and abs(int(value)) > LARGEST_EXACT
    return fits(item, value)


def _canonical(fields: Mapping[str, Any]) -> bytes:
    """Written again, and by other means than the sender's: a slip of one of the two is found by the other."""
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _NON_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], text).encode("ascii")
