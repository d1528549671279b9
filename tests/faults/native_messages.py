"""Row 29: whatever comes to the native host in a browser's place gets one error, within bounds; strangers get nothing.

Each case is a life of the real host, forked from one that is loaded, with what it is given as its stdin. The group is
on and the site is listed: whoever is not refused is told.
"""

from __future__ import annotations

import json
import os
import random
import resource
import struct
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.assembly import build
from core.browser import NAME, extension
from core.browser.__main__ import main
from core.browser.host import MOST_AT_ONCE
from tests.faults.forks import Forks
from tests.faults.row import Found

SITE = "pay.example"
TELL = {"ask": "payment", "url": f"https://{SITE}"}
# Answered without a look at the record.
QUICK = {"ask": "web_request", "url": f"https://{SITE}", "private": True}
LONGEST = 64 * 1024
# Far less than a message of 4 GB, and more than one of 64 KiB needs.
ROOM = 64 * 1024 * 1024
SECONDS = 30.0
# One flood in so many, the first one soon; and by how much it is more than a browser has to ask.
FLOODS, FIRST, MORE = 500, 30, 2000


@dataclass(frozen=True, slots=True)
class Case:
    """Who asks, what comes in, and how it must end: with one error, answered whole, or in silence."""

    kind: str
    arguments: list[str]
    given: bytes
    end: str


def frame(message: bytes) -> bytes:
    """As a browser sends it."""
    return struct.pack("=I", len(message)) + message


def asked(*questions: object) -> bytes:
    """Questions, as an extension asks them."""
    return b"".join(frame(json.dumps(each).encode()) for each in questions)


def honest(chance: random.Random) -> list[str]:
    """How a browser starts the host for our extension."""
    chromium = [f"chrome-extension://{extension.chromium_id()}/"]
    firefox = [f"/home/a/.mozilla/native-messaging-hosts/{NAME}.json", extension.firefox_id()]
    return [chance.choice(["regular", "safe"]), *chance.choice([chromium, [*chromium, "--parent-window=7"], firefox])]


def strange(chance: random.Random) -> list[str]:
    """How it would be started for anybody else."""
    own = extension.chromium_id()
    other = "".join(chance.choice("abcdefghijklmnop") for _ in range(32))
    named = f"/home/a/.mozilla/native-messaging-hosts/{NAME}.json"
    origins: list[list[str]] = [
        *([], [""], [other], [own], [f"chrome-extension://{other}/"], [f"chrome-extension://{own}"]),
        *([f"chrome-extension://{own}/x"], [f"chrome-extension://{own}.{other}/"], [f"https://{own}/"]),
        *([f"CHROME-EXTENSION://{own}/"], [f"chrome-extension://{own}/", other], [f"chrome-extension://{own}/\n"]),
        *([named], [named, f"{other}@example"], [named, own], [extension.firefox_id(), named]),
        *([f"/tmp/{other}.json", extension.firefox_id()], [named, extension.firefox_id(), other]),
        *([f" chrome-extension://{own}/"], [f"chrome-extension://{own[:-1]}/"], [f"moz-extension://{own}/"]),
    ]
    return ["regular", *chance.choice(origins)]


def unmoded(chance: random.Random) -> list[str]:
    """The right extension, and a launcher that is none of ours."""
    return [*chance.choice([[], ["protected"], ["--safe"], ["SAFE"], [""]]), *honest(chance)[1:]]


def wrong_form(chance: random.Random) -> bytes:
    """JSON, and no question."""
    forms: list[object] = [
        *(
            {**TELL, "frame": 0},
            {"ask": "payment"},
            {**TELL, "url": 7},
            {**TELL, "url": None},
            {**TELL, "url": "h" * 9000},
        ),
        *({"ask": "Payment", "url": ""}, {"ask": None}, {"ask": ["payment"]}, {}, [], [TELL], "payment", 7, None, True),
        *({"ask": "state", "all": True}, {"ask": "add_site"}, {"ask": "add_site", "host": "h" * 254}),
        *({**QUICK, "private": "no"}, {**QUICK, "private": 0}, {"ask": "tell", "url": f"https://{SITE}"}),
        {chance.choice("abc") * chance.randint(1, 50): chance.random()},
    ]
    return frame(json.dumps(chance.choice(forms)).encode())


def wrong_length(chance: random.Random) -> bytes:
    """A length that no question has."""
    many = [0, 2**32 - 1, 2**31, LONGEST + 1, chance.randint(LONGEST + 1, 2**32 - 1)]
    return struct.pack("=I", chance.choice(many))


def cut(chance: random.Random) -> bytes:
    """A question that ends too early: nothing may stand behind it."""
    whole = asked(TELL)
    return whole[: chance.randint(1, len(whole) - 1)]


def no_text(chance: random.Random) -> bytes:
    """Bytes that are not UTF-8."""
    # The last byte stands in no UTF-8; of the others chance may make a letter.
    some = bytes(chance.randint(0x80, 0xFF) for _ in range(chance.randint(1, 40))) + b"\xff"
    return frame(chance.choice([b'{"ask":"payment","url":"%s"}', b'{"ask":"%s"}', b"%s"]) % some)


def deep(chance: random.Random) -> bytes:
    """Many things in each other."""
    depth = chance.randint(1000, 10_000)
    opened, closed = chance.choice([(b"[", b"]"), (b'{"a":', b"}")])
    inner = opened * depth + b"1" + closed * depth
    return frame(chance.choice([inner, b'{"ask":"state","a":' + inner + b"}", opened * depth]))


def flood(_: random.Random) -> bytes:
    """Good questions, and too many."""
    return asked(QUICK) * (MOST_AT_ONCE + MORE)


WRONG = {"length": wrong_length, "cut": cut, "bytes": no_text, "deep": deep, "form": wrong_form, "flood": flood}
# How somebody may be started who is not to be answered at all.
STRANGERS = {"origin": strange, "mode": unmoded}
KINDS = (*(kind for kind in WRONG if kind != "flood"), *STRANGERS, "honest")


def made(kind: str, chance: random.Random) -> Case:
    """One case. Behind what is wrong stands an honest question, which nobody may answer any more."""
    if kind == "honest":
        return Case(kind, honest(chance), asked(QUICK, TELL), "answered")
    if kind in STRANGERS:
        return Case(kind, STRANGERS[kind](chance), asked(TELL) * 3, "silence")
    return Case(kind, honest(chance), WRONG[kind](chance) + (b"" if kind == "cut" else asked(TELL)), "error")


def live(arguments: list[str], folder: str) -> dict[str, int]:
    """One life of the host; what it wrote lies in the folder."""
    for number, (name, flags) in enumerate([("in", os.O_RDONLY), ("out", os.O_WRONLY), ("err", os.O_WRONLY)]):
        handle = os.open(Path(folder) / name, flags | (os.O_CREAT | os.O_TRUNC if number else 0), 0o600)
        os.dup2(handle, number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + ROOM, used + ROOM))
    code = main(arguments)
    sys.stderr.flush()
    return {"code": code, "grown": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before}


@dataclass(slots=True)
class Count:
    """What came of the cases."""

    tried: int = 0
    told: int = 0
    strangers: int = 0
    grown: int = 0
    otherwise: list[str] = field(default_factory=list)

    def judge(self, case: Case, ended: tuple[bool, Any], folder: Path) -> None:
        """Whether it ended as it must."""
        killed, returned = ended
        answers = split((folder / "out").read_bytes())
        self.tried += 1
        if case.end == "silence":
            self.strangers += len(answers)
        else:
            self.told += sum(answer.get("facts") is not None for answer in answers)
        if killed or returned is None or not as_it_must(case, returned["code"], answers):
            said = (folder / "err").read_text(encoding="utf-8", errors="replace")[-120:]
            self.otherwise.append(f"{case.kind} {case.arguments} {case.given[:40]!r}: {answers[-1:]} {said!r}")
        else:
            self.grown = max(self.grown, returned["grown"])

    def found(self, told: int) -> Found:
        """In words. So many honest ones had to be told."""
        figure = (
            f"{self.tried} lives: wrong-origin answers {self.strangers}, ended otherwise than they must "
            f"{len(self.otherwise)}, memory grown by {self.grown // 1024} MiB at most; honest told {self.told}/{told}"
        )
        figure += f"; {self.otherwise[0]}" if self.otherwise else ""
        return Found(self.tried, figure, not self.otherwise and not self.strangers and self.told == told)


def as_it_must(case: Case, code: int, answers: Sequence[dict[str, Any]]) -> bool:
    """One error at the end, or none at all where an honest one was answered, or nothing."""
    errors = [at for at, answer in enumerate(answers) if answer["answer"] == "error"]
    if case.end == "error":
        before = range(MOST_AT_ONCE, MOST_AT_ONCE + MORE) if case.kind == "flood" else range(1)
        return code == 1 and errors == [len(answers) - 1] and len(answers) - 1 in before
    if case.end == "silence":
        return code == 1 and not answers
    return code == 0 and not errors and [answer["answer"] for answer in answers] == ["web_request", "payment"]


def split(written: bytes) -> list[dict[str, Any]]:
    """The answers, of which each is whole."""
    found = []
    while written:
        (length,) = struct.unpack_from("=I", written)
        found.append(json.loads(written[4 : 4 + length]))
        assert len(written) >= 4 + length
        written = written[4 + length :]
    return found


def sweep(n: int, number: int) -> Found:
    """So many lives of the host."""
    chance, count, told = random.Random(number), Count(), 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ["VITRINE_HOME"] = str(folder / "home")
        # Built once before: what is forked has everything loaded.
        engine = build().engine
        engine.consent.accept("eu", "script")
        engine.choose("payment", True, "script")
        with Forks(live) as forks:
            for turn in range(n):
                case = made("flood" if turn % FLOODS == FIRST else KINDS[turn % len(KINDS)], chance)
                (folder / "in").write_bytes(case.given)
                forks.start(case.arguments, place)
                count.judge(case, forks.end(SECONDS), folder)
                told += case.end == "answered"
    return count.found(told)
