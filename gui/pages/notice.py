"""A small window for the one line that says why the viewer cannot start."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from core.wording import start
from core.wording import window as wording
from gui import theme
from gui.widgets.button import Button
from gui.widgets.label import label, title

# Nobody may be there to press the button; a start that failed must still end.
SHOWN_MILLISECONDS = 30_000


def tell(heading: str, line: str) -> None:
    """Show the line until the user closes it, half a minute at most."""
    window = QWidget()
    window.setWindowTitle(start.NAME)
    column = QVBoxLayout(window)
    column.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
    column.setSpacing(theme.LARGE)
    close = Button(wording.CLOSE)
    close.clicked.connect(window.close)
    column.addWidget(title(heading))
    column.addWidget(label(line, wrap=True, selectable=True))
    column.addWidget(label(wording.CLOSES_BY_ITSELF, muted=True))
    column.addWidget(close)
    QTimer.singleShot(SHOWN_MILLISECONDS, window, window.close)
    window.show()
    # Ends with its last window.
    QApplication.exec()
