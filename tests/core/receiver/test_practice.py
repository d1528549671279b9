"""The practice receiver over real sockets: what it takes it keeps, and once; what is erased is gone."""

from __future__ import annotations

import base64
import json
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from core.envelope import Envelope
from core.product import load_product, parse_endpoint
from core.receiver.contract import LARGEST_BODY
from core.receiver.kept import KEY, NAME
from core.receiver.practice import PracticeReceiver
from core.record.receipt import Tree, leaf_hash, tree_holds
from core.sending.request import request
from tests.commands import another_product
from tests.core.receiver.wire import (
    CATALOGUE,
    Answer,
    delete,
    envelope,
    exchange,
    fits_description,
    kept_bodies,
    parse,
    post,
)


def receipts(answer: Answer) -> dict[str, dict[str, str]]:
    assert answer.status == 202
    return {each["submission"]: each for each in answer.json["receipts"]}


def reasons(answer: Answer) -> list[tuple[str, str]]:
    assert answer.status == 202
    return [(each["submission"], each["reason"]) for each in answer.json["refused"]]


def is_signed(answer: Answer, sealed: Sequence[Envelope], key: bytes) -> bool:
    """Whether these are received, in their order, and signed together."""
    told = answer.json["receipts"]
    assert [(each["submission"], each["sha256"]) for each in told] == [(each.id, each.sha256) for each in sealed]
    leaves = [leaf_hash(each["submission"], each["sha256"], each["received"]) for each in told]
    tree = answer.json["tree"]
    signature = base64.b64decode(tree["signature"], validate=True)
    made = Tree(bytes.fromhex(tree["root"]), signature, b"".join(leaves))
    return tree["size"] == len(leaves) and tree_holds(made, key)


def test_a_submission_is_kept_as_it_came_and_its_receipt_is_signed(receiver: PracticeReceiver) -> None:
    sealed = envelope(os_family="Linux", os_build="\u202e\u2028ä\U0001f600\x7f")
    answer = post(receiver.port, sealed.body)
    assert is_signed(answer, [sealed], receiver.public_key)
    assert answer.json["refused"] == []
    assert kept_bodies(receiver) == [sealed.body]


def test_the_senders_very_request_is_understood(receiver: PracticeReceiver) -> None:
    sealed = [envelope(), envelope("license", retail_item_id="x")]
    made = request(sealed, parse_endpoint("embedded:"))
    answer = parse(exchange(receiver.port, made.head + made.body))
    fits_description(answer, "/v1/submissions", "post")
    assert receipts(answer).keys() == {each.id for each in sealed}


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_thousand_at_once_are_received_by_one_signature(receiver: PracticeReceiver, end: bytes) -> None:
    sealed = [envelope(os_build=str(number)) for number in range(1000)]
    answer = post(receiver.port, b"\n".join(each.body for each in sealed) + end)
    assert is_signed(answer, sealed, receiver.public_key)
    assert b"signature" not in json.dumps(answer.json["receipts"]).encode()
    assert kept_bodies(receiver) == [each.body for each in sealed]


def test_one_bad_submission_does_not_hold_up_the_others(receiver: PracticeReceiver) -> None:
    good, bad, payment = envelope(), envelope(user_name="x"), envelope("payment", plugin_id="x")
    answer = post(receiver.port, b"\n".join(each.body for each in (bad, good, payment)))
    assert is_signed(answer, [good], receiver.public_key)
    assert reasons(answer) == [
        (bad.id, "item “user_name” is not declared"),
        (payment.id, "its group is not for this receiver"),
    ]
    assert kept_bodies(receiver) == [good.body]


@pytest.mark.parametrize("line", [b"", b"hello", b"{}", b"\r"])
def test_a_line_that_is_no_submission_refuses_the_whole_and_says_which(receiver: PracticeReceiver, line: bytes) -> None:
    answer = post(receiver.port, b"\n".join([envelope().body, line, envelope().body]))
    assert answer.status == 400
    assert answer.json["error"].startswith("line 2: ")
    assert kept_bodies(receiver) == []


def test_where_nothing_is_received_nothing_is_signed(receiver: PracticeReceiver) -> None:
    answer = post(receiver.port, envelope(user_name="x").body)
    assert answer.json.keys() == {"receipts", "refused"}
    assert receipts(answer) == {}


def test_a_repeat_keeps_its_first_time_is_signed_anew_and_is_kept_once(receiver: PracticeReceiver) -> None:
    sealed, other = envelope(), envelope()
    first = post(receiver.port, sealed.body)
    time.sleep(0.01)
    again = post(receiver.port, other.body + b"\n" + sealed.body)
    assert is_signed(again, [other, sealed], receiver.public_key)
    assert receipts(again)[sealed.id] == receipts(first)[sealed.id]
    assert receipts(again)[other.id]["received"] > receipts(first)[sealed.id]["received"]
    assert again.json["tree"]["root"] != first.json["tree"]["root"]
    assert post(receiver.port, b"\n".join([sealed.body] * 3)).json["receipts"] == first.json["receipts"] * 3
    assert kept_bodies(receiver) == [sealed.body, other.body]


def test_other_bytes_under_a_known_number_are_refused(receiver: PracticeReceiver) -> None:
    sealed = envelope()
    first = receipts(post(receiver.port, sealed.body))
    other = post(receiver.port, sealed.body.replace(b"Linux", b"Linus"))
    assert (receipts(other), reasons(other)) == ({}, [(sealed.id, "another submission has this number")])
    assert receipts(post(receiver.port, sealed.body)) == first
    assert kept_bodies(receiver) == [sealed.body]


def test_the_secret_deletes_and_what_is_deleted_does_not_come_back(receiver: PracticeReceiver) -> None:
    sealed, stays = envelope(os_build="a canary"), envelope()
    post(receiver.port, sealed.body + b"\n" + stays.body)
    assert delete(receiver.port, sealed.id, sealed.secret.hex()).status == 204
    assert delete(receiver.port, sealed.id, sealed.secret.hex()).status == 404
    assert reasons(post(receiver.port, sealed.body)) == [(sealed.id, "deleted")]
    assert kept_bodies(receiver) == [stays.body]
    assert b"a canary" not in (receiver.data / NAME).read_bytes()


def test_deleting_what_never_came_keeps_it_from_coming(receiver: PracticeReceiver) -> None:
    sealed = envelope()
    assert delete(receiver.port, sealed.id, sealed.secret.hex()).status == 404
    assert reasons(post(receiver.port, sealed.body)) == [(sealed.id, "deleted")]


@pytest.mark.parametrize("secret", [None, "", "0" * 64, "0" * 63, "é", "capitals", "another's"])
def test_without_its_secret_nothing_is_deleted_or_learnt(receiver: PracticeReceiver, secret: str | None) -> None:
    sealed, absent = envelope(), envelope()
    if secret == "capitals":
        secret = sealed.secret.hex().upper()
    elif secret == "another's":
        secret = envelope().secret.hex()
    first = receipts(post(receiver.port, sealed.body))
    answers = [delete(receiver.port, each.id, secret) for each in (sealed, absent)]
    assert [answer.status for answer in answers] == [403, 403]
    assert answers[0].body == answers[1].body
    assert receipts(post(receiver.port, sealed.body)) == first


def test_a_body_of_one_mebibyte_is_taken_and_one_byte_more_is_not(receiver: PracticeReceiver) -> None:
    lines = [envelope(os_build=f"{number:04}" + "x" * 8000).body for number in range(200)]
    whole = b"\n".join(lines)[:LARGEST_BODY]
    fitting = whole.rpartition(b"\n")[0]
    assert len(receipts(post(receiver.port, fitting))) > 120
    assert post(receiver.port, whole).status == 400
    assert post(receiver.port, whole + b"x").status == 413


def test_after_a_new_start_key_and_receipts_are_the_same(tmp_path: Path) -> None:
    sealed = envelope()
    found = set()
    for _ in range(3):
        with PracticeReceiver(tmp_path, CATALOGUE) as receiver:
            found.add((receiver.public_key, post(receiver.port, sealed.body).body))
    assert len(found) == 1


def test_two_receivers_share_a_folder(tmp_path: Path) -> None:
    sealed = [envelope(os_build=str(number)) for number in range(40)]
    bodies = set[bytes]()
    with PracticeReceiver(tmp_path, CATALOGUE) as one, PracticeReceiver(tmp_path, CATALOGUE) as other:
        assert one.public_key == other.public_key

        def send(port: int) -> None:
            bodies.update(post(port, each.body).body for each in sealed)

        threads = [threading.Thread(target=send, args=(each.port,)) for each in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(kept_bodies(one)) == sorted(each.body for each in sealed)
    assert len(bodies) == len(sealed)


def test_address_and_key_are_what_a_product_file_names(tmp_path: Path) -> None:
    with PracticeReceiver(tmp_path / "receiver", CATALOGUE) as receiver:
        named = f'endpoint = "http://127.0.0.1:{receiver.port}"\n'
        named += f'receiver_key = "{base64.b64encode(receiver.public_key).decode()}"'
        product = load_product(another_product(tmp_path, 'endpoint = "embedded:"', named), Path("resources"))
        assert product.receiver_key == receiver.public_key
    assert {path.name for path in (tmp_path / "receiver").iterdir()} == {KEY, NAME}


def test_a_full_or_locked_disk_is_never_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.receiver.kept.BUSY_SECONDS", 0.1)
    sealed = envelope()
    with PracticeReceiver(tmp_path, CATALOGUE) as receiver:
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert post(receiver.port, sealed.body).status == 503
            assert delete(receiver.port, sealed.id, sealed.secret.hex()).status == 503
        assert kept_bodies(receiver) == []
        assert sealed.id in receipts(post(receiver.port, sealed.body))
