"""How often one value changes files on its way: `python -m tests.architecture.trace [--json] [--list]`.

A move: a frame is entered whose nearest caller in core lies in another file. Each from one file to another counts once,
for a reader of the way makes it once; how often loops and the gate make it again is the computer's affair, and is told
beside it. No file of core is left out and no frame in it, but what another thread does is not on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import core
from core.assembly import Vitrine
from core.clock import now, stamp
from tests.engines import build_real

GROUP = "environment"
# Where the receipt is kept, the way to it ends.
RECEIPT_KEPT = "Ledger.settle"
# Of each walk, the most moves. To send enters the record's rooms one by one: decisions, tiles, what is told of a
# submission, its next event.
MOST = {"send": 46, "show": 12}
_CORE = f"{Path(core.__file__).parent}{os.sep}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A frame of core that was entered: its file, its function, and the file it was entered from; "" outside core."""

    file: str
    function: str
    caller: str


def follow(way: Callable[[], object], last: str = "") -> list[Entry]:
    """Every frame of core that `way` enters on this thread, in order, until the function `last` has returned."""
    walk: list[Entry] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "return" and last and frame.f_code.co_qualname == last:
            sys.setprofile(before)
        if event == "call" and frame.f_code.co_filename.startswith(_CORE):
            files = _files(frame)
            walk.append(Entry(next(files), frame.f_code.co_qualname, next(files, "")))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        way()
    finally:
        sys.setprofile(before)
    return walk


def _files(frame: FrameType | None) -> Iterator[str]:
    """The file of each frame of core on the stack, from this one outwards."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(_CORE):
            yield Path(frame.f_code.co_filename).relative_to(_CORE).as_posix()
        frame = frame.f_back


def moves(walk: Iterable[Entry]) -> dict[tuple[str, str], Counter[str]]:
    """Each move, in the order they are first made: which functions it enters, and how often."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for entry in walk:
        if entry.caller not in ("", entry.file):
            found.setdefault((entry.caller, entry.file), Counter())[entry.function] += 1
    return found


def figures(walk: Sequence[Entry]) -> dict[str, int]:
    """The moves of a walk, and what other ways of counting make of the same frames."""
    made, changes = moves(walk), _changes(entry.file for entry in walk)
    first = {entry.file: entry.caller for entry in reversed(walk)}
    functions = dict.fromkeys((entry.file, entry.function) for entry in walk)
    return {
        "files": len(first),
        "moves": len(made),
        "moves back to a file entered before": len(made) - sum(caller != "" for caller in first.values()),
        "moves, each time": sum(each.total() for each in made.values()),
        "changes of file from frame to frame": len(changes),
        "changes of file, each once": len(set(changes)),
        "changes of file among functions entered for the first time": len(_changes(file for file, _ in functions)),
    }


def _changes(files: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, other) for one, other in pairwise(files) if one != other]


def walks(home: Path) -> dict[str, list[Entry]]:
    """A value's way from its source to the receipt, and to what is shown; `home` is new, and so is each program."""
    earlier, sends, shows = (build_real(home) for _ in range(3))
    earlier.engine.consent.accept("eu", "script")
    earlier.engine.choose(GROUP, True, "script")
    # What is imported when it is first asked for is imported by this one.
    _send(earlier, stamp(now()))
    due = stamp(now())
    return {"send": follow(lambda: _send(sends, due), RECEIPT_KEPT), "show": follow(lambda: shows.engine.show(GROUP))}


def _send(vitrine: Vitrine, due: str) -> None:
    """As the terminal's command and the window do."""
    vitrine.engine.queue(vitrine.engine.show(GROUP), due)
    delivered = vitrine.delivery.drain(urgent=True)
    assert list(delivered.states.values()) == ["confirmed"], delivered


def main() -> None:
    """Print the figures of both walks; with --list also each move, and which functions it enters how often."""
    parser = argparse.ArgumentParser(description="How often one value changes files on its way.")
    parser.add_argument("--json", action="store_true", help="the figures alone, for scripts")
    parser.add_argument("--list", action="store_true", help="each move too")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = walks(Path(folder) / "home")
    if arguments.json:
        print(json.dumps({name: figures(walk) for name, walk in found.items()}, indent=2))
        return
    for name, walk in found.items():
        print(f"{name}, at most {MOST[name]} moves")
        print(*(f"{number:6}  {what}" for what, number in figures(walk).items()), sep="\n")
        for (one, other), functions in moves(walk).items() if arguments.list else ():
            print(f"        {one} → {other}: {', '.join(f'{each} ×{times}' for each, times in functions.items())}")


if __name__ == "__main__":
    main()
