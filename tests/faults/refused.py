"""Consents that are wrong in a way that has a name: what a user, a vendor or an editor of files may have done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from core import paths
from core.record.store import NAME
from tests.faults.desk import GROUP, agree, envelopes, environment, product, queue, vitrine
from tests.faults.permits import CATEGORY, DETAIL, KIND, Rows, rewrite, rows


@dataclass(slots=True)
class Case:
    """A home with everything accepted and something waiting, about to be spoiled. `catalogue`: read instead of ours."""

    folder: Path
    port: int
    catalogue: Path | None = None

    @property
    def home(self) -> Path:
        """Where the state file is."""
        return self.folder / "home"

    @property
    def product(self) -> Path:
        """The product's file."""
        return self.folder / "another.toml"

    def begin(self, *, accepted: bool = True) -> None:
        """Make them."""
        product(self.folder, f"http://127.0.0.1:{self.port}")
        if accepted:
            built = vitrine(self.home, self.product)
            agree(built)
            queue(built, envelopes(built, ["a"]))

    def swap(self, before: str, after: str) -> None:
        """Another product file lies in its place."""
        text = self.product.read_text(encoding="utf-8")
        assert before in text, before
        self.product.write_text(text.replace(before, after), encoding="utf-8")

    def edit(self, change: Callable[[Rows], object], *, linked: bool = True) -> None:
        """Somebody edits the decisions; `linked`: and makes the links anew."""
        events = rows(self.home / NAME)
        change(events)
        rewrite(self.home / NAME, events, linked=linked)

    def other_catalogue(self, file: str, before: str, after: str) -> None:
        """The program comes with another catalogue."""
        self.catalogue = self.folder / "resources"
        shutil.copytree(paths.resources(), self.catalogue)
        path = self.catalogue / "catalogue" / file
        text = path.read_text(encoding="utf-8")
        assert before in text, before
        path.write_text(text.replace(before, after), encoding="utf-8")

    def environment(self) -> Mapping[str, str]:
        """What the program is told by."""
        return environment(self.home, self.product)

    def execute(self, *statements: str) -> None:
        """Whatever SQL."""
        with closing(apsw.Connection(str(self.home / NAME))) as connection, connection:
            for statement in statements:
                connection.execute(statement)


def detail(**fields: Any) -> Callable[[Rows], None]:
    """The acceptance says this instead; the switch that was made then is gone."""

    def change(events: Rows) -> None:
        events[0][DETAIL] = json.dumps({**json.loads(events[0][DETAIL]), **fields})
        events[1][KIND], events[1][CATEGORY] = "noticed", None

    return change


def column(number: int, at: int, value: object) -> Callable[[Rows], None]:
    """One field of one event is another."""

    def change(events: Rows) -> None:
        events[number][at] = value

    return change


def withdrawn(case: Case) -> None:
    """As the user does it."""
    vitrine(case.home, case.product).engine.withdraw("script")


def hidden(kind: str) -> Callable[[Case], None]:
    """A withdrawal that somebody calls something else, and does not make the links anew."""

    def spoil(case: Case) -> None:
        withdrawn(case)
        number = next(each[0] for each in rows(case.home / NAME) if each[KIND] == "withdrawn")
        case.execute(f"UPDATE decision SET kind = '{kind}' WHERE number = {number}")

    return spoil


def removed(case: Case) -> None:
    """The withdrawal is taken out of the record."""
    withdrawn(case)
    case.execute("DELETE FROM decision WHERE kind = 'withdrawn'")


def killed_after_withdrawing(case: Case) -> None:
    """The event is there, and nothing else was done."""
    vitrine(case.home, case.product).engine.consent.withdraw("script")


def spoiled(data: bytes) -> Callable[[Case], object]:
    """The state file holds this instead."""
    return lambda case: (case.home / NAME).write_bytes(data)


def empty(case: Case) -> None:
    """A state file, and nothing in it."""
    case.home.mkdir()
    (case.home / NAME).touch()


def cut(case: Case) -> None:
    """The state file's second half is gone."""
    path = case.home / NAME
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def missing(case: Case) -> None:
    """The state file is gone."""
    (case.home / NAME).unlink()


def folder_instead(case: Case) -> None:
    """A folder lies where the state file was."""
    missing(case)
    (case.home / NAME).mkdir()


def accepted_elsewhere(case: Case) -> None:
    """The last acceptance was of another product's terms."""
    case.swap(f":{case.port}", ":9")
    agree(vitrine(case.home, case.product))
    case.swap(":9", f":{case.port}")


def switch_for_every_group(case: Case) -> None:
    """What came with the agreement is now for the user to switch on, who has switched off what had a switch."""
    vitrine(case.home, case.product).engine.choose(GROUP, False, "script")
    more = 'choices = ["installed_software", "transmission", "license", '
    case.swap("choices = [", more)


KEY = "receiver_key = "
# Where nothing is accepted at first, the name begins with "never".
CASES: dict[str, Callable[[Case], object]] = {
    "never: nothing was decided": Case.environment,
    "never: declined": lambda case: vitrine(case.home, case.product).engine.decline("script"),
    "never: the state file is empty": empty,
    "declined after acceptance": lambda case: vitrine(case.home, case.product).engine.decline("script"),
    "withdrawn": withdrawn,
    "withdrawn, and killed before the rest": killed_after_withdrawing,
    "withdrawn, and called noticed": hidden("noticed"),
    "withdrawn, and called accepted": hidden("accepted"),
    "withdrawn, and taken out": removed,
    "paused": lambda case: vitrine(case.home, case.product).engine.pause("script"),
    "another port": lambda case: case.swap(f":{case.port}", ":9"),
    "another path": lambda case: case.swap(f":{case.port}", f":{case.port}/v0"),
    "another host": lambda case: case.swap(f"http://127.0.0.1:{case.port}", "https://receiver.invalid"),
    "practice instead": lambda case: case.swap(f"http://127.0.0.1:{case.port}", "embedded:"),
    "another receiver key": lambda case: case.swap(KEY + '"A', KEY + '"B'),
    "no receiver key": lambda case: case.swap(KEY, "# "),
    "another agreement": lambda case: case.swap("175193-demonstration", "175193-other"),
    "a switch for every group": switch_for_every_group,
    "accepted for another address": accepted_elsewhere,
    "another statement": lambda case: case.other_catalogue(
        "catalogue.toml", "ksc-win@2021-11-30", "ksc-win@2022-01-01"
    ),
    "region other": lambda case: case.edit(detail(region="other")),
    "region unknown": lambda case: case.edit(detail(region="mars")),
    "region no text": lambda case: case.edit(detail(region=["eu"])),
    "no terms": lambda case: case.edit(detail(terms={})),
    "terms no object": lambda case: case.edit(detail(terms="all")),
    "terms of a newer form": lambda case: case.edit(detail(terms={"version": 2, "all": True})),
    "detail no JSON": lambda case: case.edit(column(0, DETAIL, "{")),
    "kind in capitals": lambda case: case.edit(column(0, KIND, "Accepted")),
    "another time": lambda case: case.edit(column(0, 1, 1_577_836_800_000), linked=False),
    "another region by hand": lambda case: case.edit(detail(region="uk"), linked=False),
    "a newer file": lambda case: case.execute("PRAGMA user_version = 99"),
    "another program's file": lambda case: case.execute("PRAGMA application_id = 1"),
    "no table of events": lambda case: case.execute("DROP TABLE event"),
    "no table of decisions": lambda case: case.execute("DROP TABLE decision"),
    "no database": spoiled(b"not a database" * 400),
    "no bytes": spoiled(b""),
    "half a file": cut,
    "no file": missing,
    "a folder": folder_instead,
}
