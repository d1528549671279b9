"""What stands above a list of events: the way to make one happen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.checking.files import GROUP as FILES
from core.text import visible
from gui import theme
from gui.state.checks import Checks
from gui.state.happenings import ADDRESSES
from gui.widgets.button import Button
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import label
from gui.widgets.text_field import TextField

STAY = "They stay on this device, and so do their names."
ASKS = (
    "Checking looks the name up with your name service and connects to that server directly, never through a proxy, "
    "to see its certificate; once more where its certificate is not trusted. The server sees your IP address and the "
    "name it is asked for, no more. What follows “?” or “#”, and a name or password in the address, is dropped at "
    "once. So it is for each address that the extension in your browser notices; in practice too."
)
SITES = (
    "The extension in your browser tells a listed site when you open it: over https, never in a frame. "
    "“vitrinectl browser install” sets it up; its button in the browser shows and changes the list. "
    "In practice too: what a site is told does leave this computer."
)
SAMPLE = "Sample data: nothing can be checked here."


class FileField(FileDrop):
    """Drop files and folders, or choose them; while they are checked it says how far."""

    def __init__(self, checks: Checks | None) -> None:
        super().__init__("Drop files here to see what would be told", STAY if checks else SAMPLE)
        self._checks = checks
        self._stop, self._files, self._folder = (
            self.add_button(text) for text in ("Stop", "Choose files…", "Choose a folder…")
        )
        self._stop.hide()
        self._files.clicked.connect(self._choose_files)
        self._folder.clicked.connect(self._choose_folder)
        self.setEnabled(checks is not None)
        if checks is not None:
            self._stop.clicked.connect(checks.stop)
            self.dropped.connect(self.check)
            checks.progressed.connect(self._progress)
            checks.ended.connect(self._end)

    def check(self, paths: list[Path]) -> None:
        """Check these."""
        if self._checks is not None and paths:
            self._checks.check_files(paths)
            self._show_busy(True)

    def _show_busy(self, busy: bool) -> None:
        self._stop.setVisible(busy)
        for button in (self._files, self._folder):
            button.setVisible(not busy)

    def _progress(self, name: str, turn: int, of: int) -> None:
        self._show_busy(True)
        self.more.setText(f"Checking {visible(name)} · {turn + 1:,} of {of:,}")

    def _end(self, key: str, line: str, _failed: bool) -> None:
        if key == FILES:
            self._show_busy(False)
            self.more.setText(visible(line))

    def _choose_files(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(self, "Choose files to check")
        self.check([Path(name) for name in names])

    def _choose_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        if name := QFileDialog.getExistingDirectory(self, "Choose a folder to check"):
            self.check([Path(name)])


class AddressField(QWidget):
    """Paste an address; what leads into a private network is asked about first."""

    def __init__(self, checks: Checks | None) -> None:
        super().__init__()
        self._checks, self._asked = checks, ""
        self._field = TextField("Web address", "https://…")
        self._check, self._anyway = Button("Check"), Button("Check it all the same")
        self._said = label(ASKS if checks else SAMPLE, muted=True, wrap=True)
        self._anyway.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        for each, share in ((self._field, 1), (self._check, 0), (self._anyway, 0)):
            row.addWidget(each, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.TINY)
        column.addLayout(row)
        column.addWidget(self._said)
        self.setEnabled(checks is not None)
        if checks is not None:
            self._field.returnPressed.connect(self.check)
            self._field.textEdited.connect(self._anyway.hide)
            self._check.clicked.connect(self.check)
            self._anyway.clicked.connect(self._insist)
            checks.asks_first.connect(self._ask)
            checks.ended.connect(self._end)

    def check(self) -> None:
        """Check what was typed."""
        if self._checks is not None and (text := self._field.text().strip()):
            self._say("Asking …")
            self._checks.check_address(text)

    def _insist(self) -> None:
        if self._checks is not None:
            self._say("Asking …")
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


def field_of(category: Category, checks: Checks | None) -> QWidget:
    """The one that belongs to the group; no payment site can be checked, only said how one comes to be told."""
    if category.key == FILES:
        return FileField(checks)
    return AddressField(checks) if category.key == ADDRESSES else label(SITES, muted=True, wrap=True)
