"""Days remaining, and the state that follows: a table, and what holds whatever the day."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.collectors.snapshots import license_held
from core.demo.invented import samples
from core.license import words
from core.license.license import Type
from core.license.status import Circumstances, State, Status, judge
from core.reading import Reason
from core.wording import license as license_wording
from tests.catalogues import CATALOGUE
from tests.core.license.vendor import made

Fields: TypeAlias = dict[str, Any]
TERM: Fields = {"starts": "2026-01-01", "term_days": 365}
TO_EXPIRY: Fields = {"starts": "2026-01-01", "expires": "2026-12-31"}
EVALUATION: Fields = {"type": "evaluation", "starts": "2026-01-01", "term_days": 90}

# License, now (UTC), first used, days of grace, days remaining, state.
CASES: list[tuple[Fields, str, str, int, int, str]] = [
    (TERM, "2026-01-01T00:00", "", 0, 365, "active"),
    (TERM, "2026-01-01T23:59", "", 0, 365, "active"),
    (TERM, "2026-01-02T00:00", "", 0, 364, "active"),
    (TERM, "2026-03-29T00:59", "", 0, 278, "active"),  # summer time begins in Europe
    (TERM, "2026-03-29T01:01", "", 0, 278, "active"),
    (TERM, "2026-03-30T00:00", "", 0, 277, "active"),
    (TERM, "2026-10-25T00:59", "", 0, 68, "active"),  # and ends
    (TERM, "2026-10-25T01:01", "", 0, 68, "active"),
    (TERM, "2026-12-01T23:59", "", 0, 31, "active"),
    (TERM, "2026-12-02T00:00", "", 0, 30, "ending"),
    (TERM, "2026-12-18T12:00", "", 0, 14, "ending"),
    (TERM, "2026-12-29T12:00", "", 0, 3, "ending"),
    (TERM, "2026-12-31T23:59", "", 0, 1, "ending"),
    (TERM, "2027-01-01T00:00", "", 0, 0, "expired"),
    (TERM, "2027-01-01T00:00", "", 14, 0, "grace"),
    (TERM, "2027-01-14T23:59", "", 14, 0, "grace"),
    (TERM, "2027-01-15T00:00", "", 14, 0, "expired"),
    (TERM, "2099-01-01T00:00", "", 0, 0, "expired"),
    (TERM, "2025-12-31T23:59", "", 0, 365, "not_yet_valid"),
    (TERM, "2020-01-01T00:00", "", 0, 365, "not_yet_valid"),
    (TO_EXPIRY, "2026-01-01T00:00", "", 0, 364, "active"),
    (TO_EXPIRY, "2026-12-30T23:59", "", 0, 1, "ending"),
    (TO_EXPIRY, "2026-12-31T00:00", "", 0, 0, "expired"),
    (TO_EXPIRY, "2026-12-31T00:00", "", 1, 0, "grace"),
    (TO_EXPIRY, "2027-01-01T00:00", "", 1, 0, "expired"),
    ({"starts": "2028-02-01", "expires": "2028-03-01"}, "2028-02-01T00:00", "", 0, 29, "ending"),  # a leap year
    ({"starts": "2028-02-01", "expires": "2028-03-01"}, "2028-02-29T12:00", "", 0, 1, "ending"),
    ({"starts": "2027-02-01", "expires": "2027-03-01"}, "2027-02-01T00:00", "", 0, 28, "ending"),
    ({"starts": "2028-02-29", "term_days": 366}, "2028-02-29T00:00", "", 0, 366, "active"),
    ({"starts": "2028-02-29", "term_days": 366}, "2029-02-28T23:59", "", 0, 1, "ending"),
    ({"starts": "2028-02-29", "term_days": 366}, "2029-03-01T00:00", "", 0, 0, "expired"),
    ({"starts": "2026-01-01", "term_days": 1}, "2026-01-01T23:59", "", 0, 1, "ending"),
    ({"starts": "2026-01-01", "term_days": 1}, "2026-01-02T00:00", "", 0, 0, "expired"),
    ({"starts": "2026-01-01", "term_days": 36_525}, "2026-01-01T00:00", "", 0, 36_525, "active"),
    ({"starts": "2026-01-01", "expires": "2999-12-31"}, "2999-12-30T00:00", "", 0, 1, "ending"),
    (EVALUATION, "2026-06-01T10:00", "2026-06-01T10:00", 0, 90, "active"),
    (EVALUATION, "2026-06-01T23:59", "2026-06-01T10:00", 0, 90, "active"),
    (EVALUATION, "2026-06-02T00:00", "2026-06-01T23:59", 0, 89, "active"),
    (EVALUATION, "2026-08-29T00:00", "2026-06-01T23:59", 0, 1, "ending"),
    (EVALUATION, "2026-08-30T00:00", "2026-06-01T23:59", 0, 0, "expired"),
    (EVALUATION, "2025-12-31T00:00", "2025-12-31T00:00", 0, 90, "not_yet_valid"),
    (EVALUATION, "2026-01-01T00:00", "2025-12-31T00:00", 0, 90, "active"),
    ({**EVALUATION, "type": "trial", "term_days": 30}, "2026-06-01T10:00", "2026-06-01T10:00", 0, 30, "ending"),
    ({**EVALUATION, "type": "beta"}, "2026-06-01T10:00", "2026-06-01T10:00", 0, 0, "expired"),
    ({**EVALUATION, "type": "not_for_resale"}, "2026-03-31T10:00", "2026-03-31T10:00", 0, 1, "ending"),
    ({**EVALUATION, "type": "subscription"}, "2026-03-02T10:00", "", 0, 30, "ending"),
]

moments = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda each: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=each)
)


def status(
    fields: Fields, now: str | datetime, first: str = "", grace: int = 0, latest: datetime | None = None
) -> Status:
    """As judged at that time."""
    at = datetime.fromisoformat(now).replace(tzinfo=UTC) if isinstance(now, str) else now
    dated: Fields = {key: date.fromisoformat(fields[key]) for key in ("starts", "expires") if key in fields}
    changed: Fields = {**fields, "issued": date(2020, 1, 1), **dated}
    held = made(**changed)
    began = datetime.fromisoformat(first).replace(tzinfo=UTC) if first else None
    by = Circumstances(now=at, latest=latest or at, product=held.product, first=began, grace_days=grace)
    return judge(held, by)


@pytest.mark.parametrize(("fields", "now", "first", "grace", "days", "state"), CASES)
def test_days_remaining_and_state(fields: Fields, now: str, first: str, grace: int, days: int, state: str) -> None:
    found = status(fields, now, first, grace)
    assert (found.days_remaining, found.state) == (days, state)


@pytest.mark.parametrize(
    ("now", "left"), [("2026-12-29T12:00", "3 days remain,"), ("2026-12-31T23:59", "1 day remains,")]
)
def test_one_day_is_said_as_one(now: str, left: str) -> None:
    assert f": only {left}" in words.sentence(status(TERM, now), "Example Security", "Example Software")


@given(moments, moments)
def test_days_are_never_negative_and_never_rise_while_the_clock_runs_forward(one: datetime, other: datetime) -> None:
    for fields in (TERM, TO_EXPIRY, EVALUATION):
        earlier, later = (status(fields, at, "2026-02-01T00:00").days_remaining for at in sorted((one, other)))
        assert earlier is not None
        assert later is not None
        assert 0 <= later <= earlier <= 365


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Apia", "Asia/Kathmandu", "America/New_York", "Europe/Berlin"])
def test_days_are_the_same_in_every_time_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        found = [status(fields, now, first, grace).days_remaining for fields, now, first, grace, *_ in CASES]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found == [days for *_, days, _ in CASES]


@pytest.mark.parametrize("back", [timedelta(minutes=11), timedelta(days=2), timedelta(days=3652)])
def test_a_clock_moved_back_is_in_doubt_and_gains_no_day(back: timedelta) -> None:
    latest = datetime(2026, 6, 1, 12, tzinfo=UTC)
    found = status(TERM, latest - back, latest=latest)
    assert found.state == "in_doubt"
    assert found.days_remaining == status(TERM, latest).days_remaining


def test_in_doubt_no_days_are_told_and_the_rest_of_the_license_is() -> None:
    latest = datetime(2099, 1, 1, tzinfo=UTC)
    found = status(TERM, "2026-06-01T12:00", latest=latest)
    told = license_held(CATALOGUE.categories["license"], lambda: found)
    assert (told["days_remaining"].value, told["days_remaining"].reason) == (None, Reason.NONE_HERE)
    assert told["days_remaining"].source == "License in doubt"
    assert {key for key, fact in told.items() if fact.value is None} == {"days_remaining"}


@pytest.mark.parametrize("fields", [TERM, EVALUATION])
def test_the_ways_out_of_doubt_that_are_named_are_there_and_gain_no_day(fields: Fields) -> None:
    now, wrong = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 12, 5, tzinfo=UTC)
    doubted = status(fields, now, "2026-02-01T00:00", latest=wrong)
    advice = words.advice(doubted, "Example Software")
    assert "the doubt ends by itself once the clock has passed it" in advice
    assert status(fields, wrong, "2026-02-01T00:00", latest=wrong).state != "in_doubt"
    # A record that has not seen it judges fixed days as if nothing had been; days from a first use would begin anew.
    assert ("new record" in advice) == (fields is TERM)
    assert status(TERM, now).days_remaining == 306


def test_a_clock_corrected_by_seconds_is_not_in_doubt() -> None:
    latest = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert status(TERM, latest - timedelta(seconds=50), latest=latest).state == "active"


@pytest.mark.parametrize(
    ("days", "warning"), [(31, None), (30, 30), (15, 30), (14, 14), (4, 14), (3, 3), (1, 3), (0, 0)]
)
def test_warnings_come_at_30_14_3_and_0_days(days: int, warning: int | None) -> None:
    assert status(TERM, datetime(2027, 1, 1, tzinfo=UTC) - timedelta(days=days)).warning == warning


def test_the_samples_are_what_they_are_called() -> None:
    assert {state: found.state for state, found in samples().items()} == {state: state for state in samples()}
    assert len(samples()) == 10


def test_every_state_and_every_type_has_its_words() -> None:
    states = set(get_args(State))
    assert set(license_wording.TITLES) == set(license_wording.SENTENCES) == states
    assert set(license_wording.ADVICE) == {*states, "in_doubt_fixed"}
    assert set(license_wording.TYPES) == set(get_args(Type))
