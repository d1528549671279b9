"""What was acknowledged survives: kills at any moment while receiving, and receivers that begin at once."""

from __future__ import annotations

import itertools
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

from core.receiver.kept import KEY, NAME
from core.receiver.practice import PracticeReceiver
from tests.commands import REPOSITORY, environment
from tests.core.receiver.test_data import made_old
from tests.core.receiver.wire import CATALOGUE, NDJSON, SUBMISSIONS, envelope, exchange, head, kept_bodies, parse, post
from tests.fakes.receipts import RECEIVED

KILLS = 20
SERVE = """
import sys, time
from pathlib import Path
from core.receiver.practice import PracticeReceiver
from tests.core.receiver.wire import CATALOGUE
receiver = PracticeReceiver(Path(sys.argv[1]), CATALOGUE)
receiver.start()
print(receiver.port, receiver.public_key.hex(), flush=True)
time.sleep(600)
"""


def test_two_that_begin_at_once_make_one_key_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "receiver"
    running = [serve(folder) for _ in range(4)]
    keys = {ready(process)[1] for process in running}
    for process in running:
        kill(process)
    assert len(keys) == 1
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {KEY: 0o600, NAME: 0o600}


def test_nothing_acknowledged_is_lost_by_kills_while_receiving(tmp_path: Path) -> None:
    chance, sent, cut = random.Random(3), set[bytes](), 0
    acknowledged = dict[str, dict[str, str]]()
    for _ in range(KILLS):
        process = serve(tmp_path / "receiver")
        port, _ = ready(process)
        timer = threading.Timer(chance.uniform(0.005, 0.15), process.kill)
        timer.start()
        while process.poll() is None:
            batch = [envelope(os_build=str(number)) for number in range(chance.randint(1, 20))]
            sent |= {each.body for each in batch}
            answered = receipts(port, b"\n".join(each.body for each in batch))
            cut += not answered
            acknowledged |= {each["submission"]: each for each in answered}
        timer.join()
        kill(process)
    with PracticeReceiver(tmp_path / "receiver", CATALOGUE) as receiver:
        kept = kept_bodies(receiver)
        found = {each["submission"]: each for body in kept for each in post(receiver.port, body).json["receipts"]}
    assert len(found) == len(kept)
    assert set(kept) <= sent
    assert {number: found.get(number) for number in acknowledged} == acknowledged
    assert min(len(acknowledged), cut) > 0


MIGRATE = """
import os, signal, sqlite3, sys
from pathlib import Path
from core.receiver import kept
connect, left = sqlite3.connect, int(sys.argv[2])
def dying(*arguments, **more):
    connection = connect(*arguments, **more)
    def step(*_):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
    # Before each statement, and in the middle of long ones.
    connection.set_trace_callback(step)
    connection.set_progress_handler(step, 500)
    return connection
sqlite3.connect = dying
kept.Kept(Path(sys.argv[1]))
"""


def test_a_migration_killed_anywhere_loses_nothing(tmp_path: Path) -> None:
    old, versions = tmp_path / "old", set[int]()
    sealed = made_old(old, 200)
    for moment in itertools.count(1):
        folder = tmp_path / f"killed {moment}"
        shutil.copytree(old, folder)
        command = [sys.executable, "-c", MIGRATE, str(folder), str(moment)]
        killed = subprocess.run(command, cwd=REPOSITORY, env=environment(tmp_path), check=False).returncode != 0
        with closing(sqlite3.connect(folder / NAME)) as connection:
            versions.add(connection.execute("PRAGMA user_version").fetchone()[0])
        with PracticeReceiver(folder, CATALOGUE) as receiver:
            assert kept_bodies(receiver) == [each.body for each in sealed[:-1]]
            answer = post(receiver.port, b"\n".join(each.body for each in sealed)).json
            assert [each["received"] for each in answer["receipts"]] == [RECEIVED] * 199
        if not killed:
            break
    assert moment > 10
    assert versions == {1, 2}


def receipts(port: int, body: bytes) -> list[dict[str, str]]:
    """The receipts, where a whole answer came."""
    try:
        told = (f"Content-Type: {NDJSON}", f"Content-Length: {len(body)}")
        found = exchange(port, head(f"POST {SUBMISSIONS} HTTP/1.1", *told) + body)
    except ConnectionError:
        return []
    # A receiver that was killed while it answered may leave a part of the answer.
    is_whole = found.endswith(b"]}")
    return list(parse(found).json["receipts"]) if is_whole else []


def serve(folder: Path) -> subprocess.Popen[bytes]:
    """A receiver in a process of its own."""
    command = [sys.executable, "-c", SERVE, str(folder)]
    return subprocess.Popen(command, cwd=REPOSITORY, env=environment(folder.parent), stdout=subprocess.PIPE)


def ready(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Its port and public key, once it listens."""
    assert process.stdout is not None
    port, key = process.stdout.readline().decode("ascii").split()
    return int(port), key


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()
