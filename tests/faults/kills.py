"""Row 1: SIGKILL while sending, at any moment, to a receiver that lives on.

A relay stands between sender and receiver: it sees every byte that left, and kills the sender at a byte of the request
or of the answer; other kills come at any time. Each kill ends a process of its own, which had queued and was sending.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import random
import re
import socket
import sqlite3
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.cli import main as vitrinectl
from core.record.ledger import Ledger
from core.record.submission import State, Submission
from tests.commands import REPOSITORY, command
from tests.commands import environment as user
from tests.core.record.desk import happened
from tests.fakes.server import SECONDS, Peer, Server
from tests.faults.desk import GROUP, agree, envelopes, environment, product, queue, vitrine
from tests.faults.forks import Forks
from tests.faults.row import Found

# So many kills, then everything must get through, and a fresh home.
ROUND = 50
LONGEST = 0.35
# No request has fewer bytes.
SHORTEST = 150
MANY = 1_000_000
MOMENTS = ("any time", "accepted", "request", "stored", "answer")


def send(home: str, product: str, names: list[str], acknowledged: str) -> None:
    """What is killed: queues, says so, and sends everything; now and then as a person would command it."""
    place = environment(Path(home), Path(product))
    if not names:
        os.environ.update(place)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            vitrinectl(["send"])
        return
    built = vitrine(Path(home), Path(product))
    made = envelopes(built, names)
    queue(built, made)
    with Path(acknowledged).open("a", encoding="ascii", buffering=1) as file:
        file.write("".join(f"{each.id} {each.sha256}\n" for each in made))
    built.delivery.drain(urgent=True)


class Relay:
    """Passes requests on to the receiver, and kills the sender where it is told to."""

    def __init__(self, port: int, forks: Forks) -> None:
        self._port = port
        self._forks = forks
        self._started = threading.Event()
        self._moment, self._at = "", 0
        self.arrived: list[bytes] = []

    def arm(self, moment: str, at: int) -> None:
        """Before the sender starts: when to kill it, and at which byte."""
        self._started.clear()
        self._moment, self._at = moment, at

    def started(self) -> None:
        """The sender's number is known."""
        self._started.set()

    def __call__(self, peer: Peer) -> None:
        """One connection."""
        moment, self._moment = self._moment, ""
        self._kill_if(moment == "accepted")
        if moment == "request":
            _read_to(peer, self._at)
            self._kill_if(True)
        with contextlib.suppress(OSError):
            arrived = peer.read_request()
            self.arrived.append(arrived)
            answer = self._passed_on(arrived)
            self._kill_if(moment == "stored")
            if moment == "answer":
                peer.write(answer[: self._at])
                self._kill_if(True)
            peer.write(answer)

    def _kill_if(self, due: bool) -> None:
        if due and self._started.wait(SECONDS):
            self._forks.kill()

    def _passed_on(self, arrived: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self._port), SECONDS) as onward:
            onward.sendall(arrived)
            onward.shutdown(socket.SHUT_WR)
            with onward.makefile("rb") as file:
                return file.read()


def _read_to(peer: Peer, at: int) -> None:
    """So many bytes of the request, or all of it."""
    peer.read_some(min(at, SHORTEST))
    while at > SHORTEST and b"\r\n\r\n" not in peer.arrived and peer.read(1):
        pass
    if length := re.search(rb"Content-Length: (\d+)\r\n\r\n", peer.arrived):
        peer.read_some(min(at, length.end() + int(length[1])))


@dataclass(slots=True)
class Count:
    """What came of the kills."""

    kills: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    submissions: int = 0
    lost: int = 0
    twice: int = 0
    waiting: int = 0
    unsound: int = 0
    unfinished: int = 0

    @property
    def found(self) -> Found:
        """In words."""
        bad = (self.lost, self.twice, self.waiting, self.unsound, self.unfinished)
        figure = (
            f"{self.kills} kills, {self.submissions} submissions: lost {self.lost}, stored twice {self.twice}, "
            f"waiting though bytes had left {self.waiting}, records unsound {self.unsound}, stuck {self.unfinished}"
        )
        return Found(self.kills, figure, not any(bad) and self.submissions > 0)


def sweep(n: int, seed: int) -> Found:
    """So many kills that ended a living sender."""
    chance, count = random.Random(seed), Count()
    with Forks(send) as forks:
        while count.kills < n:
            with tempfile.TemporaryDirectory() as folder, receiving(Path(folder)) as told:
                _round(Path(folder), told, forks, chance, min(ROUND, n - count.kills), count)
    return count.found


@contextmanager
def receiving(folder: Path) -> Iterator[dict[str, Any]]:
    """The practice receiver in a process and a home of its own; what it says of itself."""
    started = command("core", "receiver", "--data", str(folder / "received"), "--json")
    with subprocess.Popen(
        started, cwd=REPOSITORY, env=user(folder / "other"), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


@dataclass(frozen=True, slots=True)
class Place:
    """Where one round lies."""

    home: Path
    product: Path
    acknowledged: Path


def _round(folder: Path, told: dict[str, Any], forks: Forks, chance: random.Random, kills: int, count: Count) -> None:
    relay = Relay(int(told["endpoint"].rpartition(":")[2]), forks)
    with Server(relay) as server:
        file = product(folder, f"http://127.0.0.1:{server.port}", base64.b64decode(told["receiver_key"]))
        place = Place(folder / "home", file, folder / "acknowledged")
        place.acknowledged.touch()
        agree(vitrine(place.home, file))
        until = count.kills + kills
        while count.kills < until:
            sizes = [chance.randint(0, 2000) for _ in range(chance.choice((0, 1, 5, 40)))]
            names = [f"{chance.getrandbits(64):x}{'x' * size}" for size in sizes]
            moment = chance.choice(MOMENTS)
            relay.arm(moment, chance.choice((1, chance.randint(2, 400), chance.randint(400, 60_000))))
            seconds = chance.uniform(0, LONGEST) if moment == "any time" else SECONDS
            count.kills += _sent(forks, relay, place, names, seconds)
            server.settle()
            _check_living(Ledger(place.home), relay, count)
        # Nobody is killed any more: in two turns everything must be there.
        relay.arm("", 0)
        count.unfinished += sum(_sent(forks, relay, place, [name], SECONDS) for name in ("last", "the very last"))
    _check_end(Ledger(place.home), stored(folder), place.acknowledged, count)


def _sent(forks: Forks, relay: Relay, place: Place, names: list[str], seconds: float) -> bool:
    """Whether the sender was killed."""
    forks.start(str(place.home), str(place.product), names, str(place.acknowledged))
    relay.started()
    return forks.end(seconds)[0]


def _check_living(ledger: Ledger, relay: Relay, count: Count) -> None:
    """After each kill: the record holds, and nothing of which a byte left stands as waiting."""
    count.unsound += not ledger.history.verify().ok
    left = b"\n".join(relay.arrived)
    waiting = ledger.history.submissions({State.WAITING}, limit=MANY)
    count.waiting += sum(f'"submission":"{each.id}"'.encode() in left for each in waiting)


def _check_end(ledger: Ledger, kept: list[bytes], acknowledged: Path, count: Count) -> None:
    known = {each.id: each for each in ledger.history.submissions(limit=MANY)}
    lines = [line.split() for line in acknowledged.read_text(encoding="ascii").splitlines()]
    count.submissions += len(known)
    count.lost += sum(identifier not in known or known[identifier].sha256 != sha256 for identifier, sha256 in lines)
    count.lost += sum(not _is_there(each, kept) for each in known.values())
    count.unfinished += sum(each.state is not State.CONFIRMED for each in known.values())
    # The same facts under another number are twice, too.
    addresses = Counter(str(json.loads(body)["items"]["url"]) for body in kept if f'"{GROUP}"'.encode() in body)
    count.twice += sum(times - 1 for times in addresses.values()) + len(kept) - len(set(kept))
    count.twice += len({json.loads(body)["submission"] for body in kept} - known.keys())
    # The receiver was always reached and never said no: nobody may claim that no byte of an attempt had left.
    count.waiting += len(happened(ledger, "waiting"))
    count.unsound += not ledger.history.verify().ok


def _is_there(each: Submission, kept: list[bytes]) -> bool:
    return each.state is not State.CONFIRMED or (each.receipt is not None and each.body in kept)


def stored(folder: Path) -> list[bytes]:
    """Every body the receiver kept."""
    with closing(sqlite3.connect(folder / "received" / "received.db")) as connection:
        return [bytes(row[0]) for row in connection.execute("SELECT body FROM submission ORDER BY number")]
