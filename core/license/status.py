"""What a license amounts to today: one of ten states, and whole days by UTC. Pure functions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from core.errors import Coded
from core.license.license import License
from core.reading import Value

State: TypeAlias = Literal[
    "none", "active", "ending", "grace", "expired", "not_yet_valid", "in_doubt", "wrong_product", "revoked", "invalid"
]
# Where the license's text lies: the system's keyring, this process alone, or the product's own files.
Place: TypeAlias = Literal["keyring", "memory", "asking", "product"]

# From so many days on the user is told, each time more plainly.
WARNINGS = (30, 14, 3, 0)
# Clocks are corrected by seconds, and one that lost its battery comes right within minutes of going online.
TOLERANCE = timedelta(minutes=10)
# What such a license says is nobody's business: it is not one of this product, or nobody's word.
TELLS_NOTHING = ("none", "invalid", "wrong_product")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a license is judged by. `latest`: the latest time known of, never before `now`; `first`: when it was first
    activated here; `doubt`: why it cannot be judged well, None if it can."""

    now: datetime
    latest: datetime
    product: str
    first: datetime | None = None
    revoked: frozenset[str] = frozenset()
    grace_days: int = 0
    doubt: Coded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the license stands. `ends`: the first day on which it no longer holds; `grace_left` in days, of grace only;
    `activated`: the day from which a trial or evaluation counts; `why`: more about the state, None if there is no more;
    `place_why`: why its text does not lie in the keyring, None where it does."""

    state: State
    license: License | None = None
    days_remaining: int | None = None
    term_days: int | None = None
    ends: date | None = None
    grace_left: int = 0
    activated: date | None = None
    why: Coded | OSError | None = None
    place: Place = "product"
    place_why: Coded | None = None

    @property
    def facts(self) -> dict[str, Value]:
        """The values that would be sent of it, by the catalogue's keys."""
        held = self.license
        if held is None or self.state in TELLS_NOTHING or self.days_remaining is None or self.term_days is None:
            return {}
        told: dict[str, Value] = {
            "retail_item_id": held.retail_item_id,
            "license_type": held.type,
            "license_term_days": self.term_days,
            "partner_name": held.partner_name,
        }
        # By a clock that is in doubt nobody knows them, and what is not known is not said.
        return told if self.state == "in_doubt" else {**told, "days_remaining": self.days_remaining}

    @property
    def warning(self) -> int | None:
        """The smallest of WARNINGS that the days remaining have reached; None while there is nothing to warn of."""
        if self.days_remaining is None or self.state not in ("ending", "grace", "expired", "in_doubt"):
            return None
        return min((each for each in WARNINGS if self.days_remaining <= each), default=None)


def judge(held: License, by: Circumstances) -> Status:
    """Return how a license stands whose signature was found to hold."""
    issued = datetime(held.issued.year, held.issued.month, held.issued.day, tzinfo=by.now.tzinfo)
    latest = max(by.latest, issued)
    today = latest.date()
    begins = max(held.starts, by.first.date()) if held.from_activation and by.first else held.starts
    ends = held.expires or begins + timedelta(days=held.term_days or 0)
    term = (ends - begins).days
    state = _state(held, by, today, ends)
    if latest - by.now > TOLERANCE and state in ("active", "ending", "grace", "expired"):
        state = "in_doubt"
    return Status(
        state=state,
        license=held,
        # Before it starts the whole term remains.
        days_remaining=0 if state == "revoked" else max(0, min(term, (ends - today).days)),
        term_days=term,
        ends=ends,
        grace_left=(ends - today).days + by.grace_days if state == "grace" else 0,
        activated=begins if held.from_activation and by.first else None,
        why=by.doubt,
    )


def _state(held: License, by: Circumstances, today: date, ends: date) -> State:
    if held.product != by.product:
        return "wrong_product"
    if held.mark in by.revoked:
        return "revoked"
    if held.starts > today:
        return "not_yet_valid"
    if by.doubt:
        return "in_doubt"
    return _by_days((ends - today).days, by.grace_days)


def _by_days(left: int, grace_days: int) -> State:
    if left > WARNINGS[0]:
        return "active"
    if left > 0:
        return "ending"
    return "grace" if left + grace_days > 0 else "expired"
