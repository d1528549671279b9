"""The demo with hostile data: it knows every state that a page can be in, and goes through all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from core.assembly import build_demo
from core.catalogue import Category
from core.checking.files import Checked
from core.demo import invented
from core.demo.demo import State
from core.demo.hand import Hand
from core.engine import Shown
from core.errors import Refused
from core.inspectors.finding import Inspection, Server
from core.license import sample
from core.license.license import License
from core.reading import Fact, Reading, known
from gui.screenshots.scenes import draw_lived_in, draw_new
from gui.viewer import Viewer
from tests.faults.hostile_house import ADDRESSES, FILES, SNAPSHOTS
from tests.faults.hostile_judge import Judge
from tests.faults.hostile_walk import looked_at
from tests.faults.hostile_words import Marks, encodable, file_name, seen, value

# What changes in the demo goes on doing so: the states that tell of changes need it.
CHANGING = frozenset({*invented.EARLIER, "days_remaining"})
LETTERS = 100
STATES: tuple[State, ...] = ("lived_in", "new")


def play(judge: Judge, folder: Path) -> None:
    """Both lives of the demo, looked at wherever a picture would be drawn."""
    with _invented(judge.marks, folder):
        for state in STATES:
            with looked_at(Viewer(build_demo({"VITRINE_HOME": str(folder)}, state)), judge) as walk:
                (draw_new if state == "new" else draw_lived_in)(walk.stage)


@contextmanager
def _invented(marks: Marks, folder: Path) -> Iterator[None]:
    """All that the demo invents, with hostile texts in it."""
    told = Hand.tell
    site = marks.put("a site of the demo’s", "payment", shape=encodable)

    def tell(self: Hand, reading: Reading, _site: str) -> None:
        told(self, reading, site)

    away = marks.put("why the demo is offline", "overview", "outbox", shape=seen(LETTERS))
    unread = str(Refused(marks.put("why the demo’s record is not read", "overview", shape=value)))
    replaced: dict[str, object] = {
        "core.demo.invented.snapshot": _Snapshots(marks),
        "core.demo.invented.server": _Servers(marks),
        "core.demo.invented.FOLDER": folder / marks.put("the demo’s folder", FILES, shape=file_name),
        "core.demo.hand.Hand.tell": tell,
        "core.demo.hand.REFUSED": marks.put("why the demo’s receiver refuses", "outbox", shape=encodable),
        "core.demo.life.Checked": _named(marks.put("a file of the demo’s", FILES, shape=file_name)),
        "core.license.sample._held": _Dealers(marks),
        "gui.screenshots.scenes.AWAY": away,
        "gui.screenshots.scenes.UNREAD": unread,
    }
    for name in ("TOOLS", "TEST_FILE", "REMOTE_HELP", "LARGE", "LOCKED"):
        replaced[f"core.demo.invented.{name}"] = _inspected(getattr(invented, name), marks, name)
    with pytest.MonkeyPatch.context() as patch:
        for place, thing in replaced.items():
            patch.setattr(place, thing)
        yield


class _Snapshots:
    """As the demo has them, with a hostile text wherever an item takes one that does not change."""

    def __init__(self, marks: Marks) -> None:
        self._honest, self._marks = invented.snapshot, marks
        self._made: dict[str, str] = {}

    def __call__(self, category: Category, at: datetime) -> dict[str, Fact]:
        """The group's values then."""
        found = self._honest(category, at)
        for item in category.items if category.key in SNAPSHOTS else ():
            if item.type == "text" and item.key not in CHANGING:
                found[item.key] = known(self._text(category.key, item.key), invented.SOURCE)
        return found

    def _text(self, category: str, key: str) -> str:
        if key not in self._made:
            self._made[key] = self._marks.put(f"the demo’s {key}", category, shape=value)
        return self._made[key]


class _Servers:
    """As the demo has them; what they say of themselves is hostile."""

    def __init__(self, marks: Marks) -> None:
        self._honest = invented.server
        self._url = marks.put("an address of the demo’s", ADDRESSES, shape=value)

    def __call__(self, number: int) -> Server:
        """One of them."""
        return msgspec.structs.replace(self._honest(number), url=self._url)


class _Dealers:
    """Licenses as the demo has them, sold by a hostile dealer."""

    def __init__(self, marks: Marks) -> None:
        self._honest = sample._held
        self._dealer = marks.put("a dealer of the demo’s", "license-status", "overview", shape=seen(LETTERS))

    def __call__(self, starts: date, product: str = sample.PRODUCT) -> License:
        """One of them."""
        return msgspec.structs.replace(self._honest(starts, product), partner_name=self._dealer)


def _named(name: str) -> object:
    """Files whose names go on with a hostile one."""

    def checked(path: Path, inspection: Inspection, readings: list[Reading], shown: list[Shown]) -> Checked:
        return Checked(path.with_name(f"{path.name} {name}"), inspection, readings, shown)

    return checked


def _inspected(honest: Inspection, marks: Marks, name: str) -> Inspection:
    """What was found in a file; each word of it that the demo has is hostile."""

    def put(text: str, word: str) -> str:
        return marks.put(f"the {word} of the demo’s {name}", FILES, shape=value) if text else ""

    signature = msgspec.structs.replace(
        honest.signature, signer=put(honest.signature.signer, "signer"), why=put(honest.signature.why, "trouble")
    )
    found = [msgspec.structs.replace(each, name=put(each.name, "find")) for each in honest.detections]
    engines = [msgspec.structs.replace(each, why=put(each.why, "limit")) for each in honest.engines]
    return Inspection(signature, tuple(found), tuple(engines))
