"""An invented license in each of its states, all of one day: for the demo and for pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from core.errors import Code, Refused
from core.license.license import License
from core.license.status import Circumstances, State, Status, judge

PRODUCT = "EX-SEC-4"
TODAY = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
# How many days ago the license began.
BEGAN: dict[State, int] = {"active": 146, "ending": 353, "grace": 368, "expired": 400, "not_yet_valid": -5}


def samples() -> dict[State, Status]:
    """Return every state once, each judged by the same rules as a real license."""
    usual = Circumstances(now=TODAY, latest=TODAY, product=PRODUCT, grace_days=14)
    found: dict[State, Status] = {"none": Status(state="none", place="keyring")}
    for state, days in BEGAN.items():
        found[state] = judge(_held(TODAY.date() - timedelta(days=days)), usual)
    held = _held(TODAY.date() - timedelta(days=BEGAN["active"]))
    found["in_doubt"] = judge(held, replace(usual, now=TODAY - timedelta(days=1)))
    found["wrong_product"] = judge(_held(held.starts, product="EX-OTHER-1"), usual)
    found["revoked"] = judge(held, replace(usual, revoked=frozenset({held.mark})))
    found["invalid"] = Status(state="invalid", why=Refused(Code.SIGNED_CHANGED, kind="license"))
    return {state: replace(status, place="keyring") for state, status in found.items()}


def _held(starts: date, product: str = PRODUCT) -> License:
    return License(
        number="EX-0001",
        product=product,
        retail_item_id="EX-ART-1001",
        type="commercial",
        issued=min(starts, TODAY.date()),
        starts=starts,
        partner_name="Example Distribution GmbH",
        term_days=365,
    )
