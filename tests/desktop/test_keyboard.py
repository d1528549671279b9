"""A real window is used with the keyboard alone, and shows where the keyboard is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from gui.theme import LIGHT
from tests.desktop.accessible import Node
from tests.desktop.person import Person
from tests.desktop.window import FIELD, SWITCH, TABLE, Window

TITLE = "Your device"
# Text is focusable for the mouse, which marks it; rows and tabs are told of beside the list they belong to.
PASSED_OVER = {"label", "list item", "cell", "page tab"}
# Some rings lie around what they are for, in dots; and so many of a ring's dots lie there at least.
AROUND, LEAST = 6, 40


def test_tab_reaches_every_control_of_every_page_once_and_brings_it_in_sight(person: Person) -> None:
    for page in person.pages:
        person.open(page)
        stops = around(person)
        assert sorted(map(called, stops)) == person.window.whole(lambda: sorted(map(called, controls(person)))), page


def controls(person: Person) -> list[Node]:
    """What the keyboard must reach."""
    return [each for each in person.window.shown("enabled", "focusable") if each.role not in PASSED_OVER]


def called(node: Node) -> tuple[str, str, str]:
    """What it is, and which one."""
    return node.role, node.name, node.path


def begin(person: Person) -> None:
    """Let the keyboard be in the sidebar."""
    assert person.sidebar.call("Component.GrabFocus")
    person.keyboard.forget()


def around(person: Person) -> list[Node]:
    """Where the keyboard stops with each Tab, from the sidebar back to it."""
    begin(person)
    stops: list[Node] = []
    while person.sidebar not in stops:
        person.keyboard.press("Tab")
        stops.append(person.keyboard.stop())
        person.window.until(lambda: is_in_sight(person.window, stops[-1]), f"{stops[-1].name} in sight")
    return stops


def is_in_sight(window: Window, node: Node) -> bool:
    """Whether it lies within the window: where it does not, the page must scroll."""
    (whole,) = window.program.children
    _, _, wide, high = whole.area
    left, top, width, height = node.area
    return left >= 0 and top >= 0 and left + width <= wide and top + height <= high


@pytest.mark.parametrize("page", ["Overview", TITLE, "Agreement"])
def test_where_the_keyboard_is_can_be_seen_and_where_it_was_no_more(person: Person, page: str) -> None:
    person.open(page)
    stops = around(person)
    window = person.window
    window.until(lambda: accents(window, person.sidebar) >= LEAST, "a ring in the sidebar")
    for left, reached in pairwise([person.sidebar, *stops]):
        is_there = ring_moves(window, left, reached)
        person.keyboard.press("Tab")
        window.until(is_there, f"a ring that goes from {left.name} to {reached.name}")


def ring_moves(window: Window, left: Node, reached: Node) -> Callable[[], bool]:
    """Whether a ring went from one to the other since now."""
    before, after = accents(window, left) - LEAST, accents(window, reached) + LEAST
    return lambda: accents(window, left) <= before and accents(window, reached) >= after


def accents(window: Window, node: Node) -> int:
    """How many dots in it and close around it have the colour of rings."""
    left, top, width, height = node.area
    area = (max(left - AROUND, 0), max(top - AROUND, 0), width + 2 * AROUND, height + 2 * AROUND)
    return window.desk.dots(area, LIGHT.accent)


def test_ctrl_k_opens_the_search_and_escape_gives_the_keyboard_back(person: Person) -> None:
    begin(person)
    person.keyboard.press("ctrl+k")
    field = person.keyboard.focus()
    assert (field.role, field.name) == (FIELD, "Search")
    person.keyboard.type("processor")
    found = person.window.find(TABLE, "Found")
    person.window.until(lambda: any("Processor type" in row for row in found.rows), "what was looked for")
    person.keyboard.press("Escape")
    assert person.keyboard.stop() == person.sidebar
    person.window.until(lambda: not person.window.all(FIELD), "a search that is closed")


def test_a_group_is_switched_on_with_the_keyboard_alone(person: Person) -> None:
    move(person, "Tab", lambda: person.keyboard.stop() == person.sidebar)
    move(person, "Down", lambda: person.keyboard.focus().name.startswith(TITLE))
    move(person, "Tab", lambda: person.keyboard.focus().role == SWITCH)
    person.keyboard.press("space")
    switch = person.window.find(SWITCH, f"{TITLE} is sent")
    person.window.until(lambda: "checked" in switch.states, "a switch that is on")
    person.read_line(TITLE, "4 waiting")


def move(person: Person, key: str, is_there: Callable[[], bool]) -> None:
    """Press this key until the focus is there."""
    person.keyboard.press(key)
    while not is_there():
        person.keyboard.press(key)
