"""What you see is what is sent, on readings nobody chose: one text, one body, one hash. So far up to the request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLabel

from core.license.licensing import Licensing
from core.log import Log
from core.reading import Fact
from core.secrets import Secrets
from core.sending.sender import Sender
from gui import theme
from gui.pages.group.page import BYTES, REQUEST, GroupPage
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import ShownGroup, read
from gui.widgets.bytes_view import BytesView
from tests.engines import engine
from tests.wire.readings import SNAPSHOTS, readings


class Shown:
    """A page with an engine behind it that reads what it is told."""

    def __init__(self, key: str, home: Path) -> None:
        self._key, self._reading = key, dict[str, Fact]()
        self._engine = engine(home, collectors={key: lambda: self._reading})
        catalogue, product = self._engine.catalogue, self._engine.product
        ledger, consent = self._engine.ledger, self._engine.consent
        delivery = Sender(ledger, consent, product.endpoint, None, nullcontext)
        licensing = Licensing(ledger, Secrets("a test"), product)
        self.actions = Commands(self._engine, delivery, licensing, Log(home, "window"))
        self.page = GroupPage(Edition(catalogue, product, False, 5), catalogue.categories[key], self.actions)

    def show(self, reading: dict[str, Fact]) -> ShownGroup:
        """Read, and hand the page what came."""
        self._reading = reading
        live = read(self._engine)
        self.page.show_live(live)
        return live.groups[self._key]

    def text(self, tab: int) -> str:
        """The text on this tab, letter for letter."""
        self.page.choose_tab(tab)
        view = self.page.findChild(BytesView)
        assert isinstance(view, BytesView)
        return view.toPlainText()

    def labels(self) -> list[str]:
        """Every other text on the page."""
        return [label.text() for label in self.page.findChildren(QLabel)]


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, group: str) -> Iterator[Shown]:
    """A page of the group, kept for all its readings: what it showed before must not shine through."""
    theme.apply(qapp, "light")
    made = Shown(group, tmp_path_factory.mktemp("home"))
    yield made
    made.actions.close()
    made.page.deleteLater()


@pytest.mark.parametrize("group", SNAPSHOTS, scope="module")
@given(data=st.data())
def test_the_text_shown_is_the_body_sealed_and_the_body_sent(shown: Shown, group: str, data: st.DataObject) -> None:
    made = shown.show(data.draw(readings(group)))
    envelope, request = made.shown.envelope, made.request
    assert envelope is not None
    assert request is not None
    assert shown.text(BYTES).encode("ascii") == envelope.body == request.body
    assert f"{len(envelope.body)} bytes" in shown.labels()
    assert envelope.sha256 == hashlib.sha256(request.body).hexdigest()
    assert envelope.sha256 in shown.labels()
    whole = request.head + request.body
    assert shown.text(REQUEST) == whole.decode("ascii").replace("\r\n", "\n")
    assert f"{len(whole)} bytes" in shown.labels()


@pytest.mark.parametrize("group", SNAPSHOTS, scope="module")
@given(data=st.data())
def test_the_body_holds_the_values_shown_and_no_other(shown: Shown, group: str, data: st.DataObject) -> None:
    made = shown.show(data.draw(readings(group)))
    items = json.loads(shown.text(BYTES))["items"]
    values = {key: fact.value for key, fact in made.shown.reading.items() if fact.value is not None}
    assert items.keys() == values.keys() == made.sent_as.keys()
    for key, value in values.items():
        assert items[key] in (value, str(value))
        assert f"{json.dumps(key)}:" in made.sent_as[key]
        assert made.sent_as[key] in shown.text(BYTES)
