"""The agreement's text, what it leaves open, and what our catalogue made of the statement."""

from __future__ import annotations

import hashlib

from PySide6.QtWidgets import QHBoxLayout, QScrollArea

from core.catalogue import Catalogue
from core.product import Product
from core.text import visible
from gui import theme
from gui.models.words import Section
from gui.pages.page import Page
from gui.widgets import scroll
from gui.widgets.card import Card
from gui.widgets.details import Details
from gui.widgets.label import label

NOT_STATED = "not stated"


class AgreementPage(Page):
    """The text itself beside what can be said of it."""

    def __init__(self, catalogue: Catalogue, product: Product) -> None:
        agreement = product.agreement
        super().__init__(
            "agreement",
            agreement.title,
            f"Dated {agreement.published}. You have not decided yet; nothing is sent.",
        )
        left, right = Card(padding=0), Card(padding=1)
        left.column.addWidget(_text(product.text))
        details = Details("About this agreement")
        details.set_content("About this agreement", _sections(catalogue, product))
        right.column.addWidget(details)
        cards = QHBoxLayout()
        cards.setSpacing(theme.LARGE)
        cards.addWidget(left, 2)
        cards.addWidget(right, 1)
        self.column.addLayout(cards, 1)


def _text(text: str) -> QScrollArea:
    shown = label("\n".join(visible(line) for line in text.splitlines()), selectable=True)
    shown.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
    area = QScrollArea()
    scroll.dress(area)
    area.setAccessibleName("The agreement’s text")
    area.setWidgetResizable(True)
    area.setWidget(shown)
    shown.setAutoFillBackground(False)
    return area


def _sections(catalogue: Catalogue, product: Product) -> list[Section]:
    stated = product.stated
    return [
        ("Receiver", product.vendor.name, False),
        ("Statement behind it", catalogue.statement.source, False),
        ("Statement’s number", catalogue.statement.id, True),
        ("SHA-256 of this text", hashlib.sha256(product.text.encode()).hexdigest(), True),
        (
            "Personal data",
            f"{catalogue.statement.personal_data} Our own finding stands beside each value.",
            False,
        ),
        ("Contact", stated.contact or NOT_STATED, False),
        ("Legal basis", stated.legal_basis or NOT_STATED, False),
        ("How long it is kept", stated.retention or NOT_STATED, False),
        ("Countries it goes to", stated.countries or NOT_STATED, False),
        ("Your rights", stated.rights or NOT_STATED, False),
    ]
