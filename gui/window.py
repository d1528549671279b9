"""The window: pages at the left, one page in front, what holds for all of them around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from core import __version__
from core.catalogue import Catalogue
from gui import theme
from gui.models import words
from gui.models.live import Live
from gui.pages.page import Page
from gui.widgets import scroll
from gui.widgets.band import Band
from gui.widgets.button import Button
from gui.widgets.card import Card, Hairline
from gui.widgets.focus import FocusRing
from gui.widgets.label import label
from gui.widgets.logo import Logo
from gui.widgets.sidebar import Entry, Sidebar, SidePanel

# Below this width, counted in the text's own size, the sidebar would leave a page too little: it folds into a menu.
FOLD_POINTS = 72
# The sidebar's width in heights of a line: the longest name and its note side by side.
SIDE_LINES = 14.5
WIDTH, HEIGHT = 1200, 780
LEAST_WIDTH, LEAST_HEIGHT = 640, 480

PRACTICE = (
    "Practice: nothing leaves this computer. The receiver is a small one inside Vitrine itself. "
    "Disconnect the network and try it."
)
SAMPLE = "Sample data: nothing shown here is from this computer, and nothing can be sent."


class Window(QWidget):
    """Builds a page when it is first opened, and hands every page each new reading."""

    page_opened = Signal(str)

    def __init__(
        self, catalogue: Catalogue, pages: Mapping[str, Callable[[], Page]], *, practice: bool, sample: bool
    ) -> None:
        super().__init__()
        self._catalogue, self._makers = catalogue, pages
        self._practice, self._sample = practice, sample
        self._names = {entry.key: entry.text for entry in entries(catalogue)}
        self._pages: dict[str, Page] = {}
        self._live: Live | None = None
        self._front = ""
        self.setWindowTitle("Vitrine")
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_side())
        row.addLayout(self._build_main(), 1)
        FocusRing.install(self)

    def _build_side(self) -> SidePanel:
        self._side = SidePanel()
        self._side.column.addWidget(Logo("Vitrine"))
        self._sidebar = Sidebar("Pages")
        self._sidebar.set_entries(entries(self._catalogue))
        self._sidebar.page_chosen.connect(self.open)
        self._side.column.addWidget(self._sidebar, 1)
        foot = Card(padding=theme.MEDIUM, spacing=theme.TINY)
        foot.column.addWidget(label("Nothing is sent", weight=700))
        foot.column.addWidget(label("This version shows; it has no part that sends.", muted=True, wrap=True))
        around = QVBoxLayout()
        around.setContentsMargins(theme.SMALL + 2, theme.SMALL, theme.SMALL + 2, theme.LARGE)
        around.addWidget(foot)
        self._side.column.addLayout(around)
        return self._side

    def _build_main(self) -> QVBoxLayout:
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        if self._sample or self._practice:
            main.addWidget(Band(SAMPLE if self._sample else PRACTICE))
        self._problem = Band("", "problem")
        self._problem.hide()
        main.addWidget(self._problem)
        self._menu = self._build_menu()
        main.addWidget(self._menu)
        self._stack = QStackedWidget()
        main.addWidget(self._stack, 1)
        main.addWidget(Hairline())
        self._support = label("", muted=True, points=-1, wrap=True, selectable=True)
        self._support.setContentsMargins(theme.WIDE + 4, theme.SMALL, theme.WIDE + 4, theme.SMALL)
        self._support.setAccessibleName("Line for support")
        main.addWidget(self._support)
        return main

    def _build_menu(self) -> QWidget:
        menu = QMenu(self)
        for entry in entries(self._catalogue):
            if entry.key:
                menu.addAction(entry.text, partial(self._sidebar.choose, entry.key))
            else:
                menu.addSection(entry.text)
        button = Button("Pages")
        button.setMenu(menu)
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(theme.WIDE + 4, theme.MEDIUM, theme.WIDE + 4, 0)
        row.addWidget(button)
        row.addStretch(1)
        strip.hide()
        return strip

    @property
    def page(self) -> Page | None:
        """The page in front."""
        return self._pages.get(self._front)

    @property
    def keys(self) -> list[str]:
        """Every page's name."""
        return list(self._makers)

    def choose(self, key: str) -> None:
        """Open a page as the user would, by the sidebar."""
        self._sidebar.choose(key)

    def open(self, key: str) -> None:
        """Bring a page to the front, building it the first time."""
        if self.page is not None and self.page.key != key:
            self.page.leave()
        if key not in self._pages:
            self._build_page(key)
        self._front = key
        self._stack.setCurrentIndex(list(self._pages).index(key))
        self._support.setText(
            words.support_line(__version__, self._names[key], practice=self._practice, sample=self._sample)
        )
        self.page_opened.emit(key)

    def _build_page(self, key: str) -> None:
        page = self._pages[key] = self._makers[key]()
        self._stack.addWidget(_scrolled(page))
        if self._live is not None:
            page.show_live(self._live)

    def show_live(self, live: Live) -> None:
        """A new reading: every page that exists takes it."""
        self._live = live
        for page in self._pages.values():
            page.show_live(live)
        self.tell(live.problems)

    def tell(self, problems: list[str]) -> None:
        """Show what is wrong over every page, or that nothing is."""
        self._problem.setText(" ".join(problems))
        self._problem.setVisible(bool(problems))

    def tick(self) -> None:
        """A second has passed."""
        if self.page is not None:
            self.page.tick()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar where it would take too much."""
        self._side.setFixedWidth(round(self.fontMetrics().height() * SIDE_LINES))
        folded = self.width() / self.font().pointSizeF() < FOLD_POINTS
        self._side.setVisible(not folded)
        self._menu.setVisible(folded)
        super().resizeEvent(event)


def _scrolled(page: Page) -> QScrollArea:
    """The page in a frame that scrolls where the window is too low for it."""
    area = QScrollArea()
    scroll.dress(area)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(page)
    page.setAutoFillBackground(False)
    return area


def entries(catalogue: Catalogue) -> list[Entry]:
    """The sidebar's rows; every entry with a key is a page."""
    groups = [Entry(key, each.title, words.state_of(each), "off") for key, each in catalogue.categories.items()]
    return [
        Entry("overview", "Overview"),
        Entry(None, "What would be sent"),
        *groups,
        Entry(None, "More"),
        Entry("connection", "What a connection shows"),
        Entry("agreement", "Agreement"),
    ]
