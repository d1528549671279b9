"""Left alone, the window does next to nothing: each reading tells every word again, and moves none that is the same."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.label import Label, label

WORDS = "Several words that take more than one line where there is little room for them."


class Layouts(QObject):
    """Counts how often something is to be laid out anew."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


def sizes(of: Label) -> tuple[int, int, int]:
    return of.sizeHint().width(), of.sizeHint().height(), of.heightForWidth(120)


@pytest.mark.parametrize("wrap", [False, True])
def test_the_same_words_again_lay_out_nothing(qtbot: QtBot, wrap: bool) -> None:
    around, shown, layouts = QWidget(), label(WORDS, wrap=wrap), Layouts()
    qtbot.addWidget(around)
    QVBoxLayout(around).addWidget(shown)
    around.show()
    QApplication.processEvents()
    around.installEventFilter(layouts)
    shown.setText(WORDS)
    QApplication.processEvents()
    assert layouts.count == 0
    shown.setText(f"{WORDS} {WORDS}")
    QApplication.processEvents()
    assert layouts.count > 0


@pytest.mark.parametrize("wrap", [False, True])
def test_what_was_measured_is_measured_anew_for_another_font(qapp: QApplication, wrap: bool) -> None:
    shown, fresh = label(WORDS, wrap=wrap), label(WORDS, wrap=wrap)
    before = sizes(shown)
    larger = shown.font()
    larger.setPointSizeF(larger.pointSizeF() * 2)
    for each in (shown, fresh):
        each.setFont(larger)
    assert sizes(shown) == sizes(fresh) != before


def test_what_was_measured_is_measured_anew_for_other_words(qapp: QApplication) -> None:
    shown = label(WORDS, wrap=True)
    before = sizes(shown)
    shown.setText(f"{WORDS} {WORDS}")
    assert sizes(shown) == sizes(label(f"{WORDS} {WORDS}", wrap=True)) != before
