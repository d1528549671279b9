"""A small window for the one line that says why the viewer cannot start."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from core.wording import window as wording
from gui import theme
from gui.widgets.button import Button
from gui.widgets.label import label, title
from gui.widgets.layout import fill, spaced

# Nobody may be there to press the button; a start that failed must still end.
SHOWN_MILLISECONDS = 30_000


def tell(heading: str, line: str) -> None:
    """Show the line until the user closes it, half a minute at most."""
    window = QWidget()
    window.setWindowTitle(wording.NAME)
    column = spaced(QVBoxLayout(window), theme.LARGE, *(theme.WIDE,) * 4)
    told = label(line, wrap=True, selectable=True), label(wording.CLOSES_BY_ITSELF, muted=True)
    fill(column, title(heading), *told, Button(wording.CLOSE, window.close))
    QTimer.singleShot(SHOWN_MILLISECONDS, window, window.close)
    window.show()
    # Ends with its last window.
    QApplication.exec()
