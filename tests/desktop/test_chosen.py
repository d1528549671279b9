"""A screen reader finds a window, and what it chooses is what is shown."""

from __future__ import annotations

from tests.desktop.person import Person
from tests.desktop.window import TAB, TABLE


def test_the_window_is_told_to_be_one(newcomer: Person) -> None:
    assert [each.role for each in newcomer.window.program.children] == ["frame"]


def test_what_is_said_is_about_the_row_that_is_chosen(newcomer: Person) -> None:
    newcomer.open("Your device")
    table = newcomer.window.find(TABLE, "Your device")
    newcomer.window.until(lambda: all(map(all, table.rows)), "values")
    assert table.call("Table.AddRowSelection", "i", 2)
    newcomer.read("Information about the user environment, 3rd fact")
    assert "selected" in table.cell(2, 0).states


def test_a_hidden_tab_cannot_be_chosen(newcomer: Person) -> None:
    newcomer.open("Your device")
    hidden = [each for each in newcomer.window.all(TAB) if not all(each.area[2:])]
    assert len(hidden) == 2
    for tab in hidden:
        tab.act("Press")
        assert "selected" in newcomer.window.find(TAB, "Readable").states
        newcomer.window.find(TABLE, "Your device")
