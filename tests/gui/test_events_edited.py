"""An event whose bytes were edited in the file is never shown as what goes or went: neither its bytes nor its facts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.collectors import payment, web_request
from core.engine import Engine
from core.inspectors.finding import Server
from core.record.store import NAME
from core.wording import submissions as told
from core.wording.group import SAMPLE
from gui.pages.group.page import BYTES, LIST, READABLE, REQUEST
from gui.viewer import Viewer
from gui.widgets.button import Button
from gui.widgets.bytes_view import BytesView
from tests.gui.finding import accepted, files, finding
from tests.gui.screen import cells, part, read_again, texts
from tests.gui.test_events import FILES, ended, open_page, rows

ADDRESSES, SITES = "web_request", "payment"
SHOP = Server("https://shop.example", "shop.example", "shop.example", (), "", ipv4="192.0.2.1", certificate_type="DV")


def ask(engine: Engine) -> None:
    """An address was asked, and waits."""
    engine.happened(ADDRESSES, [web_request.reading(SHOP)])


def tell(engine: Engine) -> None:
    """A site was told."""
    handed: list[bytes] = []
    engine.tell(payment.reading(engine.product, "x" * 32, "regular"), "pay.example", handed.append)
    assert handed


def edit(home: Path, was: str, now: str) -> None:
    """Write other words into every body."""
    with closing(apsw.Connection(str(home / NAME))) as file:
        file.execute("UPDATE submission SET body = CAST(replace(CAST(body AS TEXT), ?, ?) AS BLOB)", (was, now))


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ((ADDRESSES, ask), ("https://shop.example", "https://innocent.example")),
        ((ADDRESSES, ask), ("shop", "shöp")),
        ((SITES, tell), ("regular", "safe")),
        ((SITES, tell), ("regular", "sicheré")),
    ],
)
@pytest.mark.parametrize("tab", [LIST, READABLE, BYTES, REQUEST])
def test_edited_bytes_are_told_and_never_shown_as_those_that_go(
    open_viewer: Callable[..., Viewer],
    home: Path,
    words: tuple[str, str],
    event: tuple[str, Callable[[Engine], None]],
    tab: int,
) -> None:
    (key, happen), (_, now) = event, words
    happen(accepted(home, key))
    edit(home, *words)
    front = open_page(open_viewer(), key, tab)
    assert rows(front)[0][0] == "changed in the file"
    said = texts(front)
    assert any(told.EDITED in text for text in said)
    assert not [text for text in said if "Exactly so" in text or text == SAMPLE]
    # What stands there now is quoted beside the place of the bytes, under that caption.
    assert [text for text in said if now in text] == [text for text in said if text.startswith("{")]
    assert ("What stands there now" in said) == (tab == BYTES)
    if tab == READABLE:
        assert {value for value, _ in cells(front).values()} == {"the reading failed"}
    if tab in (BYTES, REQUEST):
        assert part(front, BytesView).toPlainText() == ""
    QGuiApplication.clipboard().setText("before")
    front.copy()
    assert QGuiApplication.clipboard().text() == "before"
    assert [each.isEnabled() for each in front.findChildren(Button) if each.text() == "Copy exact bytes"] == [False]


def test_one_that_this_window_saw_is_no_more_believed_once_it_was_edited(
    open_viewer: Callable[..., Viewer], home: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    accepted(home, FILES)
    viewer = open_viewer()
    front, _ = open_page(viewer, FILES), finding(viewer)
    ended(qtbot, viewer, lambda: viewer.checks.check_files(files(tmp_path, "one")), FILES)
    edit(home, "EICAR", "Other")
    read_again(qtbot, viewer)
    assert [row[:2] for row in rows(front)] == [("changed in the file", "one")]
    open_page(viewer, FILES, BYTES)
    assert part(front, BytesView).toPlainText() == ""
