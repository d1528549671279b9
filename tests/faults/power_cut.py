"""Fault 3: the power fails. What was acknowledged must be there afterwards.

The writes and syncs of a real run are recorded by strace. Then the disk is rebuilt as a power cut may leave it: at many
points of the run, with any subset of what was not synced by then lost, be it a write to a file or a change of the
folder (a file made or removed). The index of the log (`-shm`) is memory, and never survives. Each such image is opened
and checked; what is seen must be there when it is opened again.

`python -m tests.faults.power_cut 20000 kept` checks so many images; `normal`, `off` and `full` are faster
and lose rows.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import apsw

from core.errors import Refused
from core.record import store
from core.record.ledger import Ledger
from core.record.store import NAME
from core.record.submission import Outcome, State
from tests.commands import REPOSITORY
from tests.core.record.desk import attempt, draft, envelope, now, permitted, settle, signed

# Journal mode and synchronous that are faster than the program's own, which "kept" leaves as they are.
FASTER = {"normal": ("wal", "NORMAL"), "off": ("wal", "OFF"), "full": ("delete", "FULL")}
CALLS = "pwrite64,write,fsync,fdatasync,unlink,unlinkat,ftruncate,rename,renameat,renameat2,openat"
RANKS = {State.WAITING: 0, State.SENDING: 1, State.CONFIRMED: 2}
# After all of those.
ERASED = 3
# The log is moved into the file when it has so many; the program waits for more.
PAGES = 25
# How much of a write arrives, if any does: a disk writes in whole sectors.
ARRIVED = (1.0, 1.0, 1.0, 0.5, 0.1)
SECTOR = 512
SEED = 20261124
_CALL = re.compile(r'^\d+ +(\w+)\((?:AT_FDCWD<[^>]*>, )?(?:\d+<([^>]*)>)?(?:, )?(?:"([^"]*)")?(.*)\) += (-?\d+)')


def live(folder: Path, rounds: int, way: str) -> None:
    """What is recorded: decide, queue, attempt, settle and erase, and say after each what is acknowledged."""
    store.SETTINGS = (*store.SETTINGS, f"wal_autocheckpoint={PAGES}")
    if way in FASTER:
        store.JOURNAL, synchronous = FASTER[way]
        store.SETTINGS = (*store.SETTINGS, f"synchronous={synchronous}")
    ledger = Ledger(folder)
    permit = permitted(ledger)
    acknowledge(0, [decision(permit.event)])
    for number in range(rounds):
        batch = [draft(ledger, str(number)), envelope("x" * 9000 * (number % 2))]
        ledger.queue(batch, permit, now())
        acknowledge(0, [each.sha256 for each in batch])
        attempt(ledger, batch, permit)
        acknowledge(1, [each.sha256 for each in batch])
        settle(ledger, {each.id: Outcome(State.CONFIRMED, receipt=signed(each)) for each in batch})
        acknowledge(2, [each.sha256 for each in batch])
        acknowledge(0, [decision(ledger.append("noticed").number)])
        ledger.erase([batch[1].id])
        acknowledge(ERASED, [batch[1].sha256])
        if number % 3 == 2:
            # The log is moved into the file, removed, and begun anew.
            ledger.close()


def decision(number: int) -> str:
    """By what it is acknowledged."""
    return f"decision-{number}"


def acknowledge(rank: int, identifiers: list[str]) -> None:
    """In one write call, so that the record shows when."""
    os.write(1, " ".join(["ack", str(rank), *identifiers]).encode())


@dataclass(frozen=True, slots=True)
class Call:
    """One system call on our folder, or an acknowledgement."""

    name: str
    file: str
    data: bytes = b""
    place: int = 0


def record(folder: Path, rounds: int, way: str) -> list[Call]:
    """Run it, and say what it did to the disk."""
    trace = folder.with_suffix(".trace")
    folder.mkdir()
    child = [sys.executable, "-m", "tests.faults.power_cut", "live", str(folder), str(rounds), way]
    command = ["strace", "-f", "-y", "-xx", "-s", "100000", "-e", f"trace={CALLS}", "-o", str(trace), *child]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    return list(parsed(trace.read_text(encoding="ascii").splitlines(), str(folder)))


def parsed(lines: list[str], folder: str) -> Iterator[Call]:
    """The calls that matter, in order."""
    for line in lines:
        found = _CALL.match(line)
        if found is None or found[5].startswith("-"):
            continue
        name, of, text, rest = found[1], _bytes(found[2]), _bytes(found[3]), found[4]
        if name == "write" and text.startswith(b"ack "):
            yield Call("ack", "", text)
        path = (text if name in ("openat", "unlink") else of).decode()
        if not path.startswith(folder) or path.endswith("-shm"):
            continue
        assert not name.startswith("rename"), line
        number = re.search(r"(?:^|, )(\d+)$", rest)
        if name != "openat" or "O_CREAT" in rest:
            yield Call(name, Path(path).name if path != folder else ".", text, int(number[1]) if number else 0)


def _bytes(text: str | None) -> bytes:
    return bytes.fromhex((text or "").replace("\\x", ""))


@dataclass(slots=True)
class Disk:
    """Files by inode and the folder's names. `pending`: done, but not known to be on the disk."""

    files: dict[int, bytearray] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    pending: list[tuple[int, Call]] = field(default_factory=list)
    # What the program sees, pending or not.
    seen: dict[str, int] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)

    def do(self, call: Call) -> None:
        """One more call."""
        if call.name == "ack":
            _, rank, *identifiers = call.data.decode().split()
            self.acknowledged |= dict.fromkeys(identifiers, int(rank))
        elif call.name in ("fsync", "fdatasync"):
            self._sync(call.file)
        elif call.name == "openat":
            if call.file not in self.seen:
                self.seen[call.file] = inode = len(self.files) + 1
                self.files[inode] = bytearray()
                self.pending.append((inode, call))
        else:
            inode = self.seen.pop(call.file) if call.name == "unlink" else self.seen[call.file]
            self.pending.append((inode, call))

    def _sync(self, file: str) -> None:
        of_folder = file == "."
        synced = [
            (inode, call)
            for inode, call in self.pending
            if (call.name in ("openat", "unlink")) == of_folder and (of_folder or inode == self.seen[file])
        ]
        self.pending = [each for each in self.pending if each not in synced]
        _apply(self.files, self.names, synced)

    def image(self, kept: list[float]) -> dict[str, bytes]:
        """The folder after a cut, if so much of each of the pending changes reached the disk: of a write, its beginning
        in whole sectors."""
        files = {inode: bytearray(data) for inode, data in self.files.items()}
        names = dict(self.names)
        arrived = [(inode, _torn(call, keep)) for (inode, call), keep in zip(self.pending, kept, strict=True) if keep]
        _apply(files, names, arrived)
        return {name: bytes(files[inode]) for name, inode in names.items()}


def _torn(call: Call, share: float) -> Call:
    if share == 1 or not call.data:
        return call
    return replace(call, data=call.data[: round(len(call.data) * share / SECTOR) * SECTOR])


def _apply(files: dict[int, bytearray], names: dict[str, int], changes: list[tuple[int, Call]]) -> None:
    for inode, call in changes:
        data = files[inode]
        if call.name == "openat":
            names[call.file] = inode
        elif call.name == "unlink":
            names.pop(call.file, None)
        elif call.name == "ftruncate":
            data[call.place :] = bytes(max(0, call.place - len(data)))
        else:
            data.extend(bytes(max(0, call.place - len(data))))
            data[call.place : call.place + len(call.data)] = call.data


@dataclass(slots=True)
class Result:
    """How many images, and how many of them lost what was acknowledged or were not sound."""

    images: int = 0
    lost: int = 0
    unsound: int = 0
    acknowledged: int = 0


def sweep(folder: Path, calls: list[Call], images: int, seed: int = SEED) -> Result:
    """Cut after every call, as often as the number of images allows, and check each distinct image."""
    chance, result, known = random.Random(seed), Result(), set[bytes]()
    # All lost and all kept at least.
    disk, each_cut = Disk(), max(2, images // len(calls))
    for call in calls:
        disk.do(call)
        size = len(disk.pending)
        for turn in range(each_cut):
            share = chance.random()
            some = [chance.random() < share and chance.choice(ARRIVED) for _ in range(size)]
            kept = [1.0] * size if turn == 0 else [0.0] * size if turn == 1 else some
            image = disk.image(kept)
            digest = hashlib.sha256(repr((sorted(image.items()), len(disk.acknowledged), call.data)).encode()).digest()
            if digest not in known:
                known.add(digest)
                _judge(folder / "image", image, disk.acknowledged, result)
    result.acknowledged = len(disk.acknowledged)
    return result


def _judge(folder: Path, image: dict[str, bytes], acknowledged: dict[str, int], result: Result) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in image.items():
        (folder / name).write_bytes(data)
    result.images += 1
    try:
        first, again = seen(folder), seen(folder)
    except (OSError, Refused):
        result.unsound += 1
        return
    result.lost += any(first.get(key, -1) < rank for key, rank in acknowledged.items())
    result.unsound += first != again or not is_sound(folder)


def seen(folder: Path) -> dict[str, int]:
    """What whoever opens it finds; the log is in the file afterwards."""
    with closing(Ledger(folder)) as ledger:
        page = ledger.history.submissions(limit=1000)
        found = {each.sha256: ERASED if each.life.erased else RANKS[each.state] for each in page}
        return found | {decision(each.number): 0 for each in ledger.events()}


def is_sound(folder: Path) -> bool:
    """Whether record and file hold, and nothing is left beside it."""
    with closing(Ledger(folder)) as ledger:
        if not ledger.history.verify().ok:
            return False
    if not (folder / NAME).exists():
        return True
    assert [each.name for each in folder.iterdir()] == [NAME]
    with closing(apsw.Connection(str(folder / NAME))) as connection:
        return bool(connection.execute("PRAGMA integrity_check").get == "ok")


def run(images: int, way: str, rounds: int = 3) -> Result:
    """Record and sweep in a folder of their own."""
    with tempfile.TemporaryDirectory() as place:
        return sweep(Path(place), record(Path(place) / "home", rounds, way), images)


if __name__ == "__main__":
    if sys.argv[1] == "live":
        live(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        print(run(int(sys.argv[1]), sys.argv[2], rounds=12))
