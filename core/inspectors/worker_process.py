"""The process that inspects, one file after the other, as asked on stdin. What a hostile file breaks breaks here."""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

import msgspec

from core.errors import Code, Refused
from core.inspectors import detection, finding, signature
from core.inspectors.detection.contract import Detector, Report
from core.inspectors.regular import opened, unreadable
from core.log import traces
from core.wording import files as wording
from core.wording.errors import MESSAGES, sentence

# Python with every engine and its rules has about 100 MiB.
MOST_MEMORY = 1024**3
MOST_OPEN = 128
POLITE = 10


def serve(rules_folder: str) -> int:
    """Answer until the program that asks has ended; `rules_folder` holds the user's own rules, "" if there is none."""
    limit()
    answers, asked = _answers(), _asked()
    engines = detection.engines(Path(rules_folder) if rules_folder else None)
    faults: list[finding.TracedError] = []

    def report(error: BaseException) -> None:
        faults.extend(finding.TracedError(*each) for each in traces(error))

    for engine in engines:
        # What keeps it from working it will say of each file.
        with contextlib.suppress(Exception):
            engine.warm()
    answers.write(finding.READY)
    while True:
        ask = asked.get()
        _limit_time(ask.seconds + finding.LATE_SECONDS)
        found = inspected(Path(os.fsdecode(ask.path)), engines, ask.seconds, report)
        answers.write(_line(finding.InspectionAnswer(ask.turn, found, tuple(faults))))
        faults.clear()


def limit() -> None:
    """Have the system hold this process to what inspecting needs: it can fill no disk and no memory."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    os.nice(POLITE)
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MOST_OPEN),
        # Not RLIMIT_AS: a file of 8 GiB may be mapped, which takes nobody's memory.
        (resource.RLIMIT_DATA, MOST_MEMORY),
    ):
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def _limit_time(seconds: float) -> None:
    """Have the system end this process if it computes for longer: nobody else may be left to do it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    allowed = int(used + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowed if hard == resource.RLIM_INFINITY else min(allowed, hard), hard))


def _answers() -> BinaryIO:
    """What was stdout, for answers alone: whatever a library prints goes where errors go."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return answers


def _asked() -> SimpleQueue[finding.Asked]:
    """What is asked, as it comes. The end of it ends the process, whatever that is doing."""
    asked: SimpleQueue[finding.Asked] = SimpleQueue()

    def read() -> None:
        with contextlib.suppress(msgspec.DecodeError, OSError):
            while (line := sys.stdin.buffer.readline(finding.LONGEST_LINE)).endswith(b"\n"):
                asked.put(msgspec.json.decode(line, type=finding.Asked))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return asked


def _line(answer: finding.InspectionAnswer) -> bytes:
    line = msgspec.json.encode(answer) + b"\n"
    if len(line) <= finding.LONGEST_LINE:
        return line
    return _line(finding.InspectionAnswer(answer.turn, finding.failed(wording.MORE_THAN_TOLD)))


def inspected(path: Path, engines: Sequence[Detector], seconds: float, report: Report) -> finding.Inspection:
    """All that can be learnt of the file in so many seconds; `report` gets what nobody foresaw."""
    end = time.monotonic() + seconds
    try:
        with opened(path) as file:
            found = _signature(file, report)
            scans = []
            for turn, engine in enumerate(engines):
                file.seek(0)
                # What one engine leaves of its time is for those after it.
                left = max(end - time.monotonic(), 0) / (len(engines) - turn)
                scans.append(engine.scan(file, path, left, report))
    except Refused as error:
        return finding.failed(sentence(error))
    except Exception as error:  # noqa: BLE001 - the next file is asked about all the same
        report(error)
        return finding.failed(MESSAGES[Code.INSPECTION_UNEXPECTED])
    detections = tuple(each for scan in scans for each in scan.detections)
    return finding.Inspection(found, detections, tuple(scan.engine for scan in scans))


def _signature(file: BinaryIO, report: Report) -> finding.Signature:
    try:
        return signature.inspect(file)
    except MemoryError:
        why = wording.TAKES_MEMORY
    except OSError as error:
        why = sentence(unreadable(error))
    except Exception as error:  # noqa: BLE001 - what breaks its reading off must not hide what the engines find
        # Without its words: they may quote the file.
        report(error)
        why = wording.SIGNATURE_BROKE_OFF.format(type=type(error).__name__)
    return finding.Signature("failed", why=why)
