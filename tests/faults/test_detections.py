"""An engine that hangs, breaks, lies or has had enough is told so; the file it was given is never called clean."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest

from core.inspectors.finding import LATE_SECONDS
from core.inspectors.worker import Worker
from tests.faults.driver import ROWS, swept

FAULTS = 42
SECONDS = 4.0
# The library looks at its clock between two steps, and of this one each step takes longer than anybody waits.
UNSTOPPED = "rule a { strings: $a = /((a{1,1000}){1,1000}){1,30}z/ condition: $a }"


def test_nothing_that_an_engine_did_not_look_at_is_called_clean() -> None:
    found = swept(27, FAULTS)
    assert found.held, found.figure
    assert found.n >= FAULTS


@pytest.mark.parametrize("guard", ROWS[27].guards)
def test_the_faults_find_a_program_that_believes_too_much(guard: str) -> None:
    assert not swept(27, ROWS[27].few, guard=guard).held


def test_a_rule_that_no_clock_stops_ends_its_process_and_checks_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yar").write_text(UNSTOPPED, encoding="ascii")
    file = tmp_path / "file"
    file.write_bytes(b"a" * 4 * 1024**2)
    with closing(Worker(str(tmp_path), seconds=SECONDS)) as worker:
        assert worker.inspect(Path(__file__)).engines[0].state == "checked"
        start = time.monotonic()
        found = worker.inspect(file)
        assert SECONDS < time.monotonic() - start < SECONDS + LATE_SECONDS + 2.0
    assert (found.signature.state, found.engines) == ("failed", ())
