"""A user's Vitrine with everything on, and what a browser gets of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from core.assembly import Vitrine
from core.browser.answers import Answers
from core.browser.questions import (
    Answer,
    AskState,
    AskWebRequest,
    StateAnswer,
)
from core.browser.visits import Visits
from core.checking.addresses import CheckedAddress
from core.collectors import web_request
from core.errors import Code
from core.inspectors.address import Special, reduced
from core.inspectors.finding import Server
from tests.engines import build_real

ID = "abcdefghijklmnopabcdefghijklmnop"


class Checks:
    """In place of the internet: servers that are found at once, and how often each was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> CheckedAddress:
        self.asked.append(text)
        address = reduced(text)
        if address.host.startswith("home"):
            raise Special(Code.ADDRESS_NOT_PUBLIC, host=address.host, special="inside a private network")
        found = Server(address.url, address.host, address.host, (), "", ipv4="8.8.8.8", certificate_type="DV")
        return CheckedAddress(found, web_request.reading(found))


class Desk:
    """A user's Vitrine with everything on, and what a browser gets of it."""

    def __init__(self, home: Path) -> None:
        self.built: Vitrine = build_real(home)
        self.engine = self.built.engine
        self.engine.consent.accept("eu", "script")
        for key in ("payment", "web_request"):
            self.engine.choose(key, True, "script")
        self.checks = Checks()
        self.visits = Visits(self.engine, self.checks)
        self.to: Callable[..., Answer] = Answers(self.built, ID, "regular", self.visits).to

    @property
    def state(self) -> StateAnswer:
        """What the extension is told of the switches and the list."""
        found = self.to(AskState())
        assert isinstance(found, StateAnswer)
        return found

    def queued(self) -> list[str]:
        """The addresses that are queued, the oldest first, once all that waited was looked at."""
        self.visits.finish()
        pending = self.engine.ledger.history.pending()
        return [json.loads(each.body or b"")["items"]["url"] for each in pending]


def visit(desk: Desk, url: str, *, private: bool = False) -> Answer:
    return desk.to(AskWebRequest(url, private))
