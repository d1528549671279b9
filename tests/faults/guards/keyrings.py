"""Row 36, broken: the keyring is believed, or waited for, or a secret is put where it can be kept."""

from __future__ import annotations

import time
from concurrent import futures
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from core import secrets
from core.secrets import Secrets
from tests.faults.guards.patch import PATCH

TOO_LONG = 4.0


def probe() -> None:
    """The first keyring there is, is used without a trial."""

    def first(service: str) -> Any:
        del service
        return next(secrets._offered())()

    PATCH.setattr("core.secrets._proven", first)


def deadline() -> None:
    """A keyring is waited for until it answers, or nearly."""
    PATCH.setattr("core.secrets.wait", _patient)


def _patient(asked: list[Future[str | None]], seconds: float) -> Any:
    del seconds
    return futures.wait(asked, TOO_LONG)


def file() -> None:
    """What no keyring takes is kept in a file instead, so that it is there the next time."""
    before = Secrets.write

    def write(self: Secrets, name: str, text: str) -> None:
        before(self, name, text)
        if self.kept != "keyring":
            folder = Path(self._service)
            (folder / f"{name}-{time.monotonic_ns()}").write_text(text, encoding="utf-8")

    PATCH.setattr("core.secrets.Secrets.write", write)
