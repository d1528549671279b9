"""Everything about one chosen thing: a heading, then small captions with their text."""

from collections.abc import Sequence

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.state.sections import Section
from gui.widgets import scroll_area
from gui.widgets.label import Label, label
from gui.widgets.layout import fill, spaced


class Sections(QWidget):
    """Captions with their texts; a new text goes into the labels that are there."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._shape: list[bool] = []
        self._labels: list[tuple[Label, Label]] = []
        self._title = label("", points=0.75, weight=600, wrap=True)
        self._stack = fill(spaced(QVBoxLayout(self), 0), self._title, 1)

    def set_content(self, title: str, sections: Sequence[Section]) -> bool:
        """Show a title and sections; return whether the labels had to be made anew."""
        shape = [mono for _, _, mono in sections]
        is_new = shape != self._shape
        if is_new:
            self._rebuild(shape)
        self._title.say(title)
        self._stack.setContentsMargins(theme.LARGE, theme.LARGE if title else theme.TINY, theme.LARGE, theme.SMALL)
        for (caption, text), (new_caption, new_text, _) in zip(self._labels, sections, strict=True):
            caption.setText(new_caption)
            text.setText(new_text)
        return is_new

    def _rebuild(self, shape: list[bool]) -> None:
        for pair in self._labels:
            for old in pair:
                self._stack.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._labels = []
        for mono in shape:
            caption = label("", muted=True, points=-1, weight=600, wrap=True)
            text = label("", mono=mono, selectable=True)
            caption.setContentsMargins(0, theme.MEDIUM, 0, 0)
            for each in (caption, text):
                self._stack.insertWidget(self._stack.count() - 1, each)
            self._labels.append((caption, text))
        self._shape = shape


class Details(scroll_area.InLines, QScrollArea):
    """Sections that scroll in the room they get."""

    ROOM, LEAST = (17, 9), (8, 5)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._sections = Sections()
        scroll_area.upright(self, self._sections)

    def set_content(self, title: str, sections: Sequence[Section]) -> None:
        """Show a title and sections; scroll to the top where the labels had to be made anew."""
        if self._sections.set_content(title, sections):
            self.verticalScrollBar().setValue(0)
