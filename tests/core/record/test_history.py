"""What can be read back: pages, the check of the record, the export."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import Code
from core.record import verify
from core.record.events import START, head
from core.record.events import link_of as link
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.submission import Life, Outcome, State, after
from tests.core.record.desk import DRAFTED, GROUP, RECEIPT, edit, found, permitted, queued, settled
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
    settled(ledger, one, permit, Outcome(State.CONFIRMED, receipt=RECEIPT))
    number = found(ledger, one).number
    assert ledger.erase([one.id]) == 1
    assert ledger.history.submission(one.id) is None
    kept = ledger.history.submission(f"event-{number}")
    assert kept is not None
    assert (kept.state, kept.body, kept.secret, kept.receipt, kept.envelope) == (State.CONFIRMED, *(None,) * 4)
    assert ledger.history.verify().ok
    for secret in (one.id.encode(), b"a word that nobody else says", one.secret, RECEIPT.encode()):
        assert secret not in (tmp_path / "vitrine.db").read_bytes()


@pytest.mark.parametrize("name", ["event-1", "event-", "event-x", "event-²", "event-" + "9" * 30, "", "no such"])
def test_what_is_no_submission_is_not_found(ledger: Ledger, permit: Permit, name: str) -> None:
    assert ledger.history.submission(name) is None


def test_an_edited_or_missing_decision_is_not_read(tmp_path: Path, ledger: Ledger) -> None:
    for kind in ("declined", "accepted", "withdrawn", "noticed"):
        ledger.append(kind, detail={"how": "script"})
    edit(tmp_path, "UPDATE event SET kind = 'accepted' WHERE number = 3")
    with refuses(Code.EVENT_EDITED, event=3):
        ledger.events("accepted", "withdrawn")
    with refuses(Code.EVENT_EDITED, event=3):
        ledger.last("accepted")
    edit(tmp_path, "DELETE FROM event WHERE number = 3")
    with refuses(Code.RECORD_GAP, last=4, count=3):
        ledger.events("accepted", "withdrawn")
    assert ledger.history.verify().why == "event 3 is missing"


def test_no_event_can_say_that_what_may_have_arrived_waits() -> None:
    life = Life(State.SENDING, exposed=True)
    assert after(life, "waiting", "", {}) is None
    assert after(replace(life, exposed=False), "waiting", "", {}) == Life()


def test_a_cut_tail_is_found_with_a_checkpoint_and_only_with_one(tmp_path: Path, ledger: Ledger) -> None:
    for _ in range(5):
        ledger.append("noticed")
    since = ledger.history.verify().head
    edit(tmp_path, "DELETE FROM event WHERE number > 3")
    assert ledger.history.verify().ok
    verdict = ledger.history.verify(since)
    assert (verdict.ok, verdict.first_bad, verdict.events) == (False, 4, 3)
    ledger.append("noticed")
    ledger.append("noticed")
    assert ledger.history.verify(since).first_bad == 5


@pytest.mark.parametrize("text", ["", "12", "x:" + START, "-1:" + START, "1:abc", "0:" + "0" * 64, "²:" + START])
def test_what_is_no_checkpoint_is_refused(ledger: Ledger, text: str) -> None:
    with refuses(Code.HEAD_UNFIT):
        ledger.history.verify(text)


def test_the_empty_record_has_a_head_too(ledger: Ledger) -> None:
    assert ledger.history.verify().head == f"0:{START}"
    assert ledger.history.verify(f"0:{START}").ok


def test_checking_tells_how_far_it_is_and_can_be_stopped(
    ledger: Ledger, permit: Permit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "PAGE", 7)
    queued(ledger, permit, *map(str, range(20)))
    seen: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    assert ledger.history.verify(progress=watch).ok
    assert seen == [(done, 41) for done in (7, 14, 21, 21, 28, 35, 41)]
    stopped = ledger.history.verify(progress=lambda done, _: done < 10)
    assert (stopped.ok, stopped.first_bad, stopped.events) == (False, None, 14)


def test_the_chain_is_as_documented() -> None:
    fields = (1, "2026-11-24T02:40:00.000Z", "noticed", None, None, '{"what":"x"}')
    # Worked out by sha256sum, of the start's 32 bytes and the fields in brackets.
    assert link(START, fields) == "9fa33efdbfd5e34e8bac84427ece58c3da32e0dabde3e382929b4909c8e36c17"
    assert head(1, "ab") == "1:ab"


def test_the_export_holds_all_but_the_secrets(ledger: Ledger, permit: Permit, tmp_path: Path) -> None:
    [one] = queued(ledger, permit, "one")
    assert ledger.history.export(tmp_path / "all.jsonl") == 3
    text = (tmp_path / "all.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["event"]["kind"] for line in lines[:2]] == ["accepted", "queued"]
    assert (lines[2]["submission"]["id"], lines[2]["submission"]["body"]) == (one.id, one.body.decode())
    assert "secret" not in text
    assert (tmp_path / "all.jsonl").stat().st_mode & 0o777 == 0o600


def test_the_export_overwrites_nothing_and_follows_no_link(ledger: Ledger, permit: Permit, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("there", "link"):
        with refuses(Code.EXPORT_EXISTS):
            ledger.history.export(tmp_path / name)
    assert (tmp_path / "there").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "elsewhere").exists()
