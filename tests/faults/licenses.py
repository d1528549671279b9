"""Row 24: license files that nobody signed so, or that were signed and are no license: none is accepted, none breaks
anything, each is refused in one line."""

from __future__ import annotations

import base64
import json
import random
from collections import Counter
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.errors import Refused
from core.license import signature
from core.license.license import read_license, written
from core.wording.errors import sentence
from tests.core.license.vendor import KEY_ID, Vendor, made
from tests.faults.row import Found

VENDOR = Vendor()
GOOD = VENDOR.license()
PAYLOAD = written(made())
LETTERS = "ABCxyz019+/=-_ \n\t\0é\u202e"
# The vendor signed these, and none of them is a license: twice the same name, days and numbers that cannot be.
ODD = (
    b"", b"null", b"[]", b"{}", b'"text"', b"\xff\xfe", b"[" * 100_000,
    PAYLOAD.replace(b"{", b'{"number":"T-2",', 1),
    PAYLOAD.replace(b"{", b"{ ", 1),
    PAYLOAD.replace(b"365", b"1e2"),
    PAYLOAD.replace(b"365", b"9" * 5000),
    PAYLOAD.replace(b"365", b"-1"),
    PAYLOAD.replace(b"365", b"true"),
    PAYLOAD.replace(b"365", b"NaN"),
    PAYLOAD.replace(b"2026-01-01", b"9999-12-31"),
    PAYLOAD.replace(b"2026-01-01", b"0000-00-00"),
    PAYLOAD.replace(b"T-1", b"T-\\u0000"),
    PAYLOAD.replace(b"T-1", "T-\u202e1".encode()),
)  # fmt: skip


def sweep(n: int, seed: int) -> Found:
    """So many of them, of every kind in turn."""
    chance, count = random.Random(seed), Counter[str]()
    makers: list[Callable[[random.Random], str]] = [_edited, _inner, _forged, _signed, _other_kind, _loose]
    for number in range(n):
        text = makers[number % len(makers)](chance)
        if text.replace("\r\n", "\n").strip("\n") == GOOD.strip("\n"):
            continue
        try:
            read_license(text, VENDOR.keys)
            count["accepted"] += 1
        except Refused as refused:
            count["refused"] += 1
            count["not one line"] += "\n" in sentence(refused) or not sentence(refused)
        except Exception:  # noqa: BLE001 - exactly what must not be
            count["exceptions"] += 1
    wrong = ("accepted", "exceptions", "not one line")
    return Found(n, ", ".join(f"{what} {count[what]}" for what in ("refused", *wrong)), not any(map(count.get, wrong)))


def _edited(chance: random.Random) -> str:
    """The armour, with some letters changed, put in, taken out or cut off."""
    text = list(GOOD)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        way = chance.randrange(5)
        if way == 0:
            text[at] = chance.choice(LETTERS)
        elif way == 1:
            text.insert(at, chance.choice(LETTERS))
        elif way == 2 and len(text) > 1:
            del text[at]
        elif way == 3:
            text[at] = text[at].swapcase()
        else:
            del text[at + 1 :]
    return "".join(text)


def _inner(chance: random.Random) -> str:
    """What is in the armour, changed: another method, another key, a field more, one twice."""
    inner = base64.b64decode("".join(GOOD.splitlines()[1:-1])).decode()
    changes = [
        ('"base64+ed25519"', '"none"'), ('"base64+ed25519"', '"base64+rsa"'), (f'"{KEY_ID}"', '"other"'),
        (f'"{KEY_ID}"', f'"{KEY_ID} "'), ("{", '{"x":1,'), ("{", f'{{"kid":"{KEY_ID}",'), ('"sig":"', '"sig":"A'),
        ('"enc":"', '"enc":"A'),
    ]  # fmt: skip
    for before, after in chance.sample(changes, chance.randint(1, 2)):
        inner = inner.replace(before, after, 1)
    return _armoured(inner)


def _forged(chance: random.Random) -> str:
    """A perfect license, signed by somebody else under the vendor's name of the key."""
    key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
    data = written(made(term_days=chance.randint(1, 36_525)))
    return signature.wrap("license", KEY_ID, data, key.sign(signature.message("license", KEY_ID, data)))


def _signed(chance: random.Random) -> str:
    """Signed by the vendor, and no license."""
    return VENDOR.sign(chance.choice(ODD))


def _other_kind(chance: random.Random) -> str:
    """The vendor's signature under a list, put under a license; or under another name of a key."""
    kind: signature.Kind = "revoked" if chance.random() < 0.5 else "license"
    named = KEY_ID if kind == "revoked" else "another"
    signed = VENDOR.key.sign(signature.message(kind, named, PAYLOAD))
    return signature.wrap("license", KEY_ID, PAYLOAD, signed)


def _loose(chance: random.Random) -> str:
    """The same data and signature, written as lenient decoders would read them too."""
    inner = json.loads(base64.b64decode("".join(GOOD.splitlines()[1:-1])))
    way = chance.randrange(4)
    field = chance.choice(("enc", "sig"))
    if way == 0:
        at = chance.randrange(len(inner[field]))
        inner[field] = inner[field][:at] + chance.choice("!$ ~\n") + inner[field][at:]
    elif way == 1:
        inner[field] += "="
    elif way == 2:
        return _armoured(json.dumps(inner))
    else:
        lines = GOOD.splitlines()
        return "\n".join([lines[0], "".join(lines[1:-1]), lines[-1], ""])
    return _armoured(json.dumps(inner, separators=(",", ":"), sort_keys=True))


def _armoured(inner: str) -> str:
    head, *_, tail = GOOD.splitlines()
    data = base64.b64encode(inner.encode()).decode()
    lines = [data[at : at + signature.COLUMNS] for at in range(0, len(data), signature.COLUMNS)]
    return "\n".join([head, *lines, tail, ""])
