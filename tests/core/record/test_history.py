"""What can be read back: pages, the check of the record, the export."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest

from core.errors import Code
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.receipt import Receipt, Tree, leaf_hash, tree_root
from core.record.submission import Life, Outcome, State, after
from tests.core.record.desk import DRAFTED, GROUP, RECEIVED, edit, found, permitted, queued, settled, signed
from tests.refusals import refuses


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


@pytest.fixture
def permit(ledger: Ledger) -> Permit:
    return permitted(ledger)


def test_pages_follow_each_other_newest_first(ledger: Ledger, permit: Permit) -> None:
    made = [each.id for each in queued(ledger, permit, *map(str, range(10)))]
    for each in made[::2]:
        ledger.cancel(each)
    first = ledger.history.submissions(limit=4)
    second = ledger.history.submissions(before=first[-1].number, limit=4)
    assert [each.id for each in first + second] == made[:1:-1]
    cancelled = ledger.history.submissions({State.CANCELLED, State.CONFIRMED}, limit=3)
    assert [each.id for each in cancelled] == made[8:3:-2]
    rest = ledger.history.submissions({State.CANCELLED}, before=cancelled[-1].number)
    assert [each.id for each in rest] == made[2::-2]


def test_a_group_tells_its_last_and_those_that_are_asked_for_by_name(ledger: Ledger, permit: Permit) -> None:
    made = [each.id for each in queued(ledger, permit, *map(str, range(6)))]
    other = ledger.history.of_category(DRAFTED, also=made)
    last = ledger.history.of_category(GROUP, limit=2, also=[made[0], made[5], "no such", "event-1"])
    assert (other, [each.id for each in last]) == ([], [made[5], made[4], made[0]])


def test_an_erased_one_is_still_known_and_the_record_holds(ledger: Ledger, permit: Permit, tmp_path: Path) -> None:
    [one] = queued(ledger, permit, "a word that nobody else says")
    receipt = signed(one)
    settled(ledger, one, permit, Outcome(State.CONFIRMED, "words of theirs", receipt=receipt))
    number = found(ledger, one).number
    assert ledger.erase([one.id]) == 1
    assert ledger.history.submission(one.id) is None
    kept = ledger.history.submission(f"event-{number}")
    assert kept is not None
    assert (kept.state, kept.body, kept.secret, kept.received, kept.envelope) == (State.CONFIRMED, *(None,) * 4)
    assert ledger.history.verify().ok
    kept_files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    words = (b"a word that nobody else says", b"words of theirs")
    for secret in (one.id.encode(), UUID(one.id).bytes, one.secret, receipt.signature, *words):
        assert secret not in kept_files


@pytest.mark.parametrize("name", ["event-1", "event-", "event-x", "event-²", "event-" + "9" * 30, "", "no such"])
def test_what_is_no_submission_is_not_found(ledger: Ledger, permit: Permit, name: str) -> None:
    assert ledger.history.submission(name) is None


def test_an_edited_or_missing_decision_is_not_read(tmp_path: Path, ledger: Ledger) -> None:
    for kind in ("declined", "accepted", "withdrawn", "noticed"):
        ledger.append(kind, detail={"how": "script"})
    edit(tmp_path, "UPDATE decision SET kind = 'accepted' WHERE number = 3")
    other = Ledger(tmp_path)
    with refuses(Code.EVENT_EDITED, event=3):
        other.events("accepted", "withdrawn")
    with refuses(Code.EVENT_EDITED, event=3):
        other.last("accepted")
    assert other.history.verify().why == "event 3 is not as it was written"
    edit(tmp_path, "DELETE FROM decision WHERE number = 3")
    with refuses(Code.EVENT_EDITED, event=4):
        Ledger(tmp_path).events("accepted", "withdrawn")
    assert other.history.verify().why == "one of the events 3 to 4 is not as it was written, or is missing"


def test_no_event_can_say_that_what_may_have_arrived_waits() -> None:
    life = Life(State.SENDING, exposed=True)
    assert after(life, "waiting", "") is None
    assert after(Life(State.SENDING), "waiting", "") == Life()


def test_the_export_holds_all_but_the_secrets(ledger: Ledger, permit: Permit, tmp_path: Path) -> None:
    one, two, three = queued(ledger, permit, "one", "two", "three")
    settled(ledger, one, permit, Outcome(State.CONFIRMED, receipt=signed(one)))
    settled(ledger, two, permit, Outcome(State.REFUSED, "as they say"))
    ledger.append("withdrawn")
    number = ledger.tell(GROUP, b"{}", "pay.example", permitted(ledger))
    ledger.cancel(three.id)
    ledger.erase([three.id])
    count = ledger.history.export(tmp_path / "all.jsonl")
    text = (tmp_path / "all.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    told = [line["event"] for line in lines if "event" in line]
    kept = {line["submission"]["number"]: line["submission"] for line in lines if "submission" in line}
    assert (count, len(told) + len(kept)) == (len(lines), len(lines))
    assert [each["number"] for each in told] == list(range(1, len(told) + 1))
    assert [each["kind"] for each in told[:5]] == ["accepted", "queued", "queued", "queued", "attempted"]
    assert told[1]["sha256"] == one.sha256
    assert (kept[2]["id"], kept[2]["body"], kept[2]["state"]) == (one.id, one.body.decode(), "confirmed")
    assert kept[2]["receipt"] == signed(one).text(one.id, one.sha256)
    assert kept[3]["words"] == [{"event": 8, "text": "as they say"}]
    assert told[7]["detail"].startswith('{"words":')
    assert (kept[4]["id"], kept[4]["body"], kept[4]["receipt"]) == ("event-4", None, None)
    assert (kept[number]["site"], kept[number]["body"]) == ("pay.example", "{}")
    assert not any(each.secret.hex() in text for each in (one, two, three))
    assert (tmp_path / "all.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_receipt_in_a_tree_is_exported_with_its_path(ledger: Ledger, permit: Permit, tmp_path: Path) -> None:
    queued(ledger, permit, *"abcde")
    sent = ledger.attempt(ledger.waiting(1 << 20, permit=permit), permit, b"")
    leaves = [leaf_hash(each.id, each.sha256, RECEIVED) for each in sent]
    tree = Tree(tree_root(leaves), b"s" * 64, b"".join(leaves))
    receipts = [Receipt(RECEIVED, b"", b"k" * 32, tree, place) for place in range(5)]
    ledger.settle([(of, Outcome(State.CONFIRMED, receipt=each)) for of, each in zip(sent, receipts, strict=True)])
    ledger.history.export(tmp_path / "all.jsonl")
    lines = map(json.loads, (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines())
    found = [line["submission"]["receipt"] for line in lines if "submission" in line]
    assert found == [each.text(of.id, of.sha256) for of, each in zip(sent, receipts, strict=True)]
    assert [len(json.loads(each)["path"]) for each in found] == [3, 3, 3, 3, 1]


def test_the_export_overwrites_nothing_and_follows_no_link(ledger: Ledger, permit: Permit, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("there", "link"):
        with refuses(Code.EXPORT_EXISTS):
            ledger.history.export(tmp_path / name)
    assert (tmp_path / "there").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "elsewhere").exists()
