"""The page of a group that tells of events: what happened, newest first, and each one's facts, bytes and request."""

from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.checking.files import GROUP as FILES
from core.engine import Shown
from core.sending.request import request
from core.text import visible
from core.wording import group as wording
from core.wording.times import when
from gui import theme
from gui.pages.group.page import LIST, GroupPage
from gui.pages.submission_details import EmptyNote
from gui.state import happenings, standing
from gui.state.checks import Checks
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.happenings import ADDRESSES, Happening
from gui.state.sections import Section
from gui.state.snapshot import ShownGroup, SnapshotState, group_of
from gui.state.submissions import edited
from gui.tables.short_lists import HappeningsTable
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import label
from gui.widgets.layout import fill, pile, spaced
from gui.widgets.table import Table
from gui.widgets.text_field import TextField

# Of the columns, where there is room and where there is little; the state is never cut: it is what one looks for first.
SHARES = {
    "processed_object": ((25, 20, 17, 18, 20), (40, 34, 26, 0, 0)),
    "web_request": ((25, 20, 16, 18, 21), (40, 34, 26, 0, 0)),
    "payment": ((21, 18, 28, 13, 20), (34, 28, 38, 0, 0)),
}
# Below this width, counted in the text's own size, signer and time stand beside the chosen one only.
WIDE_POINTS = 88


class EventPage(GroupPage):
    """The page of a group that has nothing to tell before something happens: a list of what did."""

    LEFT = 72

    def __init__(self, edition: Edition, category: Category, actions: Commands, checks: Checks) -> None:
        self._checks = checks
        self._chosen: str = ""
        super().__init__(edition, category, actions)
        checks.happened.connect(self._refresh)

    def _build(self) -> None:
        super()._build()
        field = field_of(self._category, self._checks, sample=self._edition.sample)
        self.column.insertWidget(self.column.indexOf(self._facts) + 1, field)
        self._list_model = HappeningsTable(self._category.key, self)
        self._list = Table(wording.LIST_NAME.format(group=self._category.title), self._list_model)
        self._list.selectionModel().currentRowChanged.connect(self._choose_event)
        heading, sentence = wording.NONE_YET[self._category.key]
        nothing = EmptyNote(heading, sentence.format(sample=wording.SAMPLE_UNTIL_THEN))
        whole, self._list_stack = pile(nothing, Card(self._list))
        self._stack.addWidget(whole)
        self._tabs.setTabText(LIST, self._category.title)
        self._tabs.setTabVisible(LIST, True)
        self._tabs.setCurrentIndex(LIST)
        self._clear = Button(wording.CLEAR, lambda: self._checks.clear(self._category.key))
        self._clear.setEnabled(False)
        self._footer.offer(self._clear)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show fewer columns of the list where there is little room."""
        wide, narrow = SHARES[self._category.key]
        self._list.set_shares(wide if self.width() / self.font().pointSizeF() >= WIDE_POINTS else narrow)
        super().resizeEvent(event)

    def show_live(self, live: SnapshotState) -> None:
        """Show what the record knows now."""
        self._live = live
        self._fill(live)
        super().show_live(live)

    def _refresh(self, key: str) -> None:
        if key == self._category.key and self._live is not None:
            self.show_live(self._live)

    def _fill(self, live: SnapshotState) -> None:
        recorded = [happenings.of_record(self._category, each) for each in live.events.get(self._category.key, ())]
        session = self._checks.rows(self._category.key)
        rows = happenings.merged(session, recorded)
        before = [row.identity for row in self._list_model.rows]
        self._list_model.show_at(rows, live.clock())
        self._list_stack.setCurrentIndex(1 if rows else 0)
        self._clear.setEnabled(bool(session))
        newest = rows[0].identity if rows else ""
        # What has just happened is what somebody wants to see; else the chosen one stays chosen.
        if self._list_model.row_of(self._chosen) is None or (before and newest not in before):
            self._chosen = newest
        row = self._list_model.row_of(self._chosen)
        if row is not None and self._list.currentIndex().row() != row:
            self._list.selectRow(row)

    def _picked(self, live: SnapshotState) -> ShownGroup:
        row = self._row()
        if row is None:
            return live.groups[self._category.key]
        if row.shown is None:
            # Nothing is told of this one; what was told of another must not stand in its place.
            return group_of(Shown(self._category, row.reading, "nothing_yet", None), None)
        if self._group is not None and self._group.shown == row.shown:
            # Made once for the chosen row, since another object counts as another reading.
            return self._group
        envelope = row.shown.envelope
        return group_of(row.shown, request([envelope], self._edition.product.endpoint) if envelope else None)

    def _row(self) -> Happening | None:
        number = self._list_model.row_of(self._chosen)
        return self._list_model.rows[number] if number is not None else None

    def _choose_event(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self._live is not None:
            chosen = self._list_model.rows[current.row()].identity
            if chosen != self._chosen:
                self._chosen = chosen
                super().show_live(self._live)

    def _show_bytes(self, group: ShownGroup) -> None:
        """Where nothing is told of the chosen one, none: what was edited is quoted beside them, as History does."""
        if row := self._untold(wording.NO_BYTES):
            # Of an edited one, what stands in the file now.
            said = edited(row.edited) if row.edited else (wording.NO_BYTES, [])
            self._details.set_content(*said)
        else:
            super()._show_bytes(group)

    def _show_request(self, group: ShownGroup) -> None:
        if self._untold(wording.NO_REQUEST):
            self._details.set_content(wording.NO_REQUEST, [])
        else:
            super()._show_request(group)

    def _untold(self, nothing: str) -> Happening | None:
        """The chosen one, if nothing is told of it; then `nothing` stands where its bytes would."""
        row = self._row()
        if row is None or row.shown is not None or self._live is None:
            return None
        self._bytes.show_bytes(nothing, happenings.fate(row, "", self._live.clock()), b"")
        return row

    def _goes(self) -> str:
        """These are the very bytes that were queued, or only shown."""
        row = self._row()
        if row is None or self._live is None:
            return super()._goes()
        off = standing.why_off(self._category, self._live.choices)
        return wording.EXACTLY_SO.format(fate=happenings.fate(row, off, self._live.clock()))

    def _choose_tab(self, tab: int) -> None:
        super()._choose_tab(tab)
        live = self._live
        if tab == LIST and live is not None:
            row = self._row()
            if row is None:
                declared: list[Section] = [(item.title, item.read_from, False) for item in self._category.items]
                self._details.set_content(wording.WOULD_BE_TOLD, declared)
            else:
                self._details.set_content(row.cells[0], self._said(row, live))

    def _said(self, row: Happening, live: SnapshotState) -> list[Section]:
        """Everything about one event: what became of it, its facts, what stays here."""
        facts = [
            (item.title, visible(fact.words), fact.reason is None)
            for item in self._category.items
            if (fact := row.reading.get(item.key)) is not None
        ]
        off = standing.why_off(self._category, live.choices)
        became: Section = (wording.OUTCOME, happenings.fate(row, off, live.clock()), False)
        notes: list[Section] = [(caption, text, False) for caption, text in row.notes]
        place: list[Section] = [(wording.WHERE_IT_LIES, row.place, False)] if row.place else []
        at: Section = (wording.WHEN, when(row.at, live.clock()), False)
        return [became, at, *notes, *facts, *place]


class FileField(FileDrop):
    """Takes files and folders to check, dropped or chosen, and says how far the check is."""

    def __init__(self, checks: Checks, *, sample: bool) -> None:
        super().__init__(wording.DROP, wording.NO_CHECKS if sample else wording.STAY)
        self._checks = checks
        self._stop = self.add_button(wording.STOP, checks.stop)
        self._files = self.add_button(wording.CHOOSE_FILES, self._choose_files)
        self._folder = self.add_button(wording.CHOOSE_FOLDER, self._choose_folder)
        self._stop.hide()
        self.setEnabled(not sample)
        self.dropped.connect(self.check)
        checks.progressed.connect(self._progress)
        checks.ended.connect(self._end)

    def check(self, paths: list[Path]) -> None:
        """Check these files and folders."""
        if paths:
            self._checks.check_files(paths)
            self._show_busy(True)

    def _show_busy(self, busy: bool) -> None:
        self._stop.setVisible(busy)
        for button in (self._files, self._folder):
            button.setVisible(not busy)

    def _progress(self, name: str, turn: int, of: int) -> None:
        self._show_busy(True)
        self.more.setText(wording.CHECKING.format(file=visible(name), turn=turn + 1, count=of))

    def _end(self, key: str, line: str, _failed: bool) -> None:
        if key == FILES:
            self._show_busy(False)
            self.more.setText(visible(line))

    def _choose_files(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(self, wording.FILES_TO_CHECK)
        self.check([Path(name) for name in names])

    def _choose_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        if name := QFileDialog.getExistingDirectory(self, wording.FOLDER_TO_CHECK):
            self.check([Path(name)])


class AddressField(QWidget):
    """Takes an address to check; one that leads into a private network is asked about first."""

    def __init__(self, checks: Checks, *, sample: bool) -> None:
        super().__init__()
        self._checks, self._asked = checks, ""
        self._field = TextField(wording.ADDRESS, "https://…")
        self._check, self._anyway = Button(wording.CHECK, self.check), Button(wording.CHECK_ANYWAY, self._insist)
        self._said = label(wording.NO_CHECKS if sample else wording.ASKS, muted=True, wrap=True)
        self._anyway.hide()
        row = fill(spaced(QHBoxLayout(), theme.SMALL), (self._field, 1), self._check, self._anyway)
        fill(spaced(QVBoxLayout(self), theme.TINY), row, self._said)
        self.setEnabled(not sample)
        self._field.returnPressed.connect(self.check)
        self._field.textEdited.connect(self._anyway.hide)
        checks.asks_first.connect(self._ask)
        checks.ended.connect(self._end)

    def check(self) -> None:
        """Check the address that was typed."""
        if text := self._field.text().strip():
            self._say(wording.ASKING)
            self._checks.check_address(text)

    def _insist(self) -> None:
        self._say(wording.ASKING)
        self._checks.check_address(self._asked, allow_private=True)

    def _ask(self, text: str, why: str) -> None:
        self._asked = text
        self._say(visible(why))
        self._anyway.show()

    def _end(self, key: str, line: str, _failed: bool) -> None:
        if key == ADDRESSES:
            self._say(visible(line))

    def _say(self, line: str) -> None:
        self._anyway.hide()
        self._said.setText(line)


def field_of(category: Category, checks: Checks, *, sample: bool) -> QWidget:
    """Return the field above a group's list; of payment sites nothing can be checked, so it is a text."""
    if category.key == FILES:
        return FileField(checks, sample=sample)
    if category.key == ADDRESSES:
        return AddressField(checks, sample=sample)
    return label(wording.SITES, muted=True, wrap=True)
