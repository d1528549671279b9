"""The foot of a group's page: how old the values are, what was just done, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal

from gui.state import words
from gui.widgets.button import Button
from gui.widgets.label import ElidedLabel
from gui.widgets.responsive_row import ResponsiveRow, row
from gui.widgets.status_pill import StatusPill

SAID_MILLISECONDS = 10_000
SENDING = "Sending…"


class GroupFoot(ResponsiveRow):
    """Says in place of its grey sentence what was done, and takes that back after a while."""

    copy_asked = Signal()
    send_asked = Signal()

    def __init__(self, refresh_seconds: int) -> None:
        super().__init__()
        self._every = ""
        self._why = ""
        self._age = StatusPill("Reading…", "good")
        self._said = ElidedLabel("", muted=True)
        self._copy, self._send = Button("Copy exact bytes"), Button("Send now")
        self._copy.clicked.connect(self.copy_asked)
        self._send.clicked.connect(self.send_asked)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._be_quiet)
        self._acts = ResponsiveRow()
        for each in (self._copy, self._send):
            self._acts.add(each, 0)
        self.add(row(self._age, self._said), 1)
        self.add(self._acts, 0)
        self.read_every(refresh_seconds)

    def read_every(self, seconds: int) -> None:
        """How often the values are read again."""
        self._every = f"values are read again every {seconds} s"
        if not self._quiet.isActive() and self._said.text() != SENDING:
            self._be_quiet()

    def allow(self, *, copy: bool, why_not: str) -> None:
        """Whether there is something to copy; why nothing can be sent now, "" where it can."""
        self._why = why_not
        self._copy.setEnabled(copy)
        self._send.setEnabled(not why_not)
        self._send.setAccessibleDescription(why_not)
        if not self._quiet.isActive() and self._said.text() != SENDING:
            self._be_quiet()

    def offer(self, button: Button) -> None:
        """Offer this in place of sending: what happened goes when it happens, or never."""
        self._send.hide()
        self._acts.add(button, 0)

    def tell_age(self, seconds: float) -> None:
        """How long ago the values were read."""
        self._age.setText(words.ago(seconds))

    def say(self, line: str, *, for_good: bool = False) -> None:
        """What was done; `for_good`: until something else is said."""
        self._said.set_muted(False)
        self._said.setText(line)
        if for_good:
            self._quiet.stop()
        else:
            self._quiet.start(SAID_MILLISECONDS)

    def _be_quiet(self) -> None:
        self._said.set_muted(True)
        self._said.setText(self._why or self._every)
