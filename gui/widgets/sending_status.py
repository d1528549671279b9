"""Whether sending is on, and its one button: at the foot of the sidebar, and beside the menu where that is folded."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from core.wording.window import ACTS
from gui import theme
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.label import ElidedLabel, label
from gui.widgets.layout import fill, spaced


class ActButton(Button):
    """The button that pauses or resumes sending; hidden where neither makes sense."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("")
        self._act = ""
        self.hide()
        self.clicked.connect(lambda: self.asked.emit(self._act))

    def set_act(self, act: str) -> None:
        """Offer "pause" or "resume", or "" for nothing."""
        self._act = act
        self.setText(ACTS[act])
        self.setVisible(bool(act))


class SendingStatus(Card):
    """The state of sending, when it goes next, how it went so far, and the button."""

    def __init__(self) -> None:
        super().__init__(padding=theme.SMALL, spacing=theme.TINY)
        self._state = label("…", weight=700)
        self._more = label("", muted=True, points=-0.5, wrap=True)
        self._went = label("", muted=True, points=-0.5, wrap=True)
        self.button = ActButton()
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fill(self.column, self._state, self._more, self._went, self.button)

    def show_state(self, state: str, more: str, went: str, act: str) -> None:
        """Show where sending stands, and what can be done about it."""
        self._state.setText(state)
        self._more.setText(more)
        self._went.say(went)
        self.button.set_act(act)


class Strip(QWidget):
    """In a narrow window, at the top: the buttons to the pages, the state in one line, and the button."""

    def __init__(self, *first: Button) -> None:
        super().__init__()
        self._state = ElidedLabel(muted=True, points=-0.5)
        # It takes what the buttons leave, be that nothing; the line at the foot of the window says it too.
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = ActButton()
        row = spaced(QHBoxLayout(self), theme.TINY, theme.WIDE + 4, theme.MEDIUM, theme.WIDE + 4, 0)
        for each in first:
            row.addWidget(each)
            row.addSpacing(theme.TINY)
        fill(row, (self._state, 1), self.button)

    def show_state(self, state: str, more: str, went: str, act: str) -> None:
        """Show where sending stands, and what can be done about it."""
        self._state.setText(" · ".join(filter(None, [state, more, went])))
        self.button.set_act(act)
