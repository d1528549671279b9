"""Whatever a text from outside holds, every widget shows it letter by letter, marked, and with an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from core import paths
from core.errors import Code, Refused
from core.product import load_product
from core.text import LONGEST, visible
from core.wording.errors import sentence
from gui.widgets import status_pill
from tests.commands import another_product
from tests.faults.driver import ROWS, swept
from tests.faults.hostile_text import ROUND
from tests.faults.hostile_text.assertions import Judge, ours
from tests.faults.hostile_text.eyes import formats
from tests.faults.hostile_text.values import MILLION, Marks
from tests.refusals import refuses

# What stands in the product’s file, and what would be too much in its place.
TOO_MUCH = {
    '"Example Software"': '"' + "W" * 121 + '"',
    '"Data provision, demonstration"': '"' + "W" * MILLION + '"',
    '"privacy@example-software.example"': '"' + "W" * 1001 + '"',
    'name = "Example Security"\n\n': 'name = "a\\u202eb"\n\n',
}


def test_every_widget_shows_a_hostile_text_letter_by_letter() -> None:
    found = swept(31, ROUND)
    assert found.held, found.figure
    assert found.figure.startswith("texts gone through whole: 1 "), found.figure


@pytest.mark.parametrize("guard", ROWS[31].guards)
def test_the_texts_find_a_window_that_interprets_hides_or_has_no_end(guard: str) -> None:
    assert not swept(31, ROWS[31].few, guard=guard).held


def test_a_widget_that_nobody_met_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge(Marks("x"))
    assert len(judge.unmet()) == len(ours()) > 80
    newer = type("Newer", (QWidget,), {"__module__": status_pill.__name__})
    monkeypatch.setattr(status_pill, "Newer", newer, raising=False)
    assert "never seen: gui.widgets.status_pill.Newer" in judge.unmet()


@pytest.mark.parametrize("tag", ['a href="x"', 'img src="x"', "ul><li", "table><tr><td", "hr", "h1", "b", "i"])
def test_a_text_that_is_interpreted_is_heard(tag: str, qtbot: QtBot) -> None:
    interpreted, literal = QTextEdit(), QTextEdit()
    interpreted.setHtml(f"<{tag}>x")
    literal.setPlainText(f"<{tag}>x")
    assert formats(interpreted)
    assert formats(literal) == []


@pytest.mark.parametrize("text", TOO_MUCH)
def test_a_product_file_lets_in_no_more_than_a_page_can_hold(text: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_product(another_product(tmp_path, text, TOO_MUCH[text]), paths.resources())
    assert len(sentence(refused.value)) < 500
    assert sentence(refused.value).isprintable()


def test_an_agreement_that_no_page_can_show_whole_is_refused(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("W" * (LONGEST + 1), encoding="utf-8")
    file = another_product(tmp_path, '"statement/example-agreement.txt"', '"long.txt"')
    with refuses(Code.PRODUCT_TEXT_TOO_LONG):
        load_product(file, paths.resources())


def test_nothing_is_shown_without_end() -> None:
    for text in ("W" * MILLION, "\u202e" * MILLION):
        assert len(visible(text)) == LONGEST + 1
        assert visible(text).endswith("…")
        assert visible(visible(text)) == visible(text)
