"""The window: pages at the left, one page in front, what holds for all of them around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from core import __version__, paths
from core.catalogue import Catalogue
from core.license import words
from core.license.status import Status
from core.wording import window as wording
from gui import theme
from gui.pages.page import Page
from gui.shell import HEIGHT, LEAST_HEIGHT, LEAST_WIDTH, SIDE_LINES, WIDTH
from gui.state import licensed, standing
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.search import Destination
from gui.state.snapshot import SnapshotState
from gui.widgets.banner import Banner, WarningBanner
from gui.widgets.button import Button
from gui.widgets.card import Hairline
from gui.widgets.focus_ring import FocusRing
from gui.widgets.label import label
from gui.widgets.layout import fill, spaced
from gui.widgets.sending_status import SendingStatus, Strip
from gui.widgets.sidebar import Logo, SearchEntry, Sidebar, SidebarEntry, SidePanel

if TYPE_CHECKING:
    from gui.pages.handbook import Handbook
    from gui.pages.search import Search

# Below this width, counted in the text's own size, the sidebar would leave a page too little: it folds into a menu.
FOLD_POINTS = 72
# What is told over every page when it fails, until one of them is done.
COMPLAINTS = ("pause", "resume", "schedule")
SEARCH_KEY = "Ctrl+K"


class Window(QWidget):
    """Builds a page when it is first opened, and hands every page each new reading."""

    def __init__(self, edition: Edition, pages: Mapping[str, Callable[[], Page]], actions: Commands) -> None:
        """`pages` makes each page, by its key."""
        super().__init__()
        self._edition, self._makers, self._actions = edition, pages, actions
        self._entries = entries(edition.catalogue)
        self._names = {entry.key: entry.text for entry in self._entries if entry.key}
        # Each is built when somebody first opens it.
        self._search: Search | None = None
        self.book: Handbook | None = None
        self._pages: dict[str, Page] = {}
        # What is shown; None before the first reading.
        self.live: SnapshotState | None = None
        self._front = ""
        self._problems: list[str] = []
        self._complaints: dict[str, str] = {}
        # Made when something goes wrong that nobody foresaw.
        self._unforeseen: WarningBanner | None = None
        # The warnings about the license that were put away: the next one is told again.
        self._warned: int | None = None
        self.setWindowTitle(wording.WINDOW_TITLE.format(product=edition.product.name))
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        side = self._build_side()
        self._main = self._build_main()
        fill(spaced(QHBoxLayout(self), 0), side, (self._main, 1))
        FocusRing(self)
        self._build_shortcuts()
        actions.failed.connect(self._complain)
        actions.done.connect(self._forget)

    def _build_shortcuts(self) -> None:
        book = QKeySequence.StandardKey.HelpContents, lambda: self.open_handbook(self._front)
        acts = (SEARCH_KEY, self.open_search), ("/", self.open_search), book
        for key, act in acts:
            QShortcut(QKeySequence(key), self, act)

    def _build_side(self) -> SidePanel:
        self._side = SidePanel()
        self._side.column.addWidget(Logo(wording.NAME))
        search = SearchEntry(wording.SEARCH, SEARCH_KEY)
        search.clicked.connect(self.open_search)
        self._side.add_inset(search)
        self._sidebar = Sidebar(wording.PAGES, self._entries)
        self._sidebar.page_chosen.connect(self.open)
        self._side.column.addWidget(self._sidebar, 1)
        self._sending = SendingStatus()
        self._sending.button.asked.connect(self._act)
        self._side.add_inset(self._sending, below=theme.MEDIUM)
        return self._side

    def _build_main(self) -> QVBoxLayout:
        main = spaced(QVBoxLayout(), 0)
        if self._edition.practice:
            main.addWidget(Banner(wording.SAMPLE if self._edition.sample else wording.PRACTICE))
        self._problem = Banner("", "problem")
        self._problem.hide()
        self._ending = WarningBanner(wording.OPEN_LICENSE)
        self._ending.asked.connect(lambda: self.choose("license-status"))
        self._ending.put_away.connect(self._put_away)
        self._ending.hide()
        self._strip = Strip(self._build_menu(), Button(wording.SEARCH, self.open_search))
        self._strip.button.asked.connect(self._act)
        self._strip.hide()
        self._stack = QStackedWidget()
        self._support = label("", muted=True, points=-1, wrap=True, selectable=True)
        self._support.setContentsMargins(theme.WIDE + 4, theme.SMALL, theme.WIDE + 4, theme.SMALL)
        self._support.setAccessibleDescription(wording.LINE_FOR_SUPPORT)
        return fill(main, self._problem, self._ending, self._strip, (self._stack, 1), Hairline(), self._support)

    def _build_menu(self) -> Button:
        menu = QMenu(self)
        for entry in self._entries:
            if entry.key:
                menu.addAction(entry.text, partial(self._sidebar.choose, entry.key))
            else:
                menu.addSection(entry.text)
        button = Button(wording.PAGES)
        button.setMenu(menu)
        return button

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

    def reveal(self, place: Destination) -> None:
        """Open a page, and choose on it what was found."""
        self.choose(place.page)
        self._sidebar.setFocus()
        if self.page is not None:
            self.page.reveal(place)

    @property
    def search(self) -> Search:
        """The search, built when it is first asked for."""
        if self._search is None:
            from gui.pages.search import Search

            names, heading = [], ""
            for entry in self._entries:
                if entry.key is None:
                    heading = entry.text
                else:
                    names.append((entry.key, entry.text, heading))
            self._search = Search(self, self._edition, names, self._actions)
            self._search.opened.connect(self.reveal)
            if self.live is not None:
                self._search.show_live(self.live)
        return self._search

    def open_search(self) -> None:
        """Open the search over the page in front."""
        self.search.open()

    def open_handbook(self, key: str = "") -> None:
        """Open the handbook at its page on this one, or at its list of pages."""
        from gui.pages.handbook import CONTENTS, Handbook

        if self.book is None:
            self.book = Handbook(self, paths.handbook(), self._actions.log)
        self.book.open(key or CONTENTS)

    def open(self, key: str) -> None:
        """Bring a page to the front, building it the first time."""
        if self.page is not None and self.page.key != key:
            self.page.leave()
        if key not in self._pages:
            self._build_page(key)
        self._front = key
        if self.live is not None:
            self._pages[key].show_live(self.live)
        self._stack.setCurrentIndex(list(self._pages).index(key))
        self._tell_support()

    def _build_page(self, key: str) -> None:
        page = self._pages[key] = self._makers[key]()
        page.page_asked.connect(self.choose)
        page.place_asked.connect(self.reveal)
        page.handbook_asked.connect(self.open_handbook)
        self._stack.addWidget(page)

    def show_live(self, live: SnapshotState) -> None:
        """Hand the page in front a new reading; any other takes the newest when it is opened."""
        self.live = live
        self._tell_standing(live)
        self._tell_support()
        if self._search is not None:
            self._search.show_live(live)
        if self.page is not None:
            self.page.show_live(live)
        self.tell(live.problems)

    def tell(self, problems: list[str]) -> None:
        """Show what is wrong over every page, or that nothing is."""
        self._problems = problems
        self._problem.say(" ".join([*problems, *self._complaints.values()]))

    def show_unforeseen(self, line: str) -> None:
        """Say over every page that something went wrong that nobody foresaw, until it is put away."""
        if self._unforeseen is None:
            self._unforeseen = WarningBanner()
            self._unforeseen.put_away.connect(self._unforeseen.hide)
            self._main.insertWidget(0, self._unforeseen)
        self._unforeseen.set_state(line, "problem")
        self._unforeseen.show()

    def _tell_standing(self, live: SnapshotState) -> None:
        """What the sidebar and the strip say of groups, records and sending."""
        found = standing.of(live)
        for place in (self._sending, self._strip):
            place.show_state(found.state, found.more, found.went, found.act)
        would = standing.would(live.choices, practice=self._edition.practice)
        self._sidebar.set_first_heading(wording.WOULD_BE_SENT if would else wording.SENT)
        for key, category in self._edition.catalogue.categories.items():
            sent = key in live.choices.permit.categories
            self._sidebar.set_note(key, standing.note(category, live.choices), "on" if sent else "off")
        self._sidebar.set_note("outbox", standing.outbox_note(live))
        self._sidebar.set_note("history", standing.history_note(live))
        self._sidebar.set_note("license-status", licensed.note(live.license))
        self._tell_license(live.license)

    def _tell_license(self, status: Status) -> None:
        """As the license nears its end: at each of the warnings, until the user has put that one away."""
        told = words.warning(status)
        self._ending.set_state(told, "problem" if licensed.kind(status) == "bad" else "warning")
        self._ending.setVisible(bool(told) and (self._warned is None or status.warning != self._warned))

    def _put_away(self) -> None:
        if self.live is not None:
            self._warned = self.live.license.warning
            self._tell_license(self.live.license)

    def _tell_support(self) -> None:
        if self.live is not None and self._front:
            kind, page = self._edition.kind, self._names[self._front]
            self._support.setText(standing.support_line(__version__, page, kind, self.live))

    def _act(self, act: str) -> None:
        if act == "pause":
            self._actions.pause()
        elif act == "resume":
            self._actions.resume()

    def _complain(self, name: str, line: str) -> None:
        # The other actions stand on a page, which says there what became of them.
        if name in COMPLAINTS or name == "erase":
            self._complaints[name] = line
            self.tell(self._problems)

    def _forget(self, name: str, _said: str) -> None:
        gone = COMPLAINTS if name in ("pause", "resume") else (name,)
        left = {each: line for each, line in self._complaints.items() if each not in gone}
        if left != self._complaints:
            self._complaints = left
            self.tell(self._problems)

    def tick(self) -> None:
        """Let the page in front know that a second has passed."""
        if self.page is not None:
            self.page.tick()

    def changeEvent(self, event: QEvent) -> None:
        """After another size of text, let every part decide anew what it has room for."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            # The parts are told of it after the whole.
            QTimer.singleShot(0, self, self._measure)

    def _measure(self) -> None:
        for each in (self, *self.findChildren(QWidget)):
            QApplication.sendEvent(each, QResizeEvent(each.size(), each.size()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar where it would take too much."""
        self._side.setFixedWidth(round(self.fontMetrics().height() * SIDE_LINES))
        folded = self.width() / self.font().pointSizeF() < FOLD_POINTS
        self._side.setVisible(not folded)
        self._strip.setVisible(folded)
        super().resizeEvent(event)


def entries(catalogue: Catalogue) -> list[SidebarEntry]:
    """The sidebar's rows; every entry with a key is a page. Notes come with the first reading."""
    first, outbox, history, *others = (SidebarEntry(key, title) for key, title in wording.TITLES.items())
    return [
        first,
        SidebarEntry(None, wording.WOULD_BE_SENT),
        *(SidebarEntry(key, each.title, "off") for key, each in catalogue.categories.items()),
        SidebarEntry(None, wording.RECORDS),
        outbox,
        history,
        SidebarEntry(None, wording.MORE),
        *others,
    ]
