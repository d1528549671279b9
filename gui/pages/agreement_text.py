"""The agreement itself: what it is, and its whole text."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.product import Product
from core.text import visible
from gui import theme
from gui.state.edition import Edition
from gui.state.words import Section
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.details import Sections
from gui.widgets.label import label
from gui.widgets.scroll_area import ScrollArea


class ItselfCard(Card):
    """Title, date, ID and hash of the text; the way to it; what follows from declining."""

    read_asked = Signal()

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        read = Button("Read it")
        read.clicked.connect(self.read_asked)
        self.setFocusProxy(read)
        self.set_head(_head("The agreement itself", read))
        details = Sections("About the agreement")
        details.set_content("", _sections(edition))
        self.column.addWidget(details, 1)


class TextCard(Card):
    """The whole text, exactly as it came, but for what could not be seen in it."""

    back_asked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        back = Button("Back to the summary")
        back.clicked.connect(self.back_asked)
        self.set_head(_head("The whole text", back))
        area = _area(text)
        self.setFocusProxy(area)
        self.column.addWidget(area, 1)


def _head(words: str, button: Button) -> QWidget:
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.SMALL)
    row.addWidget(label(words, weight=700), 1)
    row.addWidget(button)
    return head


def _area(text: str) -> ScrollArea:
    # No other sign ends a line: what else would is marked, as all that cannot be seen.
    lines = text.replace("\r\n", "\n").split("\n")
    shown = label("\n".join(map(visible, lines)), selectable=True)
    shown.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
    area = ScrollArea(shown, "The agreement’s text")
    # By keyboard it is read by scrolling.
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area


def _sections(edition: Edition) -> list[Section]:
    agreement, statement = edition.product.agreement, edition.catalogue.statement
    return [
        ("Title", agreement.title, False),
        ("Date and ID", f"{agreement.published} · {agreement.id}", False),
        ("SHA-256 of its text", _grouped(hashlib.sha256(edition.product.text.encode()).hexdigest()), True),
        ("If you decline", _declining(edition.product), False),
        ("Statement behind it", statement.source, False),
        ("Statement’s number", statement.id, True),
        ("Personal data", f"{statement.personal_data} Our own finding stands beside each value.", False),
    ]


def _declining(product: Product) -> str:
    return (
        f"Vitrine sends nothing; everything else here works. Whether {product.name} may be used without it is decided "
        f"by {product.vendor.name}: not stated."
    )


def _grouped(digest: str) -> str:
    """In groups of eight, which can be compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
