"""The door between threads: work is done elsewhere, in order, and its result comes back here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from functools import partial
from pathlib import Path
from typing import Never

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from core.errors import Code, Refused, Stale
from core.log import Log
from gui.bridge import Bridge, Ended


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log of its own."""
    return Log(tmp_path, "window")


@pytest.fixture
def bridge(qtbot: QtBot, log: Log) -> Iterator[Bridge]:
    """A bridge, closed afterwards."""
    made = Bridge(log)
    yield made
    made.close()


@pytest.fixture
def closed_by_the_test(qtbot: QtBot, log: Log) -> Bridge:
    """A bridge the test closes itself."""
    return Bridge(log)


def unexpected(result: object) -> Never:
    raise AssertionError(result)


def test_work_is_done_elsewhere_and_its_result_comes_back_here(bridge: Bridge, qtbot: QtBot) -> None:
    seen: list[threading.Thread] = []

    def arrived(worker: threading.Thread) -> None:
        seen.extend([worker, threading.current_thread()])

    bridge.run(threading.current_thread, arrived, unexpected)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def test_results_come_back_in_the_order_of_the_work_and_one_worker_does_it_all(bridge: Bridge, qtbot: QtBot) -> None:
    order: list[int] = []
    workers: set[str] = set()

    def work(number: int) -> int:
        workers.add(threading.current_thread().name)
        return number

    for number in range(200):
        bridge.run(partial(work, number), order.append, unexpected)
    qtbot.waitUntil(lambda: len(order) == 200)
    assert order == list(range(200))
    assert len(workers) == 1


def failed(bridge: Bridge, qtbot: QtBot, error: BaseException) -> list[BaseException]:
    """What comes back of an operation that raises this; the next one is done."""

    def fail() -> Never:
        raise error

    failures: list[BaseException] = []
    done: list[int] = []
    bridge.run(fail, unexpected, failures.append)
    bridge.run(lambda: 7, done.append, unexpected)
    qtbot.waitUntil(lambda: done == [7])
    return failures


@pytest.mark.parametrize("error", [Refused(Code.BUSY_SENDING), OSError("gone"), Stale(Code.BUSY_SENDING)])
def test_a_failure_that_was_foreseen_comes_back_as_itself(
    bridge: Bridge, qtbot: QtBot, log: Log, error: BaseException
) -> None:
    assert failed(bridge, qtbot, error) == [error]
    assert not log.file.exists()


@pytest.mark.parametrize("error", [ValueError("broken"), SystemExit(3), KeyboardInterrupt()])
def test_any_other_failure_is_logged_and_comes_back_as_what_a_person_is_told(
    bridge: Bridge, qtbot: QtBot, log: Log, error: BaseException
) -> None:
    [told] = failed(bridge, qtbot, error)
    assert isinstance(told, Refused)
    assert (told.code, told.about) == (Code.UNEXPECTED_HERE, {"type": type(error).__name__, "log": log.file})
    assert f"type=builtins.{type(error).__name__} " in log.file.read_text()


def test_what_is_logged_is_waited_for_on_the_worker_however_soon_the_operation_failed(
    bridge: Bridge, qtbot: QtBot, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    logging: list[threading.Thread] = []
    submit = bridge._worker.submit

    def submitted(work: Callable[[], None]) -> Future[None]:
        # It has failed before its caller goes on.
        wait([done := submit(work)])
        return done

    monkeypatch.setattr(bridge._worker, "submit", submitted)
    monkeypatch.setattr(log, "unexpected", lambda _: logging.append(threading.current_thread()))
    [told] = failed(bridge, qtbot, ValueError("broken"))
    assert isinstance(told, Refused)
    assert [thread.name.partition("_")[0] for thread in logging] == ["vitrine"]


def test_of_an_operation_that_ends_itself_nothing_is_heard(bridge: Bridge, qtbot: QtBot, log: Log) -> None:
    assert failed(bridge, qtbot, Ended()) == []
    assert not log.file.exists()


def test_nothing_arrives_after_closing(closed_by_the_test: Bridge, qtbot: QtBot) -> None:
    arrived: list[object] = []
    began, go_on = threading.Event(), threading.Event()

    def work() -> bool:
        began.set()
        return go_on.wait(10)

    closed_by_the_test.run(work, arrived.append, arrived.append)
    closed_by_the_test.run(lambda: arrived.append("never begun"), arrived.append, arrived.append)
    assert began.wait(10)
    threading.Timer(0.05, go_on.set).start()
    closed_by_the_test.close()
    assert go_on.is_set(), "closing did not wait for the work under way"
    with qtbot.waitCallback() as turned:
        QTimer.singleShot(50, turned)
    assert arrived == []


def test_the_window_lives_while_work_is_slow(bridge: Bridge, qtbot: QtBot) -> None:
    release = threading.Event()
    done: list[bool] = []
    bridge.run(lambda: release.wait(10), done.append, unexpected)
    QTimer.singleShot(0, release.set)
    qtbot.waitUntil(lambda: done == [True])
