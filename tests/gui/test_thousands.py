"""A list of thousands: what did not change is not touched, and what goes or comes together does so in one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex

from core.clock import milliseconds
from core.record.submission import State, Submission, of_row
from gui.state.snapshot import tally
from gui.tables.submissions import Column, SubmissionsTable

MANY = 5_000


def submission(number: int, state: State = State.WAITING) -> Submission:
    queued = milliseconds("2026-03-01T10:00:00.000Z")
    due = queued + number % 60 * 60_000
    told = (number, f"group-{number % 3}", state.value, 0, queued, due, None, 0, 0, 0, 100, "")
    return of_row((*told, bytes(32), number.to_bytes(16, "big"), b"{}", bytes(32), *(None,) * 5))


class Watched:
    """A table of these, and what it tells its views: the kind of change, its first row and its last."""

    def __init__(self, rows: Iterable[Submission]) -> None:
        self.model = SubmissionsTable((Column.STATE, Column.NUMBER), newest_first=False)
        self.model.replace(list(rows))
        self.told: list[tuple[str, int, int]] = []
        self.model.rowsRemoved.connect(lambda _, first, last: self.told.append(("gone", first, last)))
        self.model.rowsInserted.connect(lambda _, first, last: self.told.append(("new", first, last)))
        self.model.dataChanged.connect(self._changed)

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.told.append(("changed", first.row(), last.row()))

    def show(self, rows: Sequence[Submission]) -> list[tuple[str, int, int]]:
        self.told.clear()
        self.model.replace(rows)
        assert list(self.model.rows) == list(rows)
        return list(self.told)


def test_the_same_again_touches_no_row() -> None:
    rows = [submission(number) for number in range(MANY)]
    watched = Watched(rows)
    assert watched.show(list(rows)) == []
    assert watched.show([Submission(each.row) for each in rows]) == []


def test_thousands_that_were_sent_leave_in_one_step() -> None:
    watched = Watched(submission(number) for number in range(MANY))
    left = [submission(number) for number in range(MANY // 2, MANY)]
    assert watched.show(left) == [("gone", 0, MANY // 2 - 1)]


def test_thousands_whose_state_changed_change_in_one_step() -> None:
    watched = Watched(submission(number) for number in range(MANY))
    tried = [submission(number, State.UNCONFIRMED if number < MANY - 1 else State.WAITING) for number in range(MANY)]
    assert watched.show(tried) == [("changed", 0, MANY - 2)]


@given(
    before=st.dictionaries(st.integers(1, 60), st.sampled_from([State.WAITING, State.SENDING])),
    after=st.dictionaries(st.integers(1, 60), st.sampled_from([State.WAITING, State.SENDING])),
)
def test_whatever_came_and_went_the_list_is_what_is_pending(before: dict[int, State], after: dict[int, State]) -> None:
    watched = Watched(submission(number, state) for number, state in sorted(before.items()))
    watched.show([submission(number, state) for number, state in sorted(after.items())])


@given(st.dictionaries(st.integers(1, 200), st.sampled_from(list(State))))
def test_the_tally_is_what_counting_gives(states: dict[int, State]) -> None:
    pending = [submission(number, state) for number, state in sorted(states.items())]
    found = tally(pending)
    assert {state: found.states.get(state, 0) for state in State} == {
        state: sum(each.state is state for each in pending) for state in State
    }
    for group in {each.category for each in pending}:
        waiting = [each for each in pending if each.category == group and each.state is State.WAITING]
        assert found.first.get(group) == min(waiting, key=lambda each: each.due, default=None)
