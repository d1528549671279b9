"""Whatever takes the keyboard has a name, on every page of a real window, however things stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.commands import vitrinectl
from tests.desktop.accessible import Node
from tests.desktop.person import Person
from tests.desktop.window import FIELD, TAB, TABLE, Window

LIVES: dict[str, list[tuple[str, ...]]] = {
    "nothing is decided": [],
    "something was sent, something waits": [
        ("agreement", "accept", "--region", "eu"),
        ("send",),
        ("consent", "on", "environment"),
        ("pause",),
    ],
}
SMALL = (640, 480)


@pytest.mark.parametrize("life", LIVES)
def test_every_control_of_every_side_of_every_page_has_a_name(
    come: Callable[..., Person], home: Path, life: str
) -> None:
    for step in LIVES[life]:
        assert vitrinectl(home, *step).code == 0
    person = come()
    found = {page: nameless_of(person, page) for page in person.pages}
    assert found == {page: [] for page in person.pages}
    assert len(found) == 16


def nameless_of(person: Person, page: str) -> list[str]:
    """What is nameless on any side of this page."""
    window = person.window
    person.open(page)
    found = nameless(window)
    for tab in filter(is_seen, window.all(TAB)):
        tab.act("Press")
        window.until(partial(is_chosen, tab), f"the side {tab.name}")
        found += nameless(window)
    return found


def nameless(window: Window) -> list[str]:
    """What can take the keyboard and has no name: its role, and what it lies in."""
    able = window.whole(lambda: [(each.name.strip(), each) for each in window.shown("focusable")])
    assert len(able) > 1, "hardly anything can take the keyboard"
    return [f"{each.role} in “{each.parent.name}”" for name, each in able if not name]


def is_seen(tab: Node) -> bool:
    """One that is hidden has no size."""
    return all(tab.area[2:])


def is_chosen(tab: Node) -> bool:
    """Whether its side is in front."""
    return "selected" in tab.states


def test_every_control_of_the_search_has_a_name(person: Person) -> None:
    person.press("Search")
    person.window.find(FIELD, "Search").call("EditableText.SetTextContents", "s", "number")
    found = person.window.find(TABLE, "Found")
    assert all(map(all, person.window.until(lambda: found.rows, "what was found")))
    assert nameless(person.window) == []


def test_in_a_small_window_the_pages_are_a_menu_that_tells_their_names(person: Person) -> None:
    pages = person.pages
    person.keyboard.resize(*SMALL)
    person.open_menu("Pages")
    told = []
    for _ in pages:
        person.keyboard.press("Down")
        told.append(person.keyboard.focus().name)
    assert told == pages
    person.keyboard.press("Return")
    person.read_line(pages[-1])
    assert nameless(person.window) == []
