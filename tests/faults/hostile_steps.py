"""Brings hostile texts into a window from every side, one step after the other, and has all of it looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NoReturn

from core.catalogue import Category
from core.reading import Reading
from gui.shell import LEAST_HEIGHT, LEAST_WIDTH
from tests.engines import read_by
from tests.faults import hostile_states
from tests.faults.hostile_checks import PRIVATE, files
from tests.faults.hostile_house import ADDRESSES, FILES, SNAPSHOTS, decide, endless, failing, longest, read
from tests.faults.hostile_record import edit, fill
from tests.faults.hostile_states import Home, Step
from tests.faults.hostile_walk import HEIGHT, WIDTH
from tests.faults.hostile_words import Marks, file_name, seen

# As much as somebody types, and as an error says of itself.
TYPED, SAID = 150, 500


def steps(home: Home) -> Iterator[Step]:
    """All of them, in the order in which they follow from each other."""
    yield from (million, undecided, longest_value, live, checked_files, checked_addresses, away)
    for key in home.walk.viewer.window.keys:
        yield partial(_page, key)
    yield from (records_checked, narrow, searched, complaints, failed, broken)
    yield from hostile_states.STATES


def million(home: Home) -> None:
    """A million letters as a value, and as the place where it was read."""
    _transmitted(home, endless)


def longest_value(home: Home) -> None:
    """As many letters as a value may have."""
    _transmitted(home, longest)


def _transmitted(home: Home, made: Callable[[Category, Marks], Reading]) -> None:
    """The group with a single item holds this, and is looked at."""
    key = "transmission"
    before = home.built.engine._collectors[key]
    read(home.built, {key: made(home.built.engine.catalogue.categories[key], home.marks)})
    home.walk.stage.read()
    home.walk.page(key)
    read_by(home.built.engine, {key: before})
    home.walk.stage.read()


def undecided(home: Home) -> None:
    """Nothing was decided, and nothing has happened; the agreement can be read."""
    home.walk.look("overview", "outbox", "history", "environment", FILES, ADDRESSES, "payment", "agreement")
    home.walk.stage.press("Read it")
    home.walk.look()
    home.walk.stage.press("Back to the summary")


def live(home: Home) -> None:
    """Everything is agreed to, and something of each kind stands in the record, some of it edited."""
    decide(home.built)
    fill(home.built, home.marks, home.receiver)
    edit(home.built, home.marks)
    home.walk.stage.read()


def checked_files(home: Home) -> None:
    """Files of hostile names, in which hostile things are found; while that goes on, too."""
    checks = home.walk.viewer.checks
    looked = checks.progressed.connect(lambda *_: home.walk.judge.look(home.walk.viewer.window, FILES))
    home.walk.wait(FILES, partial(checks.check_files, files(home.folder, home.marks)), checks.ended)
    checks.progressed.disconnect(looked)


def checked_addresses(home: Home) -> None:
    """Servers that say hostile things of themselves; one that is asked about first."""
    checks = home.walk.viewer.checks
    home.walk.wait(ADDRESSES, partial(checks.check_address, "https://server.example"), checks.ended)
    home.walk.wait(ADDRESSES, partial(checks.check_address, PRIVATE), checks.asks_first)


def away(home: Home) -> None:
    """The receiver is not reached any more, for it names another address."""
    home.walk.wait("outbox", home.walk.viewer.actions.retry, home.walk.viewer.actions.told)


def _page(key: str, home: Home) -> None:
    home.walk.page(key)


def records_checked(home: Home) -> None:
    """The record does not fit together, and the page says where."""
    home.walk.look("history")
    home.walk.stage.press("Check the records", home.walk.viewer.actions.verified)
    home.walk.look()
    home.walk.stage.press("What this can and cannot show")
    home.walk.look()


def narrow(home: Home) -> None:
    """The smallest window: the sidebar is folded."""
    home.walk.viewer.window.resize(LEAST_WIDTH, LEAST_HEIGHT)
    home.walk.look("overview", "history", FILES)
    home.walk.viewer.window.resize(WIDTH, HEIGHT)


def searched(home: Home) -> None:
    """Values that are found, and a query that finds nothing."""
    home.walk.look("overview")
    for words in ("Zq", home.marks.put("a query", "overview", shape=seen(TYPED))):
        home.walk.stage.search(words)
        home.walk.look()
        home.walk.stage.press("Close")


def complaints(home: Home) -> None:
    """What was asked for cannot be done, and the line that says so quotes it."""
    viewer, marks = home.walk.viewer, home.marks
    actions, preferences = viewer.actions, viewer.preferences
    absent = home.folder / "absent" / marks.put("a file to export to", "history", shape=file_name)
    home.walk.wait("history", partial(actions.export, absent), actions.failed)
    text = marks.put("a license file that is not there", "license-status", shape=file_name)
    home.walk.wait("license-status", partial(actions.activate, home.folder / text), actions.told)
    folder = marks.put("a folder that is not there", "settings", shape=file_name)
    home.walk.wait("settings", partial(preferences.change, "watched_folder", folder), preferences.told)


def failed(home: Home) -> None:
    """No value could be read."""
    categories = home.built.engine.catalogue.categories
    read(home.built, {key: failing(categories[key], home.marks) for key in SNAPSHOTS})
    home.walk.stage.read()
    for key in SNAPSHOTS:
        home.walk.stage.open(key, "Readable")
        home.walk.rows(key)


def broken(home: Home) -> None:
    """A reading ends in a way that nobody foresaw."""
    key, viewer = "transmission", home.walk.viewer
    before = home.built.engine._collectors[key]
    words = home.marks.put("an error that nobody foresaw", "overview", shape=lambda text: text[:SAID])

    def ends() -> NoReturn:
        raise RuntimeError(words)

    read_by(home.built.engine, {key: ends})
    viewer.refresh()
    home.walk.until(lambda: not viewer._reading)
    home.walk.look("overview")
    read_by(home.built.engine, {key: before})
    home.walk.stage.read()
