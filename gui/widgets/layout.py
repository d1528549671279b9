"""Layouts as pages use them: without margins where none are named, and filled with all that they hold at once."""

from typing import TypeAlias, TypeVar

from PySide6.QtWidgets import QBoxLayout, QLayout, QStackedLayout, QWidget

Layout = TypeVar("Layout", bound=QBoxLayout)
# What a layout holds: a widget or another layout, alone or with its share of the room; a number is a stretch.
Part: TypeAlias = QWidget | QLayout | tuple[QWidget | QLayout, int] | int


def spaced(layout: Layout, spacing: int, *margins: int) -> Layout:
    """Set a layout's spacing and its margins, four or none, and return it."""
    layout.setSpacing(spacing)
    layout.setContentsMargins(*(margins or (0, 0, 0, 0)))
    return layout


def pile(*parts: QWidget) -> tuple[QWidget, QStackedLayout]:
    """Return a widget that shows one of these at a time, the first to begin with, and the layout that says which."""
    whole = QWidget()
    stack = QStackedLayout(whole)
    for part in parts:
        stack.addWidget(part)
    return whole, stack


def fill(layout: Layout, *parts: Part) -> Layout:
    """Put these into a layout, one after the other, and return it."""
    for part in parts:
        each, share = part if isinstance(part, tuple) else (part, 0)
        if isinstance(each, QWidget):
            layout.addWidget(each, share)
        elif isinstance(each, QLayout):
            layout.addLayout(each, share)
        else:
            layout.addStretch(each)
    return layout
