"""Row 27, broken: an engine that gave no answer is believed to have found nothing."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from core.inspectors.detection import clamav, contract
from core.inspectors.detection.clamav import ClamdLine, Daemon
from core.inspectors.detection.contract import Detector, answer
from core.inspectors.finding import EngineState, Scan
from tests.faults.guards.patch import PATCH


def time_is_clean() -> None:
    """An engine that took too long has looked long enough."""
    before = Detector.scan

    def scan(self: Detector, file: BinaryIO, path: Path, deadline_seconds: float) -> Scan:
        found = before(self, file, path, deadline_seconds)
        return answer(self.name, "checked") if "in time" in found.engine.why else found

    PATCH.setattr(contract.Detector, "scan", scan)


def limits_are_clean() -> None:
    """What ClamAV looked at is taken for the whole file."""
    before = clamav._state

    def state(verdict: str, daemon: Daemon, size: int) -> tuple[EngineState, str]:
        found, why = before(verdict, daemon, size)
        return ("checked", why) if found == "not_fully_scanned" else (found, why)

    PATCH.setattr(clamav, "_state", state)


def silence_is_clean() -> None:
    """A daemon that ended had nothing to say."""
    before = ClamdLine.answer

    def said(self: ClamdLine) -> str:
        try:
            return before(self)
        except ConnectionError:
            return "stream: OK"

    PATCH.setattr(ClamdLine, "answer", said)
