"""Following the record event by event: what it says each submission must look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from core.record import chain
from core.record.events import QUEUED, TOLD, Row, decoded
from core.record.submission import STEPS, Life, after, told_at

# The event at fault, and what is wrong.
Fault: TypeAlias = tuple[int, str]
Checkpoint: TypeAlias = tuple[int, str]


@dataclass(slots=True)
class Retold:
    """A submission as the events tell it. `settled`: what the one that queued it says; `last`: the newest about it;
    `receipt`: the hash of what stands there, a receipt or which site was told."""

    settled: tuple[object, ...]
    drafted: bool
    life: Life
    last: int
    receipt: str | None = None


class RecordWalk:
    """Where the record stands after the events followed so far; `filed` by the event that queued each."""

    def __init__(self, since: Checkpoint | None) -> None:
        self.number, self.link = 0, chain.START
        self.filed: dict[int, Retold] = {}
        self._told: dict[str | None, Retold] = {}
        self._since = since

    def follow(self, row: Row) -> Fault | None:
        """One more event; what is wrong with it, if something is."""
        *_, link = row
        number = self.number + 1
        if row[0] != number:
            return number, f"event {number} is missing"
        if not chain.holds(self.link, row[:-1], link):
            return number, f"event {number} is not as it was written"
        if self._since is not None and self._since[0] == number and self._since[1] != link:
            return number, f"event {number} is not the one of the checkpoint"
        self.number, self.link = number, link
        return self._tell(row)

    def end(self) -> Fault | None:
        """After the last event: was there more at the checkpoint?"""
        if self._since is not None and self._since[0] > self.number:
            return self.number + 1, f"the record ends before event {self._since[0]}, which was there at the checkpoint"
        return None

    def _tell(self, row: Row) -> Fault | None:
        number, at, kind, category, sha256, text, _ = row
        if kind not in (QUEUED, TOLD) and kind not in STEPS:
            return None
        detail, told = decoded(text), self._told.get(sha256)
        if kind == TOLD:
            # The bodies that sites are told are alike, so their hashes lead to none of them.
            settled = (number, category, sha256, detail.get("bytes"), at, at)
            self.filed[number] = Retold(settled, False, told_at(at), number, detail.get("site"))
            return None
        if kind == QUEUED and told is None:
            self._queued((number, category, sha256, detail.get("bytes"), at, detail.get("due")), detail)
            return None
        told = told or self._told_site(detail.get("of"))
        fits = told is not None and told.settled[1:3] == (category, sha256)
        life = after(told.life, kind, at, detail) if told is not None and fits else None
        if told is None or life is None:
            return number, f"event {number} cannot follow what was before"
        told.life, told.last, told.receipt = life, number, detail.get("receipt", told.receipt)
        return None

    def _told_site(self, number: object) -> Retold | None:
        return self.filed.get(number) if isinstance(number, int) else None

    def _queued(self, settled: tuple[object, ...], detail: dict[str, Any]) -> None:
        told = Retold(settled, bool(detail.get("draft")), Life(), int(str(settled[0])))
        self._told[str(settled[2])] = self.filed[told.last] = told
