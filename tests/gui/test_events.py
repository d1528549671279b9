"""Files and addresses in the window: what happened stands in the list, with the bytes that go or would have gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.checking.files import Checked
from core.clock import now, stamp
from core.collectors import payment
from core.inspectors.finding import DetectionEngine, Inspection, Signature
from core.wording import checks
from gui.pages.group.events import AddressField, EventPage, FileField
from gui.pages.group.page import BYTES, LIST, facts
from gui.state import happenings
from gui.tables.short_lists import HappeningsTable
from gui.viewer import Viewer
from gui.widgets.button import Button
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs
from gui.widgets.text_field import TextField
from tests.commands import vitrinectl
from tests.fakes.authority import Authority
from tests.fakes.eicar import EICAR
from tests.fakes.server import Peer, Server
from tests.gui.finding import accepted
from tests.gui.screen import part, read_again, shown_bytes, texts
from tests.gui.user import accept, acted, press, switch

FILES, ADDRESSES = "processed_object", "web_request"
# The engines load first.
PATIENCE = 30_000


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Server]:
    """A server on this computer whose certificate is signed by itself."""
    (tmp_path / "keys").mkdir()
    with Server(Peer.read_all, Authority().server(tmp_path / "keys", is_self_signed=True)) as server:
        yield server


def open_page(viewer: Viewer, key: str, tab: int = LIST) -> EventPage:
    """A page of events, on one of its tabs."""
    viewer.window.choose(key)
    front = viewer.window.page
    assert isinstance(front, EventPage)
    part(front, Tabs).setCurrentIndex(tab)
    QApplication.processEvents()
    return front


def rows(front: EventPage) -> list[tuple[str, ...]]:
    """What stands in the list: state, then the columns; the time is left out."""
    model = next(each.model() for each in front.findChildren(Table) if isinstance(each.model(), HappeningsTable))
    assert isinstance(model, HappeningsTable)
    return [(row.standing()[0], *row.cells) for row in model.rows]


def ended(qtbot: QtBot, viewer: Viewer, act: Callable[[], object], key: str) -> str:
    """Do it, wait until the check is over, and return what was said of it."""
    with qtbot.waitSignal(
        viewer.checks.ended, timeout=PATIENCE, check_params_cb=lambda group, *_: group == key
    ) as said:
        act()
    read_again(qtbot, viewer)
    assert said.args
    return str(said.args[1])


def ask(viewer: Viewer, front: EventPage, text: str) -> None:
    """Type an address and press Check."""
    part(front, TextField).setText(text)
    press(part(front, AddressField), "Check")


def test_an_address_that_leads_into_this_computer_is_asked_about_first(
    viewer: Viewer, qtbot: QtBot, shop: Server
) -> None:
    front = open_page(viewer, ADDRESSES)
    address = f"https://user:canary@127.0.0.1:{shop.port}/canary?canary#canary"
    with qtbot.waitSignal(viewer.checks.asks_first, timeout=PATIENCE):
        ask(viewer, front, address)
    assert any("Nothing was asked of it." in text for text in texts(front))
    assert (shop.peers, rows(front)) == ([], [])
    ended(qtbot, viewer, lambda: press(part(front, AddressField), "Check it all the same"), ADDRESSES)
    assert rows(front) == [
        ("only shown", f"https://127.0.0.1:{shop.port}", "self_signed", "127.0.0.1"),
    ]
    body = shown_bytes(open_page(viewer, ADDRESSES, BYTES))
    assert f'"url":"https://127.0.0.1:{shop.port}"'.encode() in body
    assert not [text for text in texts(front) if "canary" in text]
    assert vitrinectl(viewer_home(viewer), "history", "list", "--json").out == b'{"submissions":[]}\n'


def viewer_home(viewer: Viewer) -> Path:
    """The folder it keeps its record in."""
    folder = viewer._engine.ledger._store.folder
    assert folder is not None
    return folder


def test_with_the_group_on_the_bytes_shown_are_those_that_wait(
    viewer: Viewer, home: Path, qtbot: QtBot, shop: Server
) -> None:
    accept(qtbot, viewer)
    front = open_page(viewer, ADDRESSES)
    acted(qtbot, viewer, switch(front).click, "choose")
    viewer.checks.check_address(f"https://127.0.0.1:{shop.port}/", allow_private=True)
    qtbot.waitUntil(lambda: bool(rows(front)), timeout=PATIENCE)
    read_again(qtbot, viewer)
    assert rows(front)[0][0] == "waiting"
    shown = shown_bytes(open_page(viewer, ADDRESSES, BYTES))
    sealed = viewer.checks.rows(ADDRESSES)[0].shown
    assert sealed is not None
    assert sealed.envelope is not None
    assert shown == sealed.envelope.body
    assert vitrinectl(home, "history", "show", sealed.envelope.id, "--bytes").out == shown
    assert not any(button.text() == "Send now" and button.isVisible() for button in front.findChildren(Button))


def test_what_was_only_shown_is_forgotten_when_the_list_is_cleared(viewer: Viewer, qtbot: QtBot, shop: Server) -> None:
    front = open_page(viewer, ADDRESSES)
    viewer.checks.check_address(f"https://127.0.0.1:{shop.port}/", allow_private=True)
    qtbot.waitUntil(lambda: len(rows(front)) == 1, timeout=PATIENCE)
    press(front, "Clear list")
    read_again(qtbot, viewer)
    assert rows(front) == []
    assert "No address was asked about yet." in texts(front)


def test_a_dropped_file_shows_what_was_found_and_its_name_stays_here(
    viewer: Viewer, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "canary"
    folder.mkdir()
    (folder / "canary.com").write_bytes(EICAR)
    (folder / "readme.txt").write_text("nothing in it", encoding="ascii")
    front = open_page(viewer, FILES)
    said = ended(qtbot, viewer, lambda: part(front, FileField).dropped.emit([folder]), FILES)
    assert said == "Done. 2 files checked."
    found = {row[1]: row for row in rows(front)}
    assert found["canary.com"][0] == "only shown"
    assert found["canary.com"][2] == "EICAR-Test-File"
    assert found["readme.txt"][0] in ("nothing to tell", "not checked")
    list_of = next(each for each in front.findChildren(Table) if isinstance(each.model(), HappeningsTable))
    list_of.selectRow([row[1] for row in rows(front)].index("canary.com"))
    body = shown_bytes(open_page(viewer, FILES, BYTES))
    assert b'"detection_name":"EICAR-Test-File"' in body
    assert b"canary" not in body


def test_a_check_of_many_files_can_be_stopped(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number}.bin").write_bytes(bytes(1000))
    front = open_page(viewer, FILES)
    with qtbot.waitSignal(viewer.checks.progressed, timeout=PATIENCE):
        part(front, FileField).check([tmp_path])
    said = ended(qtbot, viewer, lambda: press(part(front, FileField), "Stop"), FILES)
    assert said.startswith("Stopped.")
    assert len(rows(front)) < 400


def test_of_a_file_that_was_not_looked_at_whole_nobody_says_that_nothing_is_in_it() -> None:
    engines = (DetectionEngine("yara", "checked"), DetectionEngine("clamav", "not_fully_scanned", "it is too large"))
    checked = Checked(Path("large.zip"), Inspection(Signature("none"), (), engines), [], [])
    [row] = happenings.of_file(checked, now())
    assert row.standing() == ("not fully scanned", "warn")
    assert row.cells[1] == "not checked"
    assert happenings.fate(row, "", now()) == checks.LIMITED


def test_what_a_site_was_told_is_copied_as_it_was_given(open_viewer: Callable[..., Viewer], home: Path) -> None:
    engine, handed = accepted(home, "payment"), list[bytes]()
    engine.tell(payment.reading(engine.product, "x" * 32, "regular"), "pay.example", handed.append)
    front = open_page(open_viewer(), "payment", BYTES)
    press(front, "Copy exact bytes")
    assert QGuiApplication.clipboard().text().encode() == handed[0]


def test_what_is_tried_again_goes_next(open_viewer: Callable[..., Viewer], home: Path) -> None:
    accepted(home, "web_request")
    viewer = open_viewer()
    live, category = viewer.live, viewer._engine.catalogue.categories["web_request"]
    assert live is not None
    for tried, said in ((False, "when it happens"), (True, "tried again by itself")):
        tries = {(category.key, True): stamp(live.clock())} if tried else {}
        then = replace(live, tally=replace(live.tally, tries=tries))
        assert ("Next", said, "") in facts(category, then, "", "", practice=False)
