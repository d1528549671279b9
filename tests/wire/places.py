"""Every place that shows bytes, or says how many or which they are: on the pages of the window and in the terminal."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.assembly import Vitrine
from core.wording.submissions import TITLES
from gui.pages.group.page import BYTES, CHANGED, REQUEST, BytesCard, GroupPage
from gui.pages.history import HistoryPage
from gui.pages.overview import DaysCard, GroupsTable
from gui.pages.page import Page
from gui.pages.submission_details import Side, SubmissionDetails
from gui.tables.submissions import Column
from gui.widgets.bytes_view import BytesView
from gui.widgets.charts import BarChart
from gui.widgets.details import Sections
from gui.widgets.facts import FactsRow
from gui.widgets.table import Table
from tests.gui.records import choose_side
from tests.wire.terminal import category, exported, listed, printed

# What a place says: the body; a whole request, as a screen has it and as it is copied; how many bytes; a hash; an ID.
Kind: TypeAlias = Literal["body", "request", "copied request", "size", "request size", "hash", "short hash", "ID"]
Said: TypeAlias = tuple[str, Kind, object]
Part = TypeVar("Part", bound=QWidget)
SIZE = re.compile(r"([\d,]+) (?:bytes?|B)\b")
SHORT = re.compile(r"SHA-256 (\w{8}…\w{8})")


@dataclass(slots=True)
class Sent:
    """One submission: what came out at the other end, and what each place said of it."""

    said: list[Said] = field(default_factory=list)
    head: bytes = b""
    body: bytes = b""
    identifier: str = ""

    def differences(self) -> list[str]:
        """The places that said something else, and of what."""
        whole, sha256 = self.head + self.body, hashlib.sha256(self.body).hexdigest()
        true: dict[Kind, object] = {
            "body": self.body,
            "request": whole.decode("latin-1").replace("\r\n", "\n"),
            "copied request": whole.decode("latin-1"),
            "size": len(self.body),
            "request size": len(whole),
            "hash": sha256,
            "short hash": f"{sha256[:8]}…{sha256[-8:]}",
            "ID": self.identifier,
        }
        return [f"{name} ({kind})" for name, kind, value in self.said if value != true[kind]]


def group_page(page: GroupPage, *, asks: bool) -> list[Said]:
    """The two tabs that show bytes, and what is copied from each; `asks`: a request goes with them."""
    page.choose_tab(BYTES)
    exact, note = part(page, BytesCard), part(page, BytesCard)._note.text()
    found = SHORT.search(note)
    said: list[Said] = [
        ("page", "body", view(page).encode("utf-8", "backslashreplace")),
        ("page", "size", size(exact._count.text())),
        ("page", "hash", details(page).get("SHA-256")),
        ("page’s note", "short hash", found[1] if found else ""),
    ]
    if asks:
        said.append(("copied from the page", "body", copied(page)))
        page.choose_tab(REQUEST)
        said += [
            ("page", "request", view(page)),
            ("page", "request size", size(exact._count.text())),
            ("copied from the page", "copied request", copied(page).decode("latin-1")),
        ]
    return said


def last_sent(page: GroupPage, overview: Page, key: str) -> list[Said]:
    """What went last, by the group’s page and by its row in the overview."""
    facts = {fact.caption.text(): fact.value.text() for fact in part(page, FactsRow)._facts}
    row = part(overview, GroupsTable)._rows[key][0].text()
    said: list[Said] = [("page’s facts", "size", size(facts["Last sent"])), ("overview’s row", "size", size(row))]
    if CHANGED in page.tabs:
        page.choose_tab(CHANGED)
        told = details(page)
        said.append(("what went last", "size", size(f"{told.get('Bytes', '')} bytes")))
        said.append(("what went last", "hash", told.get("SHA-256")))
    return said


def submission(page: Page, number: int, name: str) -> list[Said]:
    """One row of the Outbox or the History, and the side that shows it."""
    table, chosen = part(page, Table), part(page, SubmissionDetails)
    rows = range(table.model().rowCount())
    row = next(at for at in rows if _named(table, at).startswith(f"No. {number},"))
    table.selectRow(row)
    columns = range(table.model().columnCount())
    title = TITLES[Column.BYTES]
    column = next(at for at in columns if table.model().headerData(at, Qt.Orientation.Horizontal) == title)
    choose_side(chosen, Side.BYTES)
    chosen.copy()
    said: list[Said] = [
        (name, "body", view(chosen).encode("utf-8", "backslashreplace")),
        (f"copied from the {name}", "body", clipboard()),
        (f"{name}’s list", "size", int(str(table.model().index(row, column).data()).replace(",", ""))),
        (f"{name}’s heading", "size", size(chosen._subtitle.text())),
    ]
    choose_side(chosen, Side.DETAILS)
    told = details(chosen)
    said += [
        (f"{name}’s details", "size", int(told["Bytes"])),
        (f"{name}’s details", "hash", told["SHA-256 of the body"]),
    ]
    return said


def receipt(page: Page) -> list[Said]:
    """What the receiver signed, as the History shows it of the chosen one."""
    chosen = part(page, SubmissionDetails)
    choose_side(chosen, Side.RECEIPT)
    told = json.loads(details(chosen).get("The receipt itself", "{}"))
    return [("receipt shown", "hash", told.get("sha256")), ("receipt shown", "ID", told.get("submission"))]


def shown(built: Vitrine, key: str, *, asks: bool) -> list[Said]:
    """What the terminal prints of a group."""
    told = category(built, key)
    said: list[Said] = [
        ("show --bytes", "body", printed(built, "show", key, "--bytes")),
        ("show --json", "size", told["bytes"]),
        ("show --json", "hash", told["sha256"]),
    ]
    if asks:
        said.append(("show --wire", "copied request", printed(built, "show", key, "--wire").decode("latin-1")))
    return said


def in_outbox(built: Vitrine, identifier: str) -> list[Said]:
    """What the terminal prints of a submission that waits."""
    row = listed(built, "outbox", identifier)
    return [
        ("outbox show", "body", printed(built, "outbox", "show", identifier)),
        ("outbox export", "body", exported(built, "outbox").removesuffix(b"\n")),
        ("outbox list --json", "size", row.get("bytes")),
        ("outbox list --json", "hash", row.get("sha256")),
    ]


def in_history(built: Vitrine, identifier: str) -> list[Said]:
    """What the terminal prints of one that is over."""
    row = json.loads(printed(built, "history", "show", identifier, "--json"))
    return [
        ("history show --bytes", "body", printed(built, "history", "show", identifier, "--bytes")),
        ("history show --json", "size", row["bytes"]),
        ("history show --json", "hash", row["sha256"]),
        ("history show --json", "ID", row["id"]),
    ]


def totals(overview: Page, history: HistoryPage) -> tuple[str, int, int]:
    """All that was confirmed in 30 days: as the overview says it, as its bars add up, as the History says it."""
    card = part(overview, DaysCard)
    return card._figure.text(), sum(part(card, BarChart).sizes), size(history._sums.text())


def part(widget: QWidget, kind: type[Part]) -> Part:
    """The one part of this kind."""
    [found] = widget.findChildren(kind)
    assert isinstance(found, kind)
    return found


def view(widget: QWidget) -> str:
    """The text of its view of bytes, letter for letter."""
    return part(widget, BytesView).toPlainText()


def size(text: str) -> int:
    """The number of bytes that a text names; -1 where it names none."""
    found = SIZE.findall(text)
    return int(found[-1].replace(",", "")) if found else -1


def details(widget: QWidget) -> dict[str, str]:
    """Captions and their texts, beside what is chosen."""
    return {caption.text(): text.text() for caption, text in part(widget, Sections)._labels}


def copied(page: GroupPage) -> bytes:
    """What its button puts on the clipboard."""
    page.copy()
    return clipboard()


def clipboard() -> bytes:
    """What was copied last."""
    return QGuiApplication.clipboard().text().encode("utf-8", "backslashreplace")


def _named(table: Table, row: int) -> str:
    return str(table.model().headerData(row, Qt.Orientation.Vertical))
