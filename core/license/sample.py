"""An invented license in each of the states: for the demo and for pictures. Never read from this device."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from core.license.license import License
from core.license.status import Circumstances, State, Status, judge

PRODUCT = "EX-SEC-4"
START = datetime(2026, 6, 30, 9, 14, tzinfo=UTC)
HELD = License(
    number="EX-0001",
    product=PRODUCT,
    retail_item_id="EX-ART-1001",
    type="commercial",
    issued=date(2026, 6, 30),
    starts=date(2026, 6, 30),
    partner_name="Example Distribution GmbH",
    term_days=365,
)
AFTER_DAYS: dict[State, int] = {"active": 146, "ending": 353, "grace": 368, "expired": 400, "not_yet_valid": -5}


def samples() -> dict[State, Status]:
    """Every state once, each judged by the same rules as a real license."""
    usual = Circumstances(now=START, latest=START, product=PRODUCT)
    later = START + timedelta(days=146)
    found: dict[State, Status] = {"none": Status(state="none", place="keyring")}
    for state, days in AFTER_DAYS.items():
        at = START + timedelta(days=days)
        held = replace_issued(at) if days < 0 else HELD
        found[state] = judge(held, replace(usual, now=at, latest=at, grace_days=14))
    found["in_doubt"] = judge(HELD, replace(usual, latest=later))
    found["wrong_product"] = judge(HELD, replace(usual, now=later, latest=later, product="EX-OTHER-1"))
    found["revoked"] = judge(HELD, replace(usual, now=later, latest=later, revoked=frozenset({HELD.mark})))
    why = "This license file was changed after it was signed. Use the file as it came."
    found["invalid"] = Status(state="invalid", why=why)
    return {state: replace(status, place="keyring") for state, status in found.items()}


def replace_issued(at: datetime) -> License:
    """The license, issued on this day and starting later."""
    fields = {name: getattr(HELD, name) for name in HELD.__struct_fields__}
    return License(**{**fields, "issued": at.date()})
