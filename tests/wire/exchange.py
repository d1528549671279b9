"""What a page shows, what the record keeps, what a raw socket gets and what the receipt names: side by side."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from core.clock import now, stamp
from core.reading import Fact
from core.record.submission import Submission
from core.sending.sender import Delivered
from gui import theme
from gui.pages.group.page import BYTES, REQUEST, GroupPage
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import ShownGroup, read
from gui.widgets.bytes_view import BytesView
from tests.engines import read_by
from tests.fakes.receiver import Receiver
from tests.fakes.server import Server
from tests.faults.desk import product, vitrine
from tests.wire.readings import SNAPSHOTS


@dataclass(frozen=True, slots=True)
class Seen:
    """One submission at four places. `text` and `whole`: the page's two tabs."""

    text: str
    whole: str
    preview: bytes
    head: bytes
    body: bytes
    kept: Submission

    def differences(self) -> list[str]:
        """Where two of them are not the same, byte for byte."""
        receipt: dict[str, Any] = json.loads(self.kept.receipt or "{}")
        sha256 = hashlib.sha256(self.body).hexdigest()
        pairs = {
            "text and socket": (self.text.encode("utf-8", "backslashreplace"), self.body),
            "request shown and socket": (self.whole, (self.head + self.body).decode("latin-1").replace("\r\n", "\n")),
            "head and socket": (self.preview, self.head),
            "record and socket": (self.kept.body, self.body),
            "hash and socket": (self.kept.sha256, sha256),
            "receipt and socket": (receipt.get("sha256"), sha256),
            "receipt and number": (receipt.get("submission"), self.kept.id),
        }
        return [name for name, (one, other) in pairs.items() if one != other]


class Exchange:
    """A page, the engine behind it and a receiver on a raw socket: all but the receiver are the program's own."""

    def __init__(self, folder: Path, server: Server, receiver: Receiver) -> None:
        self.receiver = receiver
        self.built = vitrine(folder / "home", product(folder, f"http://127.0.0.1:{server.port}"))
        self.engine = self.built.engine
        self.engine.consent.accept("eu", "script")
        self.engine.consent.choose("environment", True, "script")
        self._actions = Commands(self.engine, self.built.delivery, self.built.licensing, self.built.log)
        edition = Edition(self.engine.catalogue, self.engine.product, sample=False, refresh_seconds=5)
        categories = self.engine.catalogue.categories
        self._pages = {key: GroupPage(edition, categories[key], self._actions) for key in SNAPSHOTS}

    def show(self, key: str, reading: dict[str, Fact]) -> ShownGroup:
        """Read, and hand the page what came."""
        read_by(self.engine, {key: lambda: reading})
        live = read(self.engine)
        self._pages[key].show_live(live)
        return live.groups[key]

    def text(self, key: str, tab: int) -> str:
        """The text on this tab, letter for letter."""
        self._pages[key].choose_tab(tab)
        view = self._pages[key].findChild(BytesView)
        assert isinstance(view, BytesView)
        return view.toPlainText()

    def queue(self, group: ShownGroup) -> None:
        """What the page shows goes at once."""
        self.engine.queue(group.shown, stamp(now()))

    def drain(self) -> Delivered:
        """Send everything."""
        return self.built.delivery.drain(urgent=True)

    def kept(self, identifier: str) -> Submission:
        """As the record has it."""
        found = self.engine.ledger.history.submission(identifier)
        assert found is not None
        return found

    def send(self, key: str, reading: dict[str, Fact]) -> Seen:
        """Show it, send it, and look everywhere."""
        group = self.show(key, reading)
        assert group.shown.envelope is not None
        assert group.request is not None
        text, whole = self.text(key, BYTES), self.text(key, REQUEST)
        self.queue(group)
        self.drain()
        head, body = self.receiver.requests[-1]
        return Seen(text, whole, group.request.head, head, body, self.kept(group.shown.envelope.id))

    def close(self) -> None:
        """Let the pages go."""
        self._actions.close()
        for each in (*self._pages.values(), self._actions):
            each.deleteLater()


@contextmanager
def exchange(folder: Path, application: QApplication) -> Iterator[Exchange]:
    """Everything, from the page to the socket."""
    theme.apply(application, "light")
    receiver = Receiver()
    with Server(receiver) as server:
        made = Exchange(folder, server, receiver)
        yield made
        made.close()
