"""One thing that can be set: what it is, what it does, its control, and beside it what became of the last change."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.wording import settings as wording
from gui import theme
from gui.widgets.button import Button
from gui.widgets.label import label
from gui.widgets.layout import fill, spaced
from gui.widgets.status_pill import StatusPill

# Below these widths, counted in the text's own size, the control stands under its words.
STACK_POINTS, STACK_WIDE = 45, 70
WORDS, CONTROL = 60, 40


class SettingRow(QWidget):
    """Words at the leading side, controls at the trailing one; `wide` controls take all the room on their side."""

    def __init__(self, name: str, sentence: str, *controls: QWidget, wide: bool = False) -> None:
        super().__init__()
        self._wide = wide
        self._name = label(name, weight=600, wrap=True)
        self.sentence = label(sentence, muted=True, points=-0.5, wrap=True)
        self._said = label("", points=-0.5, weight=600, wrap=True)
        self._said.setAccessibleDescription(wording.OUTCOME.format(name=name))
        self._saved = StatusPill(wording.SAVED, "good", keeps_place=True)
        self._answer, self._leave = Button("", self._do), Button("", self.be_quiet)
        self._act: Callable[[], object] = self.be_quiet
        direction, around = QBoxLayout.Direction.LeftToRight, (theme.LARGE, theme.MEDIUM) * 2
        self._row = spaced(QBoxLayout(direction, self), theme.LARGE, *around)
        asked = fill(spaced(QHBoxLayout(), theme.SMALL), self._answer, self._leave, 1)
        self._words = fill(spaced(QVBoxLayout(), theme.TINY), self._name, self.sentence, self._said, asked, 1)
        self._side = spaced(QBoxLayout(direction), theme.SMALL)
        if not wide:
            self._side.addStretch(1)
        self._side.addWidget(self._saved, 0, Qt.AlignmentFlag.AlignVCenter)
        inner = spaced(QHBoxLayout(), theme.SMALL)
        for each in controls:
            inner.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self._side.addLayout(inner, 1 if wide else 0)
        fill(self._row, (self._words, WORDS), (self._side, CONTROL if wide else 0))
        self.be_quiet()

    def add_link(self, link: QWidget) -> None:
        """Add a link under the sentence."""
        self._words.insertWidget(self._words.indexOf(self.sentence) + 1, link)

    def say_saved(self) -> None:
        """Say that the change is saved."""
        self.be_quiet()
        self._saved.show()

    def say(self, line: str) -> None:
        """Say this of the last change."""
        self.be_quiet()
        self._said.setText(line)
        self._said.show()

    def ask(self, line: str, answer: str, leave: str, act: Callable[[], object]) -> None:
        """Ask before `act` is done: `answer` does it, `leave` does not."""
        self.say(line)
        self._act = act
        for button, words in ((self._answer, answer), (self._leave, leave)):
            button.setText(words)
            button.show()

    def _do(self) -> None:
        self.be_quiet()
        self._act()

    def be_quiet(self) -> None:
        """Hide what was said of the last change."""
        for each in (self._saved, self._said, self._answer, self._leave):
            each.hide()

    def minimumSizeHint(self) -> QSize:
        """Return the width it has when stacked."""
        around = 2 * theme.LARGE
        return QSize(self._side.minimumSize().width() + around, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide anew whether the parts stand above each other."""
        direction = QBoxLayout.Direction
        narrow = self.width() / self.font().pointSizeF() < (STACK_WIDE if self._wide else STACK_POINTS)
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._row.setSpacing(theme.SMALL if narrow else theme.LARGE)
        # The control at the leading side, and what is said of it still beside it.
        self._side.setDirection(direction.RightToLeft if narrow else direction.LeftToRight)
        super().resizeEvent(event)


class MenuButton(Button):
    """Shows what holds now, by `name`; a choice is only asked for, and shown once it holds."""

    picked = Signal(str)

    def __init__(self, name: str, answers: Mapping[str, str]) -> None:
        """`name` is read out; `answers`: each value with its words in the menu."""
        super().__init__("")
        self._name, self._answers = name, answers
        self._actions = self.set_answers(answers, self.pick)
        for action in self._actions.values():
            action.setCheckable(True)
        self.show_value(next(iter(answers)))

    def pick(self, value: str) -> None:
        """Emit this value; what is shown stays until it holds."""
        self._mark()
        self.picked.emit(value)

    def show_value(self, value: str, words: str = "") -> None:
        """Show the value that holds now; `words`: what the button says in place of the menu's."""
        self._value = value
        self.setText(words or self._answers.get(value, value))
        self.setAccessibleName(wording.HOLDS.format(name=self._name, value=self.text()))
        self._mark()
        self.updateGeometry()

    def _mark(self) -> None:
        for value, action in self._actions.items():
            action.setChecked(value == self._value)
