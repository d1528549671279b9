"""What Vitrine is and is not, and what it is built from."""

from core import __version__
from core.text import visible
from core.wording import about as wording
from gui.bridge import Inquiry
from gui.pages.page import Page
from gui.state.components import Component
from gui.state.edition import Edition
from gui.state.sections import Section
from gui.tables.text_table import PlainTable
from gui.widgets.card import Card
from gui.widgets.details import Sections
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.table import Table

KEY = "about"
STACK_POINTS = 66
LEAST_LINES = 16
# So the names of a product and a vendor begin that are nobody’s.
EXAMPLE = "Example "


class AboutPage(Page):
    """What Vitrine is, in sections, beside a table of its parts, which `parts` reads on a worker."""

    def __init__(self, edition: Edition, parts: Inquiry) -> None:
        super().__init__(KEY, wording.HEADING, wording.SENTENCE.format(version=__version__))
        self._parts = parts
        details = Sections(wording.HEADING)
        details.set_content(wording.IN_SHORT, _sections(edition))
        self._model = PlainTable(wording.PART_TITLES, self)
        card = Card(Table(wording.PARTS, self._model, (34, 24, 42), wrap=True))
        card.setMinimumHeight(LEAST_LINES * self.fontMetrics().height())
        self.column.addWidget(ResponsiveRow(STACK_POINTS, (Card(details, padding=1), 48), (card, 52)), 1)
        parts.answered.connect(self._take)
        parts.failed.connect(self._fail)
        parts.ask()

    @property
    def busy(self) -> bool:
        """Whether the parts are still being read."""
        return self._parts.is_asking

    def _take(self, parts: list[Component]) -> None:
        self._model.show([(part.name, part.version, part.license) for part in parts])

    def _fail(self, line: str) -> None:
        self._model.show([(wording.NOT_READ, "–", visible(line))])


def _sections(edition: Edition) -> list[Section]:
    product, vendor = edition.product.name, edition.product.vendor.name
    whose = wording.WHOSE.format(number=edition.catalogue.statement.number, product=product, vendor=vendor)
    if product.startswith(EXAMPLE) and vendor.startswith(EXAMPLE):
        whose = f"{whose} {wording.INVENTED}"
    return [
        (wording.WHAT_IT_IS, wording.IS, False),
        (wording.WHOSE_IT_IS, visible(whose), False),
        *((caption, visible(text.format(product=product)), False) for caption, text in wording.CANNOT.items()),
        (wording.LICENSE, wording.TERMS, False),
    ]
