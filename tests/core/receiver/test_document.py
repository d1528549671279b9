"""docs/WIRE.md: its test vector is what the receiver signs, what Vitrine believes, and what anybody can work out."""

from __future__ import annotations

import hashlib
import json
import re

from core.receiver.contract import tree
from core.record.submission import State
from core.sending.answers import outcomes
from tests.commands import REPOSITORY
from tests.core.receiver.wire import OPENAPI, check
from tests.fakes.receipts import KEY, SIGNER, envelopes, proven_by_path, together

TEXT = (REPOSITORY / "docs" / "WIRE.md").read_text(encoding="utf-8")
ANSWER, RECEIPT = map(json.loads, re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL))
BODIES = [b'{"n":1}', b'{"n":2}', b'{"n":3}']


def test_the_vector_is_what_a_receiver_signs_and_is_described() -> None:
    assert ANSWER["tree"] == tree(ANSWER["receipts"], SIGNER)
    assert [each["sha256"] for each in ANSWER["receipts"]] == [hashlib.sha256(body).hexdigest() for body in BODIES]
    check(
        ANSWER, OPENAPI["paths"]["/v1/submissions"]["post"]["responses"]["202"]["content"]["application/json"]["schema"]
    )


def test_each_hash_of_the_vector_is_what_it_is_said_to_be() -> None:
    hashes = [
        bytes.fromhex(each) for each in re.findall(r"^\| (?:leaf|node).* \| `([0-9a-f]{64})` \|$", TEXT, re.MULTILINE)
    ]
    lines = ["".join(f"{each[name]}\n" for name in ("submission", "sha256", "received")) for each in ANSWER["receipts"]]
    leaves = [hashlib.sha256(b"\0" + line.encode()).digest() for line in lines]
    node = hashlib.sha256(b"\1" + leaves[0] + leaves[1]).digest()
    assert hashes == [*leaves, node]
    assert hashlib.sha256(b"\1" + node + leaves[2]).hexdigest() == ANSWER["tree"]["root"]


def test_the_receipt_alone_holds_by_its_path_and_one_with_another_hash_does_not() -> None:
    assert {name: RECEIPT[name] for name in ANSWER["receipts"][1]} == ANSWER["receipts"][1]
    assert proven_by_path(RECEIPT)
    for other in ({"sha256": "0" * 64}, {"index": 0}, {"size": 4}, {"path": RECEIPT["path"][::-1]}):
        assert not proven_by_path({**RECEIPT, **other})


def test_what_vitrine_shows_of_a_receipt_has_the_fields_of_the_document() -> None:
    sent = envelopes(3)
    outcome = outcomes(sent, together(sent), KEY)[sent[1].id]
    assert (outcome.state, outcome.receipt and outcome.receipt.proves(sent[1].id, sent[1].sha256)) == (
        State.CONFIRMED,
        True,
    )
    assert outcome.receipt is not None
    assert json.loads(outcome.receipt.text(sent[1].id, sent[1].sha256)).keys() == RECEIPT.keys()
