"""Times are said as people say them, in the time of the place."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import moment, stamp
from core.wording.times import when, within

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
BERLIN, KIRITIMATI, PAGO_PAGO = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago")
)


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        ("2026-11-24T14:14:00.000Z", UTC, "Today 14:14"),
        ("2026-11-24T14:14:59.999Z", BERLIN, "Today 15:14"),
        ("2026-11-23T22:59:59.999Z", BERLIN, "Yesterday 23:59"),
        ("2026-11-23T23:00:00.000Z", BERLIN, "Today 00:00"),
        ("2026-11-24T23:00:00.000Z", BERLIN, "Tomorrow 00:00"),
        ("2026-11-22T22:59:00.000Z", BERLIN, "22 Nov 23:59"),
        ("2026-11-24T02:40:00.000Z", KIRITIMATI, "Yesterday 16:40"),
        ("2026-11-24T02:40:00.000Z", PAGO_PAGO, "Yesterday 15:40"),
        ("2026-11-24T11:00:00.000Z", PAGO_PAGO, "Today 00:00"),
        ("2026-07-01T12:00:00.000Z", BERLIN, "1 Jul 14:00"),
        ("2025-11-24T14:14:00.000Z", UTC, "24 Nov 2025 14:14"),
        ("2026-01-02T03:04:00.000Z", UTC, "2 Jan 03:04"),
    ],
)
def test_a_time_is_said_by_the_day_of_the_place(at: str, zone: ZoneInfo, said: str) -> None:
    assert when(at, NOW, zone) == said
    assert when(at, NOW.astimezone(PAGO_PAGO), zone) == said


def test_inside_a_sentence_it_begins_small() -> None:
    assert within("2026-11-24T14:14:00.000Z", NOW, UTC) == "today 14:14"
    assert within("2026-11-22T14:14:00.000Z", NOW, UTC) == "22 Nov 14:14"


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_without_a_zone_the_systems_is_meant_as_it_was_on_that_day(in_berlin: None) -> None:
    assert when("2026-11-23T23:00:00.000Z", NOW) == "Today 00:00"
    assert when("2026-07-01T12:00:00.000Z", NOW) == "1 Jul 14:00"
    # The hour that comes twice, and the one that never was.
    assert when("2026-10-25T00:30:00.000Z", NOW) == when("2026-10-25T01:30:00.000Z", NOW) == "25 Oct 02:30"
    assert when("2026-03-29T01:30:00.000Z", NOW) == "29 Mar 03:30"


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01T00:00:00.000Z", "\u202e<b>", "0001-01-01T00:00:00.000Z"])
def test_what_is_no_stamp_is_shown_as_it_stands(text: str) -> None:
    said = when(text, NOW, ZoneInfo("America/New_York"))
    assert said.isprintable()
    assert "\u202e" not in said
    assert said == text.replace("\u202e", "<U+202E>")


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001 - hypothesis wants them naive
    st.integers(-3000, 3000),
    st.integers(-14 * 60, 14 * 60),
)
def test_the_word_for_a_day_is_right_in_every_zone(now: datetime, minutes: int, offset: int) -> None:
    zone = timezone(timedelta(minutes=offset))
    here = now.replace(tzinfo=UTC)
    at = stamp(here + timedelta(minutes=minutes))
    days = (moment(at).astimezone(zone).date() - here.astimezone(zone).date()).days
    word = when(at, here, zone).split()[0]
    assert {"Today": 0, "Yesterday": -1, "Tomorrow": 1}.get(word, days) == days
    assert (word in ("Today", "Yesterday", "Tomorrow")) == (abs(days) <= 1)
