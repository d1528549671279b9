"""The native host as a browser runs it: whom it answers, how it ends, and that nothing else is on its line."""

from __future__ import annotations

import json
import struct
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from core.assembly import Vitrine
from core.browser import extension
from core.browser.answers import Answers
from core.browser.host import LONGEST, serve
from core.browser.visits import Visits
from core.product import load_product
from gui.state.submissions import state_of
from tests.commands import REPOSITORY, command, environment, vitrinectl
from tests.core.browser.asking import CHROMIUM, FIREFOX, SITE, STATE, TELL, asked, ended, frame, split, switch_on
from tests.engines import build_real

if TYPE_CHECKING:
    from typing_extensions import Buffer

WRONG = {
    "of no length": struct.pack("=I", 0),
    "of four gigabytes": struct.pack("=I", 2**32 - 1),
    "a byte too long": struct.pack("=I", LONGEST + 1) + b" " * (LONGEST + 1),
    "cut in its length": b"\1\0",
    "cut in its middle": frame(TELL)[:-1],
    "not text": struct.pack("=I", 4) + b"\xff\xfe\xfd\xfc",
    "no JSON": frame(TELL).replace(b"{", b"["),
    "deep": struct.pack("=I", 60_000) + b"[" * 60_000,
    "no question": frame({"ask": "everything"}),
    "with a key too many": frame({**TELL, "frame": 0}),
    "with a key too few": frame({"ask": "payment"}),
    "of another type": frame({**TELL, "url": ["https://pay.example"]}),
}


def test_the_number_in_the_product_file_is_the_one_that_follows_from_the_extension_s_key() -> None:
    resources = REPOSITORY / "resources"
    assert load_product(resources / "product.toml", resources).software.plugin_id == extension.chromium_id()


@pytest.mark.parametrize("mode", ["regular", "safe"])
@pytest.mark.parametrize(
    ("caller", "plugin_id"), [(CHROMIUM, extension.chromium_id()), (FIREFOX, extension.firefox_id())]
)
def test_a_listed_site_is_told_what_vitrine_shows_and_which_browser_it_is(
    home: Path, caller: list[str], plugin_id: str, mode: str
) -> None:
    switch_on(home)
    code, [answer] = asked(home, caller, TELL, mode=mode)
    assert (code, answer["answer"]) == (0, "payment")
    assert answer["facts"].encode("ascii") == vitrinectl(home, "show", "payment", "--bytes").out
    told = json.loads(answer["facts"])
    assert (told["plugin_id"], told["browser_mode"]) == (plugin_id, mode)


@pytest.mark.parametrize(
    "caller",
    [
        *([], [""], ["chrome-extension://abcdefghijklmnopabcdefghijklmnop/"], [CHROMIUM[0][:-1]], [f"{CHROMIUM[0]}x"]),
        *([FIREFOX[0]], [FIREFOX[0], "other@example"], FIREFOX[::-1], [*CHROMIUM, "safe"], [*FIREFOX, "more"]),
    ],
)
def test_a_stranger_is_answered_nothing(home: Path, caller: list[str]) -> None:
    switch_on(home)
    assert asked(home, caller, TELL, STATE) == (1, [])


@pytest.mark.parametrize("mode", ["", "protected", "SAFE", "--safe"])
def test_only_a_launcher_of_vitrine_says_which_browser_it_is(home: Path, mode: str) -> None:
    switch_on(home)
    assert asked(home, CHROMIUM, TELL, mode=mode) == (1, [])


def test_no_message_says_which_browser_it_is(home: Path) -> None:
    switch_on(home)
    code, [error] = asked(home, CHROMIUM, {**TELL, "mode": "safe"}, TELL)
    assert (code, error["answer"]) == (1, "error")


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_question_gets_one_error_and_nothing_behind_it_is_answered(home: Path, name: str) -> None:
    built = build_real(home)
    written = BytesIO()
    answers = Answers(built, extension.chromium_id(), "regular", Visits(built.engine))
    behind = b"" if name.startswith("cut") else frame(STATE)
    assert serve(BytesIO(frame(STATE) + WRONG[name] + behind), written, answers) == 1
    assert [answer["answer"] for answer in split(written.getvalue())] == ["state", "error"]


def test_a_flood_gets_one_error(home: Path) -> None:
    quick = frame({"ask": "web_request", "url": f"https://{SITE}", "private": True})
    code, answers = ended(home, quick * 5000, "regular", *CHROMIUM)
    assert (code, [answer["answer"] for answer in answers[-2:]]) == (1, ["web_request", "error"])
    assert 1000 <= len(answers) < 3000


def test_it_ends_when_the_browser_does(home: Path) -> None:
    host = subprocess.Popen(
        command("core.browser", "regular", *CHROMIUM),
        cwd=REPOSITORY,
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with host:
        assert host.stdin is not None
        assert host.stdout is not None
        host.stdin.write(frame(STATE))
        host.stdin.flush()
        (length,) = struct.unpack("=I", host.stdout.read(4))
        assert json.loads(host.stdout.read(length))["answer"] == "state"
        host.stdin.close()
        assert host.wait(20) == 0


class Gone(BytesIO):
    """The line to a browser that is no more."""

    def write(self, _data: object) -> int:
        """Nothing gets through."""
        raise BrokenPipeError


class Slow(BytesIO):
    """The line to a browser that takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go_on = Event(), Event()

    def write(self, data: Buffer) -> int:
        """Once it is let."""
        self.reached.set()
        assert self.go_on.wait(20)
        return super().write(data)


def telling(home: Path) -> Vitrine:
    built = build_real(home)
    built.engine.consent.accept("eu", "script")
    built.engine.choose("payment", True, "script")
    return built


def serving(built: Vitrine, outgoing: BytesIO) -> int:
    answers = Answers(built, extension.chromium_id(), "regular", Visits(built.engine))
    return serve(BytesIO(frame(TELL)), outgoing, answers)


def test_what_a_browser_did_not_take_is_not_said_to_be_told(home: Path) -> None:
    built = telling(home)
    assert serving(built, Gone()) == 1
    [kept] = built.engine.ledger.history.submissions()
    assert (kept.reason, state_of(kept)[0]) == ("browser_gone", "not told")
    assert built.engine.ledger.history.verify().ok
    assert built.engine.ledger.erase([kept.id]) == 1
    assert built.engine.ledger.history.verify().ok


@pytest.mark.parametrize("decide", ["withdraw", "off", "pause"])
def test_no_decision_returns_while_a_browser_is_being_handed_what_a_site_is_told(home: Path, decide: str) -> None:
    built, line = telling(home), Slow()
    engine = built.engine
    decisions = {
        "withdraw": lambda: engine.withdraw("script"),
        "off": lambda: engine.choose("payment", False, "script"),
        "pause": lambda: engine.pause("script"),
    }
    with ThreadPoolExecutor(2) as threads:
        served = threads.submit(serving, built, line)
        assert line.reached.wait(20)
        decided = threads.submit(decisions[decide])
        deadline = time.monotonic() + 20
        while "payment" in engine.choices().permit.categories:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        # It is decided, and has not returned.
        assert (decided.done(), engine.ledger.events("stopped"), line.getvalue()) == (False, [], b"")
        line.go_on.set()
        assert (served.result(20), decided.result(20)) == (0, None)
    assert split(line.getvalue())[0]["facts"] is not None
    assert len(engine.ledger.events("stopped")) == 1
    assert serving(built, line) == 0
    assert [answer["facts"] is None for answer in split(line.getvalue())] == [False, True]


def test_what_is_printed_by_mistake_never_stands_among_the_answers(home: Path) -> None:
    script = (
        "import core.browser.answers as a; before = a.Answers.to\n"
        "a.Answers.to = lambda self, *more: print('a mistake', flush=True) or before(self, *more)\n"
        "from core.browser.__main__ import main; raise SystemExit(main())"
    )
    done = subprocess.run(
        [*command("core.browser")[:1], "-c", script, "regular", *CHROMIUM],
        cwd=REPOSITORY,
        env=environment(home),
        input=frame(STATE),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert [answer["answer"] for answer in split(done.stdout)] == ["state"]
    assert done.stderr == b"a mistake\n"


def test_what_nobody_foresaw_ends_it_as_before_and_is_in_the_log(home: Path) -> None:
    script = (
        "import core.browser.answers as a\n"
        "a.Answers.to = lambda self, *more: 1 / 0\n"
        "from core.browser.__main__ import main; raise SystemExit(main())"
    )
    done = subprocess.run(
        [*command("core.browser")[:1], "-c", script, "regular", *CHROMIUM],
        cwd=REPOSITORY,
        env=environment(home),
        input=frame(STATE),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert "type=builtins.ZeroDivisionError at=" in (home / "log" / "browser.log").read_text()


def test_a_product_that_cannot_be_read_answers_nothing(home: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.toml")
    assert ended(home, frame(STATE), "regular", *CHROMIUM, VITRINE_PRODUCT=missing) == (1, [])


def test_a_record_that_cannot_be_read_tells_nobody_anything(home: Path) -> None:
    home.mkdir()
    (home / "vitrine.db").write_bytes(b"no database" * 100)
    code, [state, payment] = asked(home, CHROMIUM, STATE, TELL)
    assert (code, state["payment"], payment["facts"]) == (0, {"on": False, "why": "unread"}, None)
    assert (home / "vitrine.db").read_bytes() == b"no database" * 100
