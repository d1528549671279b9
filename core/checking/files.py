"""Checks files: each is inspected in a process of its own, and what would be told of it is handed to the engine."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from core.checking.walk import Listing
from core.collectors import processed_object
from core.engine import Engine, Shown
from core.inspectors.finding import Inspection, failed
from core.inspectors.worker import GoOn, Worker, always
from core.reading import Reading
from core.wording import files as wording
from core.wording.errors import sentence

GROUP = "processed_object"
# Which file, how many were checked before it, of how many.
Progress: TypeAlias = Callable[[Path, int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """One file. `readings`: what is told of it, one a submission, none where there is nothing to tell; `shown`: the
    same as sealed by the engine, and whether it was queued. The path stays here."""

    path: Path
    inspection: Inspection
    readings: list[Reading]
    shown: list[Shown]

    @property
    def why(self) -> str:
        """Why it was not checked, or not by one of the engines that are here; "" if it was."""
        if self.inspection.signature.state == "failed":
            return self.inspection.signature.why
        silent = (each for each in self.inspection.engines if each.state == "not_checked")
        told = (wording.NO_ANSWER.format(engine=wording.ENGINES[each.name], why=each.why) for each in silent)
        return next(told, "")

    @property
    def facts(self) -> Reading:
        """The first reading, as declared; where nothing is told, the reasons why not."""
        if self.shown:
            return self.shown[0].reading
        return processed_object.facts(self.inspection)


class FileCheck:
    """Checks files and folders, one after the other. Its process begins with `start`, or with the first file."""

    def __init__(self, engine: Engine, worker: Worker) -> None:
        self._engine, self._worker = engine, worker

    def start(self) -> None:
        """Start the process that inspects, which loads its engines; return at once."""
        self._worker.start()

    def check(self, paths: Iterable[Path], go_on: GoOn = always, progress: Progress | None = None) -> Iterator[Checked]:
        """Each file, as soon as it is checked; a folder stands for the files in it. Blocks, so not for the window.

        `go_on` is asked all the time; False ends it, and of the file in hand nothing is told.
        """
        found = Listing(paths, go_on)
        for turn, path in enumerate(found.files):
            if progress:
                progress(path, turn, len(found.files))
            inspection = self._worker.inspect(path, go_on)
            if not go_on():
                return
            readings = processed_object.readings(inspection)
            yield Checked(path, inspection, readings, self._engine.happened(GROUP, readings))
        yield from (Checked(path, failed(sentence(why)), [], []) for path, why in found.unread.items())

    def close(self) -> None:
        """End the process, as soon as no check is under way."""
        self._worker.close()
