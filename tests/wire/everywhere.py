"""Sends, tells and lets happen, and looks at every place that shows bytes: while they wait, and once they are gone."""

from __future__ import annotations

import io
import json
import time
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from core.browser import host
from core.browser.questions import Facts
from core.clock import now, stamp
from core.engine import TOLD
from core.reading import Fact
from core.record.submission import Submission
from gui.pages.group.page import GroupPage
from gui.pages.history import HistoryPage
from gui.pages.page import Page
from gui.state.snapshot import read
from gui.viewer import Viewer
from tests.engines import read_by
from tests.wire import places
from tests.wire.exchange import Exchange
from tests.wire.places import Sent
from tests.wire.readings import CATALOGUE, SNAPSHOTS
from tests.wire.terminal import exported

GROUPS = tuple(CATALOGUE.categories)
PATIENCE_SECONDS = 30.0
KILO, WHOLE = 1000, 10_000


class Everywhere:
    """The whole window onto an exchange: every page of it, and the terminal beside it."""

    def __init__(self, made: Exchange) -> None:
        self._made, self._engine = made, made.engine
        for key in ("processed_object", "web_request", TOLD):
            self._engine.choose(key, True, "script")
        self._viewer = Viewer(made.built)
        self._confirmed = 0
        # Each body by its ID, as it came out at the other end.
        self._bodies: dict[str, bytes] = {}
        # How many times a place was looked at.
        self.looked = 0

    def close(self) -> None:
        """Let the window go."""
        self._viewer.close()
        self._viewer.window.deleteLater()

    def sent(self, key: str, reading: dict[str, Fact]) -> list[str]:
        """Let this group tell this, and look everywhere; the places at which something else was said."""
        if key == TOLD:
            return self._told(reading)
        if key in SNAPSHOTS:
            return self._queued(key, reading)
        return self._happened(key, reading)

    def exported(self) -> list[str]:
        """Where the export of the whole record holds another body than went, or none."""
        lines = (json.loads(line).get("submission") for line in exported(self._made.built, "history").splitlines())
        found = {each["id"]: str(each["body"]).encode() for each in lines if each}
        return ["history export" for key, body in self._bodies.items() if found.get(key) != body]

    def _queued(self, key: str, reading: dict[str, Fact]) -> list[str]:
        read_by(self._engine, {key: lambda: reading})
        self._read()
        shown = self._engine.show(key)
        assert shown.envelope is not None
        sent = self._seen(key, shown.envelope.id)
        self._engine.queue(shown, stamp(now()))
        return self._delivered(key, sent)

    def _happened(self, key: str, reading: dict[str, Fact]) -> list[str]:
        with pytest.MonkeyPatch.context() as clock:
            # What happened an hour ago has stood in the Outbox for long enough.
            clock.setattr("core.engine.now", lambda: now() - timedelta(hours=1))
            [shown] = self._engine.happened(key, [reading])
        assert shown.envelope is not None
        self._read()
        return self._delivered(key, self._seen(key, shown.envelope.id))

    def _seen(self, key: str, identifier: str) -> Sent:
        """Before it goes: by its page, and by the terminal."""
        said = places.group_page(self._group(key), asks=True) + places.shown(self._made.built, key, asks=True)
        return Sent(said, identifier=identifier)

    def _delivered(self, key: str, sent: Sent) -> list[str]:
        """From the Outbox through the socket into the History."""
        self._read()
        waiting = self._kept(sent.identifier)
        sent.said += places.submission(self._page("outbox"), waiting.number, "Outbox")
        sent.said += places.in_outbox(self._made.built, sent.identifier)
        self._made.drain()
        sent.head, sent.body = self._made.receiver.requests[-1]
        self._confirmed += len(sent.body)
        self._bodies[sent.identifier] = sent.body
        self._read()
        kept = self._kept(sent.identifier)
        sent.said += [("record", "body", kept.body), ("record", "hash", kept.sha256), ("record", "size", kept.bytes)]
        sent.said += [("receipt kept", "hash", json.loads(kept.receipt or "{}").get("sha256"))]
        sent.said += places.submission(self._history(), kept.number, "History")
        sent.said += places.receipt(self._history())
        sent.said += places.in_history(self._made.built, sent.identifier)
        sent.said += places.last_sent(self._group(key), self._page("overview"), key)
        self.looked += len(sent.said)
        return [*sent.differences(), *self._sums()]

    def _told(self, reading: dict[str, Fact]) -> list[str]:
        """What a site is told goes to the browser through a pipe, as a part of one message."""
        pipe = io.BytesIO()

        def hand(body: bytes) -> None:
            host.write(pipe, msgspec.json.encode(Facts(body.decode("ascii"))))

        self._engine.tell(reading, "pay.example", hand)
        message = json.loads(pipe.getvalue()[4:])
        self._read()
        kept = self._engine.ledger.history.newest()[TOLD]
        sent = Sent(places.group_page(self._group(TOLD), asks=False), b"", str(message["facts"]).encode(), kept.id)
        self._bodies[kept.id] = sent.body
        sent.said += [("record", "body", kept.body), ("record", "hash", kept.sha256), ("record", "size", kept.bytes)]
        sent.said += places.submission(self._history(), kept.number, "History")
        sent.said += places.last_sent(self._group(TOLD), self._page("overview"), TOLD)
        sent.said += places.in_history(self._made.built, kept.id)
        sent.said += places.shown(self._made.built, TOLD, asks=False)
        self.looked += len(sent.said)
        return sent.differences()

    def _sums(self) -> list[str]:
        """Where the figures of all that was confirmed are not its sum."""
        total = self._confirmed
        figure = f"{total} bytes" if total < KILO else f"{total / KILO:.1f} kB"
        figure = f"{total / KILO:,.0f} kB" if total >= WHOLE else figure
        told = places.totals(self._page("overview"), self._history())
        names = ("overview’s figure", "overview’s bars", "History’s sum")
        return [name for name, one, other in zip(names, told, (figure, total, total), strict=True) if one != other]

    def _read(self) -> None:
        """Read, and hand every page what came."""
        self._viewer.window.show_live(read(self._engine))
        # What was built anew leaves the old parts to an event loop, and none runs here.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _kept(self, identifier: str) -> Submission:
        return self._made.kept(identifier)

    def _page(self, key: str) -> Page:
        self._viewer.window.choose(key)
        page = self._viewer.window.page
        assert page is not None
        return page

    def _group(self, key: str) -> GroupPage:
        page = self._page(key)
        assert isinstance(page, GroupPage)
        return page

    def _history(self) -> HistoryPage:
        """Its newest page, read anew."""
        page = self._page("history")
        assert isinstance(page, HistoryPage)
        page.filter("all")
        end = time.monotonic() + PATIENCE_SECONDS
        while page.busy:
            assert time.monotonic() < end, "the History never came"
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        return page
