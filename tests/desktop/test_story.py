"""From the first start to the withdrawal, in a real window, by names alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core import paths
from core.catalogue import load_catalogue
from core.text import visible
from core.wording.readings import REASONS, written
from tests.commands import vitrinectl
from tests.desktop.accessible import Node
from tests.desktop.person import Person, told
from tests.desktop.window import FIELD, MENU, TAB, TABLE

CATALOGUE = load_catalogue(paths.resources() / "catalogue", frozenset())
# How many facts each group has, by its title.
DECLARED = {group.title: len(group.items) for group in CATALOGUE.categories.values()}
REGION = "European Union"
GROUP, TITLE = "environment", "Your device"
# What comes with the agreement waits to be looked at, and so does the group that was switched on.
WAITING = 4
STATE, TITLED = 0, 3


def test_somebody_who_sees_nothing_accepts_looks_sends_checks_and_withdraws(newcomer: Person, home: Path) -> None:
    accept(newcomer)
    look(newcomer, home)
    switch_on(newcomer)
    sent = send(newcomer, home)
    find(newcomer, sent)
    check(newcomer)
    switch_off(newcomer)
    pause(newcomer, home)
    withdraw(newcomer)
    compare(home, sent)


def accept(person: Person) -> None:
    """The agreement is in front: its menu has a name, its answers too, and so has its button."""
    assert person.window.until(lambda: person.heading, "a heading") == "Before anything is sent"
    person.press("Accept")
    person.read("First say where you live.")
    person.open_menu("Where you live: not chosen")
    person.keyboard.press("Down")
    while (answer := person.keyboard.focus()).name != REGION:
        assert answer.role == "menu item"
        person.keyboard.press("Down")
    answer.act("Press")
    person.window.find(MENU, f"Where you live: {REGION}")
    person.press("Accept")
    person.read(f"for: {REGION}. It holds until you withdraw it.")


def look(person: Person, home: Path) -> None:
    """Every value of every group reads as the terminal tells it."""
    groups = told(home, "show")["categories"]
    seen = {group["title"]: look_at(person, group["title"]) for group in groups}
    assert seen == {group["title"]: list(map(words, group["items"])) for group in groups}
    assert {title: len(facts) for title, facts in seen.items()} == DECLARED


def look_at(person: Person, title: str) -> list[tuple[str, ...]]:
    """Every fact of a group and its value, or why there is none."""
    person.open(title)
    assert person.heading == title
    person.window.find(TAB, "Readable").act("Press")
    return person.window.until(lambda: filled(person.window.find(TABLE, title)), "values")


def filled(table: Node) -> list[tuple[str, ...]]:
    """Its rows, if a reading has come."""
    rows = table.rows
    return rows if all(map(all, rows)) else []


def words(item: dict[str, Any]) -> tuple[str, ...]:
    """A fact as screens show it."""
    reason, value = item["reason"], item["value"]
    return item["title"], REASONS[reason] if reason else visible(written(value))


def switch_on(person: Person) -> None:
    """The group's own switch; what it brings about is put into the Outbox."""
    person.open(TITLE)
    person.read("This group is not sent")
    person.flip(f"{TITLE} is sent", on=True, action="Toggle")
    person.read("This group is sent")
    person.read_line(f"{WAITING} waiting")


def send(person: Person, home: Path) -> str:
    """What is shown goes now, whatever waits: these are its bytes."""
    next_one = vitrinectl(home, "show", GROUP, "--bytes").out.decode()
    person.window.find(TAB, "Exact bytes").act("Press")
    shown = person.window.find(FIELD, f"{TITLE}: exact bytes")
    person.window.until(lambda: shown.text == next_one, "the bytes that go next")
    person.press("Send now")
    person.read(f"Sent and confirmed: {len(next_one)} bytes.")
    return next_one


def find(person: Person, sent: str) -> None:
    """It stands in the History, confirmed, with its bytes."""
    person.open("History")
    table = person.window.find(TABLE, "History")
    states = [row[STATE] for row in person.window.until(lambda: filled(table), "rows") if row[TITLED] == TITLE]
    assert states == ["confirmed", "waiting"]
    shown = person.window.find(FIELD, "Exact bytes of this submission")
    person.window.until(lambda: shown.text == sent, "what was sent")


def check(person: Person) -> None:
    """The record is looked through, and what was found is said."""
    person.press("Check the records")
    person.read("Records fit together")


def switch_off(person: Person) -> None:
    """Off means off, what waits included."""
    person.open(TITLE)
    person.flip(f"{TITLE} is sent", on=False, action="Press")
    person.read("This group is not sent")
    person.read_line(f"{WAITING - 1} waiting")


def pause(person: Person, home: Path) -> None:
    """One button stops everything, and starts it again."""
    person.press("Pause all sending")
    person.read("Sending is paused")
    assert told(home, "consent", "list")["paused"]
    person.press("Resume sending")
    person.read("Sending is on")
    assert not told(home, "consent", "list")["paused"]


def withdraw(person: Person) -> None:
    """As few steps as accepting."""
    person.open("Agreement")
    person.press("Withdraw")
    person.read("Nothing is sent. What had not gone was removed")
    assert person.heading == "Agreement withdrawn"
    person.read_line("sending off", "0 waiting")


def compare(home: Path, sent: str) -> None:
    """The terminal tells of the same life."""
    decided = [(each["kind"], each["category"], each["how"]) for each in told(home, "consent", "history")["events"]]
    kinds = [("accepted", None), ("switched_on", GROUP), ("switched_off", GROUP), *DECIDED_OF_ALL]
    assert decided == [(*kind, "window") for kind in kinds]
    assert not any(each["sending"] for each in told(home, "consent", "list")["categories"])
    became = {each["id"]: (each["category"], each["state"]) for each in told(home, "history", "list")["submissions"]}
    assert sorted(became.values()) == BECAME
    confirmed = next(identifier for identifier, (_, state) in became.items() if state == "confirmed")
    assert vitrinectl(home, "history", "show", confirmed, "--bytes").out.decode() == sent
    assert told(home, "history", "verify")["ok"]


DECIDED_OF_ALL = [("paused", None), ("resumed", None), ("withdrawn", None)]
BECAME = [
    *((GROUP, "cancelled"), (GROUP, "confirmed")),
    *((group, "cancelled") for group in ("installed_software", "license", "transmission")),
]
