"""What happened, all the way: the text on the page is the body kept, the bytes on the socket and the hash signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from core.clock import now
from core.record.submission import State
from gui.pages.group.events import EventPage
from gui.pages.group.page import BYTES, REQUEST
from gui.state.checks import Checks
from gui.state.edition import Edition
from gui.state.snapshot import read
from gui.widgets.bytes_view import BytesView
from tests.wire.exchange import Exchange, Seen, exchange
from tests.wire.readings import readings

GROUPS = ("processed_object", "web_request")


def before() -> datetime:
    """An hour ago: what happened then has stood in the Outbox for long enough."""
    return now() - timedelta(hours=1)


@pytest.fixture(scope="module")
def made(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """One record for all that is sent, with both groups on."""
    with exchange(tmp_path_factory.mktemp("wire"), qapp) as found:
        for key in GROUPS:
            found.engine.choose(key, True, "script")
        yield found


@pytest.fixture(scope="module")
def page(made: Exchange, group: str) -> Iterator[EventPage]:
    """The page of the group, kept for all of its events."""
    edition = Edition(made.engine.catalogue, made.engine.product, sample=False, refresh_seconds=5)
    checks = Checks(made.engine, made.built.file_check, made.built.log)
    page = EventPage(edition, made.engine.catalogue.categories[group], made._actions, checks)
    yield page
    page.deleteLater()


def text(page: EventPage, tab: int) -> str:
    """The text on this tab, letter for letter."""
    page.choose_tab(tab)
    view = page.findChild(BytesView)
    assert isinstance(view, BytesView)
    return view.toPlainText()


@pytest.mark.parametrize("group", GROUPS, scope="module")
@settings(max_examples=25)
@given(data=st.data())
def test_the_text_shown_of_an_event_is_the_body_kept_and_the_bytes_sent(
    made: Exchange, page: EventPage, group: str, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr("core.engine.now", before)
        [shown] = made.engine.happened(group, [data.draw(readings(group))])
    assert shown.envelope is not None
    page.show_live(read(made.engine))
    bytes_shown, request_shown = text(page, BYTES), text(page, REQUEST)
    request = made.engine.wire(made.engine.show(group))
    assert request is not None
    made.drain()
    head, body = made.receiver.requests[-1]
    kept = made.kept(shown.envelope.id)
    assert Seen(bytes_shown, request_shown, request.head, head, body, kept).differences() == []
    assert body == shown.envelope.body
    assert (kept.state, kept.attempts) == (State.CONFIRMED, 1)
