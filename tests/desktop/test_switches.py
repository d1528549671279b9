"""Every switch of every page is read and flipped by its name, in a real window."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.person import Person, told
from tests.desktop.window import SWITCH

GROUPS = {
    "environment": "Your device",
    "processed_object": "Checked files",
    "web_request": "Web addresses",
    "payment": "Payment protection",
}
PATHS = "Tell the path of web addresses"
SWITCHES = {
    "Overview": [f"{title} is sent" for title in GROUPS.values()],
    **{title: [f"{title} is sent"] for title in GROUPS.values()},
    "Settings": [PATHS],
}
# These are switched on where their warning stands.
WARNED = {
    "Checked files": "Vitrine checks only to show what would be told; it removes nothing.",
    "Web addresses": "in effect your browsing",
}

WHY = "You have not decided yet: accept the agreement first."


def test_every_page_tells_its_switches_and_no_page_has_others(person: Person) -> None:
    found = {}
    for page in person.pages:
        person.open(page)
        found[page] = person.window.names(SWITCH)
    assert {page: names for page, names in found.items() if names} == SWITCHES
    assert len(found) == 16


def test_every_switch_is_flipped_by_its_name_and_tells_how_it_stands(person: Person, home: Path) -> None:
    flipped = []
    for page, names in SWITCHES.items():
        person.open(page)
        for name in names:
            title = name.removesuffix(" is sent")
            if page != "Overview" or title not in WARNED:
                person.flip(name, on=True, action="Toggle")
                person.flip(name, on=False, action="Press")
                flipped += [(kind, title) for kind in ("switched_on", "switched_off") if name != PATHS]
    decided = [each for each in told(home, "consent", "history")["events"] if each["category"]]
    assert [(each["kind"], GROUPS[each["category"]]) for each in decided] == flipped


def test_a_setting_holds_once_its_switch_says_so(person: Person, home: Path) -> None:
    person.open("Settings")
    assert told(home, "settings")["send_paths"] is False
    person.flip(PATHS, on=True, action="Press")
    assert told(home, "settings")["send_paths"] is True


def test_what_needs_a_warning_is_switched_on_where_that_can_be_read(person: Person) -> None:
    for title, warning in WARNED.items():
        person.open("Overview")
        person.window.find(SWITCH, f"{title} is sent").act("Toggle")
        person.read_line(title)
        person.read(warning)
        person.flip(f"{title} is sent", on=True, action="Toggle")
        person.open("Overview")
        person.flip(f"{title} is sent", on=False, action="Toggle")


def test_a_switch_that_cannot_be_flipped_says_so_and_why(newcomer: Person) -> None:
    for page in ("Overview", *GROUPS.values()):
        newcomer.open(page)
        switches = newcomer.window.all(SWITCH)
        assert [each.name for each in switches] == SWITCHES[page]
        for switch in switches:
            assert {"checkable", "focusable"} <= switch.states
            assert not {"checked", "enabled"} & switch.states
            assert switch.told("Accessible", "Description") == WHY
