"""Row 31, the assertions: nothing that a window says is interpreted, unseen, without end, or missing."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtGui import Qt as Guessing
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QTextEdit, QWidget

import gui
from gui.widgets.bytes_view import BytesView
from tests.faults.hostile_text import eyes
from tests.faults.hostile_text.eyes import Said
from tests.faults.hostile_text.values import HIDDEN, MARK, MOST_CUT, Marks, Place, bare, turns

# Two texts of sixteen letters for each of the longest value's, one under the other, and what is said of them.
LONGEST = 2 * 16 * 8192 + 1000
# The handbook is our own text, and the only one that has formats.
FORMATTED = "HandbookText"
# The program's own: around each line it paints, so that what comes from outside reorders nothing beside it.
_WITHOUT_ISOLATES = str.maketrans("", "", "\u2068\u2069")
# What in a text cannot be seen; and for each mark in it the place's number, whether it is literal, what follows it.
_Read: TypeAlias = tuple[str, list[tuple[int, bool, str]]]


@dataclass(slots=True)
class Judge:
    """`wrong`: what was found, one line each; `met`: on which pages the text of each place came out; `drawn`: the
    places whose text was painted; `kinds`: the classes that were seen; `texts`, `pieces`: how many were read, drawn."""

    marks: Marks
    wrong: list[str] = field(default_factory=list)
    met: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    drawn: set[int] = field(default_factory=set)
    kinds: set[type] = field(default_factory=set)
    texts: int = 0
    pieces: int = 0
    _known: dict[str, _Read] = field(default_factory=dict)

    def look(self, top: QWidget, page: str, *, hidden: bool = False) -> None:
        """Judge all that a window or a part of it says; `hidden`: also what cannot be seen now."""
        for each in eyes.said(top, hidden=hidden):
            self.texts += 1
            self.pieces += each.place == "drawn"
            self.kinds.update(type(each.widget).__mro__)
            self._judge(each, page)
        for view in top.findChildren(QAbstractItemView):
            self.kinds.update(type(view.model()).__mro__)
        for text in top.findChildren(QTextEdit):
            for found in eyes.formats(text) if type(text).__name__ != FORMATTED else ():
                self.wrong.append(f"interpreted: {found} in {_name(text)}")

    def pasted(self, text: str, formats: Sequence[str], page: str) -> None:
        """Judge what was copied."""
        if list(formats) != ["text/plain"]:
            self.wrong.append(f"copied as {formats} on {page}")
        # A request's head has its own line ends.
        if hidden := HIDDEN.search(text.replace("\r\n", "").replace("\n", "")):
            self.wrong.append(f"copied with {hidden[0]!r} on {page}")

    def missed(self) -> list[str]:
        """Return the places whose text did not come out where it must."""
        found = []
        for number, place in enumerate(self.marks.places):
            found += [f"not shown: {place.name} on {page}" for page in sorted(place.pages - self.met[number])]
            if place.pages and number not in self.drawn:
                found.append(f"never drawn: {place.name}")
        return found

    def unmet(self) -> list[str]:
        """Return the classes of ours that were never seen."""
        return sorted(f"never seen: {kind.__module__}.{kind.__qualname__}" for kind in ours() - self.kinds)

    def _judge(self, each: Said, page: str) -> None:
        widget, place, text = each
        where = f"{_name(widget)} ({place}) on {page}"
        if place == "drawn":
            # Where a letter that joins the next one is cut off, Qt goes on joining it to the ellipsis.
            text = text.translate(_WITHOUT_ISOLATES).replace("\u200d…", "…")
            if isinstance(widget, QLabel) and not _is_drawn(text, widget.text()):
                self.wrong.append(f"interpreted: drawn as {text[:80]!r}, not as {widget.text()[:80]!r}, in {where}")
        if text not in self._known:
            self._known[text] = self._read(text)
        hidden, found = self._known[text]
        # What somebody types is what he typed.
        if hidden and not isinstance(widget, QLineEdit):
            self.wrong.append(f"not marked: {hidden!r} in {where}: {text[:80]!r}")
        if len(text) > LONGEST and not isinstance(widget, BytesView):
            self.wrong.append(f"without end: {len(text)} letters in {where}: {text[:60]!r}")
        if _is_guessed(widget, place, text):
            self.wrong.append(f"may be taken for rich text: {where}: {text[:60]!r}")
        for number, is_literal, rest in found:
            origin = self.marks.places[number]
            self.met[number].add(page)
            self.drawn.update([number] if place == "drawn" else [])
            if not (is_literal or _is_partial(each, origin)):
                self.wrong.append(f"not literal: {origin.name} is {rest[:80]!r} in {where}")
            if "&" in rest and _is_pressed(each):
                self.wrong.append(f"an “&” marks a key: {origin.name} in {where}")

    def _read(self, text: str) -> _Read:
        hidden, whole = HIDDEN.search(text.replace("\n", " ")), bare(text)
        marks = [(int(found[1]), whole[found.end() :][:LONGEST]) for found in MARK.finditer(whole)]
        told = [(number, self.marks.places[number].is_literal(rest), rest[:MOST_CUT]) for number, rest in marks]
        return hidden[0] if hidden else "", told


def ours() -> set[type]:
    """Return every widget and every model that gui/ defines."""
    names = [each.name for each in pkgutil.walk_packages(gui.__path__, "gui.") if not each.name.endswith("__main__")]
    found = {kind for name in names for kind in vars(importlib.import_module(name)).values() if isinstance(kind, type)}
    return {kind for kind in found if kind.__module__ in names and issubclass(kind, QWidget | QAbstractItemModel)}


def _is_guessed(widget: QWidget, place: str, text: str) -> bool:
    """Return whether Qt may take it for rich text."""
    if isinstance(widget, QLabel) and place == "text":
        return widget.textFormat() is not Qt.TextFormat.PlainText
    return place in eyes.TIPS and Guessing.mightBeRichText(text)


def _is_partial(each: Said, origin: Place) -> bool:
    """Return whether it is drawn of bytes, of which it is what is in sight, or of letters from the right, turned."""
    return each.place == "drawn" and (isinstance(each.widget.parentWidget(), QTextEdit) or turns(origin.text))


def _is_pressed(each: Said) -> bool:
    """Return whether Qt reads an “&” in it as the mark of a key."""
    is_title = each.place in ("tab", "action") or (each.place == "text" and isinstance(each.widget, QAbstractButton))
    return is_title and (not QKeySequence.mnemonic(each.text).isEmpty() or "&&" in each.text)


def _is_drawn(drawn: str, text: str) -> bool:
    """Return whether a label drew its text, or its beginning and an ellipsis."""
    drawn, text = bare(drawn), bare(text)
    if turns(text):
        # The same letters, in the order in which they are read.
        return sorted(drawn) in (sorted(text), sorted(text + text)) or "…" in drawn
    # What is marked is drawn once more, on another ground.
    return drawn in ("", text, text + text) or (drawn.endswith("…") and text.startswith(drawn[:-1]))


def _name(widget: QWidget) -> str:
    inside = widget.parentWidget()
    return f"{type(widget).__name__} in {type(inside).__name__}" if inside is not None else type(widget).__name__
