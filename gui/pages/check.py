"""The check of the record: asked for, watched, stopped, and its result where the eye is."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.clock import now, stamp
from core.record.verify import Verdict
from core.text import visible
from gui import theme
from gui.state.commands import Commands
from gui.state.times import within
from gui.widgets.button import Button, LinkButton
from gui.widgets.label import ElidedLabel, label
from gui.widgets.status_pill import StatusPill

CHECK, AGAIN, STOP = "Check the records", "Check again", "Stop"
LIMITS = (
    "Each event is linked to the one before, so an edit shows: of an event, of a state, of a body. What cannot show is "
    "a file that was replaced as a whole by an older or another one. Note this head somewhere else and compare it "
    "later: while events are only added, “vitrinectl history verify --since” finds it again."
)
HEAD_LETTERS = 8
# Below this width, counted in the text's own size, all of it does not fit in one line.
NARROW_POINTS = 85


class RecordCheck(QWidget):
    """A line with a button; `row` takes what else belongs at its end."""

    def __init__(self, actions: Commands) -> None:
        super().__init__()
        self._actions, self._under_way = actions, False
        self.clock = now
        self._pill, self._said = StatusPill(""), ElidedLabel("", muted=True)
        self._link = LinkButton("What this can and cannot show")
        self._link.clicked.connect(self._turn_note)
        self._button = Button(CHECK)
        self._button.clicked.connect(self._press)
        self._note = label("", muted=True, selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SMALL)
        column.addWidget(self._note)
        column.addLayout(self._build_lines())
        self.say("")
        actions.verifying.connect(self._watch)
        actions.verified.connect(self._show)
        actions.failed.connect(self._fail)

    def _build_lines(self) -> QBoxLayout:
        result = QHBoxLayout()
        result.setSpacing(theme.SMALL)
        result.addWidget(self._pill)
        result.addWidget(self._said, 1)
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.SMALL)
        self.row.addWidget(self._link)
        self.row.addStretch(1)
        self.row.addWidget(self._button)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(theme.SMALL)
        self._lines.addLayout(result)
        self._lines.addLayout(self.row, 1)
        return self._lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The result stands above the rest where there is little room."""
        narrow = self.width() / self.font().pointSizeF() < NARROW_POINTS
        direction = QBoxLayout.Direction
        self._lines.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """A result that has just come must not make the window wider."""
        return QSize(0, super().minimumSizeHint().height())

    def say(self, text: str) -> None:
        """Say something in the line; a result that stands there gives way."""
        self._hide()
        self._tell(text)

    def _press(self) -> None:
        if self._under_way:
            self._actions.stop_verify()
            return
        self.say("Checking …")
        self._under_way = True
        self._button.setText(STOP)
        self._actions.verify()

    def _watch(self, done: int, of: int) -> None:
        if self._under_way:
            self._tell(f"Checking: {done} of {of}")

    def _show(self, verdict: Verdict) -> None:
        self._end()
        at = self.clock()
        number, _, link = verdict.head.partition(":")
        if verdict.ok:
            head = f"head {number}:{link[:HEAD_LETTERS]}…"
            self._pill.set_state("Records fit together", "good")
            self._tell(f"{verdict.events} events, {head}, checked {within(stamp(at), at)}")
        elif verdict.first_bad is None:
            self._pill.set_state("Stopped", "plain")
            self._tell(f"{verdict.events} events were looked at, the rest was not.")
        else:
            self._pill.set_state("Records do not fit together", "bad")
            self._tell(f"First at event {verdict.first_bad}: {visible(verdict.why)}")
        self._note.setText(f"{LIMITS}\n{verdict.head}" if verdict.ok else LIMITS)
        self._pill.show()
        self._link.setVisible(verdict.ok or verdict.first_bad is not None)

    def _tell(self, line: str) -> None:
        self._said.setText(line)
        self._said.setVisible(bool(line))

    def _fail(self, name: str, line: str) -> None:
        if name == "verify":
            self._end()
            self.say(visible(line))

    def _end(self) -> None:
        self._under_way = False
        self._button.setText(AGAIN)

    def _hide(self) -> None:
        self._pill.hide()
        self._link.hide()
        self._note.hide()

    def _turn_note(self) -> None:
        self._note.setVisible(not self._note.isVisible())
