"""Row 22: withdrawn at any instant while sending, from this process or another, plain and TLS.

Counted where bytes leave: every packet on a network of the sweep's own. After `withdraw` has returned there must be
none with data, also where the receiver reads slowly and a million bytes lie ready in the sender's kernel.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from core.assembly import Vitrine
from core.cli import main as vitrinectl
from core.lock import SenderLock
from core.network.connection import client_context
from core.record.submission import State
from core.sending.sender import Delivered, ReceiverLine, Sender
from core.sending.transport import HttpTransport
from tests.fakes.authority import Authority
from tests.fakes.receipts import KEY
from tests.fakes.receiver import Receiver
from tests.fakes.server import SECONDS, Peer, Server
from tests.faults.desk import agree, envelopes, environment, product, queue, vitrine
from tests.faults.forks import Forks
from tests.faults.loopback import Loopback, Packet, bring_up
from tests.faults.row import Found

# One request of almost a million bytes, and some more that wait behind it.
QUEUED, LONG = 110, 8000
# An honest withdrawal waits for one look at the gate, and some writing.
LONGEST_RETURN = 2.0


def withdraw(home: str, product: str) -> int:
    """As a person would command it, in a process of its own; when it returned."""
    os.environ.update(environment(Path(home), Path(product)))
    with contextlib.redirect_stdout(io.StringIO()):
        assert vitrinectl(["consent", "withdraw"]) == 0
    return time.time_ns()


class Reader:
    """A receiver: slow from some byte on, until told to hurry; answers whoever sends a whole request."""

    def __init__(self) -> None:
        self.slow_from = 0
        self.hurry = threading.Event()
        self._receiver = Receiver()

    def __call__(self, peer: Peer) -> None:
        """One connection."""
        peer.read_some(self.slow_from)
        while not self.hurry.is_set() and peer.read(2048):
            self.hurry.wait(0.01)
        # What is left in its buffer, and whatever still comes.
        if not peer.end:
            self._receiver(peer)


@dataclass(slots=True)
class Count:
    """What came of the withdrawals."""

    instants: int = 0
    data: int = 0
    packets: int = 0
    cut: int = 0
    resets: int = 0
    before: int = 0
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0

    @property
    def found(self) -> Found:
        """In words."""
        figure = (
            f"{self.instants} instants, {self.cut} in the middle of a request, reset seen {self.resets}; bytes that "
            f"left after return {self.data} (packets {self.packets}, before it {self.before}); longest return "
            f"{self.longest * 1000:.0f} ms; otherwise wrong {len(self.wrong)}{': ' if self.wrong else ''}"
            f"{'; '.join(self.wrong[:3])}"
        )
        held = not self.data and not self.wrong and self.resets == self.cut > 0
        return Found(self.instants, figure, held)


@dataclass(frozen=True, slots=True)
class Stand:
    """A receiver at a port, and a home from which everything is ready to go there."""

    scheme: str
    server: Server
    reader: Reader
    prepared: Path
    product: Path
    tls: ssl.SSLContext | None


@contextmanager
def stand(folder: Path, scheme: str) -> Iterator[Stand]:
    """Plain or TLS."""
    folder.mkdir()
    authority, reader = Authority(), Reader()
    trusting = None
    if scheme == "https":
        trusting = client_context()
        trusting.load_verify_locations(cadata=authority.pem)
    with Server(reader, authority.server(folder) if trusting else None, buffer=4096) as server:
        file = product(folder, f"{scheme}://127.0.0.1:{server.port}")
        built = vitrine(folder / "prepared", file)
        agree(built)
        queue(built, envelopes(built, (f"{number:>{LONG}}" for number in range(QUEUED))))
        yield Stand(scheme, server, reader, folder / "prepared", file, trusting)


def sweep(n: int, seed: int) -> Found:
    """So many instants, by turns plain and TLS, from here and from another process."""
    chance, count = random.Random(seed), Count()
    bring_up()
    with Forks(withdraw) as forks, tempfile.TemporaryDirectory() as place, Loopback() as loopback:
        folder = Path(place)
        with stand(folder / "plain", "http") as plain, stand(folder / "tls", "https") as tls:
            for turn in range(n):
                at = (plain, tls)[turn % 2]
                instant = Instant(at, folder / "home", forks if turn // 2 % 2 else None, chance)
                loopback.packets()
                instant.live()
                instant.judge(loopback.packets(), count)
                shutil.rmtree(folder / "home")
    return count.found


class Instant:
    """One sending, withdrawn once."""

    def __init__(self, at: Stand, home: Path, forks: Forks | None, chance: random.Random) -> None:
        self._at, self._home, self._forks = at, home, forks
        shutil.copytree(at.prepared, home)
        self._built = vitrine(home, at.product)
        self._delivered: Delivered | None = None
        self._returned = 0
        self._seconds = 0.0
        self._pause = chance.choice((0.0, chance.uniform(0, 0.05), chance.uniform(0, 0.5)))
        at.reader.slow_from = chance.choice((0, 0, chance.randint(1, 900_000)))
        at.reader.hurry.clear()

    def live(self) -> None:
        """Send in a thread, withdraw at the instant."""
        sender = threading.Thread(target=self._send)
        sender.start()
        sender.join(self._pause)
        begin = time.monotonic()
        if self._forks is None:
            self._built.engine.withdraw("script")
            self._returned = time.time_ns()
        else:
            self._forks.start(str(self._home), str(self._at.product))
            killed, returned = self._forks.end(SECONDS * 6)
            self._returned = -1 if killed or returned is None else returned
        self._seconds = time.monotonic() - begin
        # What lies ready in the kernel of a sender that only closed would come now.
        self._at.reader.hurry.set()
        sender.join()
        self._at.server.settle()

    def _send(self) -> None:
        self._delivered = _delivery(self._built, self._home, self._at.tls).drain(urgent=True)

    def judge(self, packets: list[Packet], count: Count) -> None:
        """What left before and after, and what the record says."""
        sent = [packet for packet in packets if packet.to == self._at.server.port]
        late = [packet for packet in sent if packet.at > self._returned and packet.data]
        states = self._built.engine.ledger.history.counts()
        was_cut = bool(states[State.UNCONFIRMED])
        count.instants += 1
        count.data += sum(packet.data for packet in late)
        count.packets += len(late)
        count.before += sum(packet.data for packet in sent if packet.at <= self._returned)
        count.cut += was_cut
        count.resets += was_cut and any(packet.reset for packet in sent)
        count.longest = max(count.longest, self._seconds)
        count.wrong += [f"{self._at.scheme} {each}" for each in self._wrong(states)]

    def _wrong(self, states: Mapping[State, int]) -> Iterator[str]:
        ledger = self._built.engine.ledger
        if self._returned < 0:
            yield "it did not return"
        if self._seconds > LONGEST_RETURN:
            yield f"it took {self._seconds:.1f} s"
        if states[State.WAITING] or states[State.SENDING]:
            yield f"left {json.dumps(states)}"
        if any(not each.finished for each in ledger.history.pending()):
            yield "something would be tried again"
        if (last := ledger.last()) is None or last.kind != "stopped":
            yield "the end is not recorded"
        if not (verdict := ledger.history.verify()).ok:
            yield verdict.why
        if self._built.engine.consent.choices().permit.categories:
            yield "something is still allowed"


def _delivery(built: Vitrine, home: Path, tls: ssl.SSLContext | None) -> Sender:
    """As assembly builds it, but for whom TLS trusts."""

    @contextmanager
    def channel() -> Iterator[ReceiverLine]:
        yield ReceiverLine(HttpTransport(context=tls), KEY)

    engine = built.engine
    return Sender(engine.ledger, engine.consent, engine.product.endpoint, channel, partial(SenderLock, home))
