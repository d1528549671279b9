"""A hostile file breaks the process that inspects, never the program: one line says so, and the next file works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import psutil
import pytest

from core.errors import Code
from core.inspectors import worker
from core.inspectors.finding import LATE_SECONDS, READY, Asked, Inspection
from core.inspectors.worker import Worker, command
from core.inspectors.worker_process import MOST_MEMORY
from core.log import Log, LogLock
from core.wording.errors import MESSAGES
from tests.commands import REPOSITORY

SOON = 5.0
ODD = [sys.executable, "-m", "tests.fakes.inspector"]


@pytest.fixture(scope="module")
def odd() -> Iterator[Worker]:
    """One worker for all: what one file did to it must not be seen at the next."""
    with closing(Worker(program=ODD)) as made:
        yield made


@pytest.fixture(scope="module")
def hurried() -> Iterator[Worker]:
    """One that gives no file more than a moment."""
    with closing(Worker(program=ODD, seconds=0.1)) as made:
        yield made


def asking(folder: Path, what: str) -> Path:
    """A file whose inspection does this."""
    path = folder / what
    path.write_bytes(what.encode())
    return path


def why(inspection: Inspection) -> str:
    """The one line that says why it was not inspected."""
    assert inspection.signature.state == "failed"
    assert (inspection.detections, inspection.engines) == ((), ())
    line = inspection.signature.why
    assert line
    assert line.isprintable()
    return line


def running(worker: Worker) -> psutil.Process:
    """Its process."""
    assert worker._process is not None
    return psutil.Process(worker._process._process.pid)


def test_a_file_is_inspected_by_another_process(tmp_path: Path, odd: Worker) -> None:
    found = odd.inspect(asking(tmp_path, "nothing odd"))
    assert found.signature.state != "failed"
    assert "yara" in {engine.name for engine in found.engines}
    assert running(odd).ppid() == os.getpid()


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("end", MESSAGES[Code.INSPECTION_UNEXPECTED]),
        ("crash", MESSAGES[Code.INSPECTION_UNEXPECTED]),
        ("much", "more was found in it than can be told"),
    ],
)
def test_what_breaks_the_inspection_is_told_in_one_line_and_the_next_file_works(
    tmp_path: Path, odd: Worker, what: str, line: str
) -> None:
    assert why(odd.inspect(asking(tmp_path, what))) == line
    assert odd.inspect(asking(tmp_path, "nothing odd")).signature.state == "not_read"


def test_what_nobody_foresaw_is_in_the_log_by_type_and_place_and_never_in_its_words(tmp_path: Path) -> None:
    log = Log(tmp_path, "inspector")
    with closing(Worker(program=ODD, log=log)) as made:
        for what in ("nothing odd", "raise_", "nothing odd", "crash", "nothing odd"):
            made.inspect(asking(tmp_path, what))
    told = log.file.read_text()
    lines = [line.split(" ", 2)[2] for line in told.splitlines()[1:]]
    assert [line.split(",")[0].split(":")[0] for line in lines] == [
        "unexpected type=builtins.RuntimeError at=core.inspectors.worker_process",
        "inspection ended=inspection_unexpected",
    ]
    assert "secret" not in told


@pytest.mark.parametrize("what", ["sleep", "spin"])
def test_what_does_not_end_is_ended_and_the_next_file_works(tmp_path: Path, hurried: Worker, what: str) -> None:
    start = time.monotonic()
    assert why(hurried.inspect(asking(tmp_path, what))) == MESSAGES[Code.INSPECTION_TOO_LONG].format(seconds=0.1)
    assert time.monotonic() - start < SOON
    assert hurried.inspect(asking(tmp_path, "nothing odd")).signature.state == "not_read"


@pytest.mark.parametrize("what", ["raise_", "recurse", "hog"])
def test_an_inspector_that_fails_hides_nothing_of_what_the_engines_find(tmp_path: Path, odd: Worker, what: str) -> None:
    found = odd.inspect(asking(tmp_path, what))
    assert found.signature.state == "failed"
    assert "secret" not in found.signature.why
    assert {engine.state for engine in found.engines if engine.name == "yara"} == {"checked"}


def test_no_inspection_takes_more_memory_than_it_may(tmp_path: Path, odd: Worker) -> None:
    most = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.01):
            most = max(most, running(odd).memory_info().rss)

    odd.inspect(asking(tmp_path, "nothing odd"))
    watching = threading.Thread(target=watch)
    watching.start()
    found = odd.inspect(asking(tmp_path, "hog"))
    done.set()
    watching.join()
    assert "memory" in found.signature.why
    assert MOST_MEMORY // 2 < most < MOST_MEMORY * 1.2


def test_memory_that_the_system_does_not_limit_is_watched(
    tmp_path: Path, odd: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MOST_MEMORY", 300 * 1024**2)
    assert why(odd.inspect(asking(tmp_path, "hold"))) == MESSAGES[Code.INSPECTION_TOO_MUCH]


def test_it_leaves_no_file_and_its_words_reach_nobody(
    tmp_path: Path, odd: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert odd.inspect(asking(tmp_path, "write")).signature.why == "File too large"
    assert odd.inspect(asking(tmp_path, "talk")).signature.why == "talked"
    assert odd.inspect(asking(tmp_path, "nothing odd")).signature.state == "not_read"
    assert capfd.readouterr() == ("", "")


def test_it_knows_nothing_of_the_users_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "1")
    with closing(Worker(program=ODD)) as made:
        names = set(made.inspect(asking(tmp_path, "surroundings")).signature.why.split(","))
    assert names - {"PATH", "LC_CTYPE"} == set()


def test_stopping_ends_it_at_once(tmp_path: Path, odd: Worker) -> None:
    stop = threading.Event()
    odd.inspect(asking(tmp_path, "nothing odd"))
    process = running(odd)
    threading.Timer(0.3, stop.set).start()
    start = time.monotonic()
    assert (
        why(odd.inspect(asking(tmp_path, "sleep"), go_on=lambda: not stop.is_set()))
        == MESSAGES[Code.INSPECTION_STOPPED]
    )
    assert time.monotonic() - start < SOON
    process.wait(SOON)


def test_starting_returns_at_once_and_the_first_file_finds_it_loaded(tmp_path: Path) -> None:
    with closing(Worker(program=ODD)) as made:
        start = time.monotonic()
        made.start()
        assert time.monotonic() - start < 0.5
        process = running(made)
        made.inspect(asking(tmp_path, "nothing odd"))
        assert running(made) == process
    process.wait(SOON)


def test_one_that_was_killed_in_between_is_started_anew(tmp_path: Path, odd: Worker) -> None:
    odd.inspect(asking(tmp_path, "nothing odd"))
    process = running(odd)
    process.kill()
    while odd._process is not None and not odd._process.ended:
        time.sleep(0.01)
    assert odd.inspect(asking(tmp_path, "nothing odd")).signature.state == "not_read"


def test_what_cannot_be_started_is_told(tmp_path: Path) -> None:
    for program in ([str(tmp_path / "missing")], [sys.executable, "-c", "pass"], [sys.executable, "-c", "print(1)"]):
        assert (
            why(Worker(program=program).inspect(asking(tmp_path, "nothing odd"))) == MESSAGES[Code.INSPECTION_NO_START]
        )


@pytest.mark.parametrize("what", ["nothing odd", "spin"])
def test_it_ends_when_the_program_is_killed(tmp_path: Path, what: str) -> None:
    script = (
        "import pathlib, sys, threading\n"
        "from core.inspectors.worker import Worker\n"
        "made = Worker(program=sys.argv[2:])\n"
        "made.inspect(pathlib.Path(sys.argv[1]).with_name('nothing odd'))\n"
        "threading.Thread(target=made.inspect, args=[pathlib.Path(sys.argv[1])]).start()\n"
        "print(made._process._process.pid, flush=True)\n"
    )
    asking(tmp_path, "nothing odd")
    with subprocess.Popen(
        [sys.executable, "-c", script, str(asking(tmp_path, what)), *ODD],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        process = psutil.Process(int(program.stdout.readline()))
        begun = process.cpu_times().user
        while what == "spin" and process.cpu_times().user < begun + 0.1:
            time.sleep(0.01)
        program.send_signal(signal.SIGKILL)
    process.wait(SOON)


def test_one_that_nobody_ends_computes_for_no_longer_than_it_was_given(tmp_path: Path) -> None:
    with subprocess.Popen([*ODD, ""], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == READY
        process.stdin.write(msgspec.json.encode(Asked("1", bytes(asking(tmp_path, "spin")), -LATE_SECONDS)) + b"\n")
        process.stdin.flush()
        assert process.wait(SOON * 2) == -signal.SIGXCPU


def test_an_answer_that_is_none_is_believed_by_nobody(tmp_path: Path) -> None:
    lies = "import sys; print('ready', flush=True); sys.stdin.readline(); print({answer})"
    for answer in ("''", "{{}}", """'{"signature":{"state":"perfect"}}'""", "'[' * 100_000", "'x' * 3_000_000"):
        program = [sys.executable, "-c", lies.format(answer=answer)]
        assert (
            why(Worker(program=program).inspect(asking(tmp_path, "nothing odd")))
            == MESSAGES[Code.INSPECTION_UNEXPECTED]
        )


def test_an_installed_program_starts_its_own_terminal_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("/opt/vitrine/vitrine")))
    assert command() == [str(Path("/opt/vitrine/vitrinectl")), "inspector"]


UNKNOWNS = ",".join(["unknown"] * 4)
# An honest start, and then what each test says; `answer` is the line for one question.
COMPROMISED = """
import json, sys, time
out = sys.stdout.buffer
def say(line):
    out.write(line)
    out.flush()
def asked():
    return json.loads(sys.stdin.readline())["turn"]
def answer(turn, why="", *faults):
    found = {"turn": turn, "inspection": {"signature": {"state": "none", "why": why}}, "faults": faults}
    return json.dumps(found).encode() + b"\\n"
say(b"ready\\n")
"""


def compromised(lines: str, log: Log | None = None) -> Worker:
    """One whose process is no longer ours."""
    return Worker(program=[sys.executable, "-c", COMPROMISED + lines], log=log)


@pytest.mark.parametrize(
    ("kind", "at", "line"),
    [
        ("builtins.KeyError", "core.inspectors.signature.der:12", "type=builtins.KeyError {at}"),
        ("struct.error", "core.inspectors.detection:99999", "type=struct.error {at}"),
        ("builtins.KeyError", "secret:1,core.text:2,core.secret:3", "{type} at=unknown,core.text:2,unknown"),
        ("builtins.KeyError", "core.text:123456,core.text:\u0661,core.text:,core.text", f"{{type}} at={UNKNOWNS}"),
        ("builtins.KeyError", "core.text.secret:1,core.text secret:1,tests.commands:1,:1", f"{{type}} at={UNKNOWNS}"),
        ("builtins.KeyError", "core.text:1," * 100 + "core.text:2", "{type} at=" + "core.text:1," * 29 + "core.text:2"),
        ("builtins.SecretError", "core.text:1", "type=unknown {at}"),
        ("secret.KeyError", "core.text:1", "type=unknown {at}"),
        ("builtins.KeyError.secret", "core.text:1", "type=unknown {at}"),
        ("builtins.print", "core.text:1", "type=unknown {at}"),
        ("KeyError", "core.text:1", "type=unknown {at}"),
        ("", "", "type=unknown at=unknown"),
    ],
)
def test_a_process_that_was_taken_over_tells_the_log_nothing_but_what_the_program_knows(
    tmp_path: Path, kind: str, at: str, line: str
) -> None:
    log, fault = Log(tmp_path, "inspector"), {"type": kind, "at": at}
    with closing(compromised(f"say(answer(asked(), '', {fault}))\ntime.sleep(60)", log)) as made:
        assert made.inspect(asking(tmp_path, "nothing odd")).signature.state == "none"
    [_, told] = log.file.read_text().splitlines()
    assert told.split(" unexpected ")[1] == line.format(type=f"type={kind}", at=f"at={at}")


def test_for_a_log_that_another_holds_an_inspection_waits_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.log.WAIT_SECONDS", 0.5)
    log, fault = Log(tmp_path, "inspector"), {"type": "builtins.KeyError", "at": "core.text:1"}
    with closing(compromised(f"for faults in 0, 8: say(answer(asked(), '', *[{fault}] * faults))", log)) as made:
        made.inspect(asking(tmp_path, "nothing odd"))
        begun = time.monotonic()
        with LogLock(log.file.parent):
            assert made.inspect(asking(tmp_path, "nothing odd")).signature.state == "none"
    # Eight waits would be four seconds.
    assert time.monotonic() - begun < 2


def test_the_answer_is_the_one_to_the_question(tmp_path: Path) -> None:
    with closing(compromised("while True: say(answer(asked(), 'honest'))")) as made:
        for _ in range(3):
            assert made.inspect(asking(tmp_path, "nothing odd")).signature.why == "honest"


@pytest.mark.parametrize("turn", ["'0'", "turn + 'x'", "turn[:-1]", "''", "None"])
def test_an_answer_to_another_question_is_believed_by_nobody(tmp_path: Path, turn: str) -> None:
    with closing(compromised(f"turn = asked(); say(answer({turn})); time.sleep(60)")) as made:
        assert why(made.inspect(asking(tmp_path, "nothing odd"))) == MESSAGES[Code.INSPECTION_UNEXPECTED]


def test_what_was_said_before_it_was_asked_is_no_answer_and_ends_the_process(tmp_path: Path) -> None:
    with closing(compromised("turn = asked(); say(answer(turn) + answer(turn, 'planted')); time.sleep(60)")) as made:
        assert made.inspect(asking(tmp_path, "nothing odd")).signature.state == "none"
        process = made._process
        assert process is not None
        process._process.wait(SOON)
        assert "planted" not in made.inspect(asking(tmp_path, "nothing odd")).signature.why


def test_a_process_that_talks_without_end_fills_no_memory(tmp_path: Path) -> None:
    lines = "turn = asked(); say(answer(turn))\nwhile True: say(b'x' * 1048575 + b'\\n')"
    with closing(compromised(lines)) as made:
        before = psutil.Process().memory_info().rss
        assert made.inspect(asking(tmp_path, "nothing odd")).signature.state == "none"
        process = made._process
        assert process is not None
        process._process.wait(SOON)
        assert psutil.Process().memory_info().rss - before < 32 * 1024**2
