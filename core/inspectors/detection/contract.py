"""What every engine offers, and the one form in which all of them tell what they found."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeAlias

from core.inspectors.finding import Detection, DetectionEngine, EngineName, EngineState, Scan
from core.text import visible
from core.wording import files as wording

# A screen has room for so much of a text from outside; a file that matches everything still gets a short answer.
LONGEST_TEXT = 200
MOST_DETECTIONS = 30


class NoAnswer(Exception):
    """The engine can say nothing of the file; the text says why."""

    def __init__(self, why: str, state: EngineState = "not_checked") -> None:
        super().__init__(why)
        self.state = state


Report: TypeAlias = Callable[[BaseException], None]


class Detector(ABC):
    """One engine. All its calls come one after the other, in a process that may be ended at any time."""

    name: EngineName

    def warm(self) -> None:  # noqa: B027 - most engines have nothing to load
        """Load what the first scan would wait for."""

    def scan(self, file: BinaryIO, path: Path, deadline_seconds: float, report: Report | None = None) -> Scan:
        """What the engine says of this open file, within so many seconds. Never raises: what went wrong is told, and
        `report` gets what nobody foresaw."""
        try:
            return self._scan(file, path, time.monotonic() + deadline_seconds)
        except NoAnswer as error:
            return answer(self.name, error.state, str(error))
        except TimeoutError:
            return answer(self.name, "not_checked", wording.NOT_IN_TIME)
        except PermissionError:
            return answer(self.name, "not_checked", wording.NOT_PERMITTED)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - a panic in an engine's library is no Exception
            if report:
                report(error)
            return answer(self.name, "not_checked", wording.BROKE_OFF.format(type=type(error).__name__))

    @abstractmethod
    def _scan(self, file: BinaryIO, path: Path, until: float) -> Scan:
        """`until` is a time of the monotonic clock. Raises TimeoutError where it comes first, and NoAnswer."""


def answer(
    name: EngineName, state: EngineState, why: str = "", database: str = "", detections: Sequence[Detection] = ()
) -> Scan:
    """What an engine says, with no more of what it found than a screen can show."""
    if len(detections) > MOST_DETECTIONS:
        few = wording.FIRST_RECORDS.format(most=MOST_DETECTIONS, count=len(detections))
        why = f"{few}; {why}" if why else few
    return Scan(DetectionEngine(name, state, told(why), database), tuple(detections[:MOST_DETECTIONS]))


def told(text: str) -> str:
    """What comes from outside, in one line of at most 200 letters in which nothing is hidden."""
    # Cut before it is looked at, letter by letter, and after, for each hidden one has become eight.
    line = visible(" ".join(text[:LONGEST_TEXT].split()))
    return line if len(text) <= LONGEST_TEXT >= len(line) else f"{line[: LONGEST_TEXT - 1]}…"


def left(until: float) -> float:
    """The seconds left. Raises TimeoutError where there are none."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def stamp(moment: datetime | float) -> str:
    """Write a time, or the seconds since 1970, as RFC 3339 in UTC, to the second. No zone is taken for UTC."""
    at = moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
