"""Judges what a window says while hostile texts stand in it: nothing interpreted, nothing unseen, an end to all."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import TypeAlias

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QTextEdit, QWidget

import gui
from gui.widgets.bytes_view import BytesView
from tests.faults import eyes
from tests.faults.eyes import ISOLATES, Said
from tests.faults.hostile_words import HIDDEN, MARK, MOST_CUT, Marks, bare, turns

# Two texts of sixteen letters for each of the longest value's, one under the other, and what is said of them.
LONGEST = 2 * 16 * 8192 + 1000
# More lines than these say nothing new.
MOST_KEPT = 40
# The handbook is our own text, and the only one that is set.
SET = "HandbookText"
_WITHOUT_ISOLATES = str.maketrans("", "", ISOLATES)
# What in a text cannot be seen; and for each mark in it the place's number, whether it is literal, what follows it.
_Read: TypeAlias = tuple[str, list[tuple[int, bool, str]]]


@dataclass(slots=True)
class Judge:
    """`wrong`: what was found, one line each; `met`: on which pages each place's text came out; `kinds`: the classes
    of ours that were seen."""

    marks: Marks
    wrong: list[str] = field(default_factory=list)
    met: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    drawn: set[int] = field(default_factory=set)
    kinds: set[type] = field(default_factory=set)
    texts: int = 0
    pieces: int = 0
    _known: dict[str, _Read] = field(default_factory=dict)

    def look(self, top: QWidget, page: str, *, hidden: bool = False) -> None:
        """Read all of it; `hidden`: also what cannot be seen now."""
        for each in eyes.said(top, hidden=hidden):
            self.texts += 1
            self.pieces += each.drawn
            self.kinds.update(type(each.widget).__mro__)
            self._judge(each, page)
        for view in top.findChildren(QAbstractItemView):
            self.kinds.update(type(view.model()).__mro__)
        for text in top.findChildren(QTextEdit):
            for found in eyes.formats(text) if type(text).__name__ != SET else ():
                self.tell(f"interpreted: {found} in {_name(text)}")

    def pasted(self, text: str, formats: Sequence[str], page: str) -> None:
        """What was copied."""
        if list(formats) != ["text/plain"]:
            self.tell(f"copied as {formats} on {page}")
        # A request's head has its own line ends.
        if hidden := HIDDEN.search(text.replace("\r\n", "").replace("\n", "")):
            self.tell(f"copied with {hidden[0]!r} on {page}")

    def missed(self) -> list[str]:
        """Places whose text did not come out where it must."""
        found = []
        for number, place in self.marks.places.items():
            left = place.pages - self.met[number]
            found += [f"not shown: {place.name} on {page}" for page in sorted(left)]
            if place.pages and number not in self.drawn:
                found.append(f"never drawn: {place.name}")
        return found

    def unmet(self) -> list[str]:
        """Classes of ours that were never seen."""
        known = {kind: f"never seen: {kind.__module__}.{kind.__qualname__}" for kind in ours()}
        return sorted(name for kind, name in known.items() if kind not in self.kinds)

    def tell(self, line: str) -> None:
        """Something is wrong."""
        if len(self.wrong) < MOST_KEPT:
            self.wrong.append(line)

    def _judge(self, each: Said, page: str) -> None:
        text = each.text
        if each.drawn:
            # Where a letter that joins the next one is cut off, Qt goes on joining it to the ellipsis.
            text = text.translate(_WITHOUT_ISOLATES).replace("\u200d…", "…")
        where = f"{_name(each.widget)} ({each.place}) on {page}"
        if text not in self._known:
            self._known[text] = self._read(text)
        hidden, found = self._known[text]
        # What somebody types is what he typed.
        if hidden and not isinstance(each.widget, QLineEdit):
            self.tell(f"not marked: {hidden!r} in {where}: {text[:80]!r}")
        if len(text) > LONGEST and not isinstance(each.widget, BytesView):
            self.tell(f"without end: {len(text)} letters in {where}: {text[:60]!r}")
        if each.guessed:
            self.tell(f"may be taken for rich text: {where}: {text[:60]!r}")
        if each.drawn and isinstance(each.widget, QLabel) and not _is_drawn(text, each.widget.text()):
            self.tell(f"interpreted: drawn as {text[:80]!r}, not as {each.widget.text()[:80]!r}, in {where}")
        for number, is_literal, rest in found:
            self._place(each, page, number, "" if is_literal else rest, where)
            if each.pressed and "&" in rest:
                self.tell(f"an “&” marks a key: {self.marks.places[number].name} in {where}")

    def _place(self, each: Said, page: str, number: int, not_literal: str, where: str) -> None:
        place = self.marks.places[number]
        self.met[number].add(page)
        if each.drawn:
            self.drawn.add(number)
        # Of the bytes only what is in sight is drawn; and letters from the right are drawn in another order.
        partly = each.drawn and (place.turns or isinstance(each.widget.parentWidget(), QTextEdit))
        if not_literal and not partly:
            self.tell(f"not literal: {place.name} is {not_literal[:80]!r} in {where}")

    def _read(self, text: str) -> _Read:
        """What cannot be seen in it, and each place whose mark stands in it: whether what follows is that text."""
        hidden, whole = HIDDEN.search(text.replace("\n", " ")), bare(text)
        marks = [(int(found[1]), whole[found.end() :][:LONGEST]) for found in MARK.finditer(whole)]
        return hidden[0] if hidden else "", [
            (number, self.marks.places[number].is_literal(rest), rest[:MOST_CUT]) for number, rest in marks
        ]


def ours() -> Iterator[type]:
    """Every widget and every model that gui/ defines."""
    for module in _modules(gui):
        for kind in vars(module).values():
            is_own = isinstance(kind, type) and kind.__module__ == module.__name__
            if is_own and issubclass(kind, QWidget | QAbstractItemModel):
                yield kind


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _is_drawn(drawn: str, text: str) -> bool:
    """Whether a label drew its text, or its beginning and an ellipsis."""
    drawn, text = bare(drawn), bare(text)
    if turns(text):
        # The same letters, in the order in which they are read.
        return sorted(drawn) in (sorted(text), sorted(text + text)) or "…" in drawn
    # What is marked is drawn once more, on another ground.
    return drawn in ("", text, text + text) or (drawn.endswith("…") and text.startswith(drawn[:-1]))


def _name(widget: QWidget) -> str:
    inside = widget.parentWidget()
    return f"{type(widget).__name__} in {type(inside).__name__}" if inside is not None else type(widget).__name__
