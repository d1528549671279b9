"""The demo is lived in, adds up, is the same at each run, knows nothing of this computer, and cannot send."""

from __future__ import annotations

import ast
import getpass
import socket
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.assembly import Vitrine, build, build_demo
from core.clock import stamp
from core.demo.hand import SIGNER
from core.demo.invented import samples
from core.demo.life import ASKED, DAYS, NOW
from core.engine import Engine
from core.receiver.contract import judge
from core.record.store import NAME
from core.record.submission import State, Submission
from core.sending.answers import Answer, outcomes
from tests.architecture.sources import REPOSITORY, files, tree
from tests.commands import command, environment, run

AGREED = {"installed_software", "transmission", "license"}
CHOSEN = {"environment", "processed_object", "web_request"}
# Reads what it is given, and lists what it opens while it builds and shows.
WATCHED = """
import sys
from core.assembly import build, build_demo
import core.demo.demo, core.record.export, sqlite3
opened = []
sys.addaudithook(lambda name, of: opened.append(str(of[0])) if name in ("open", "os.listdir", "os.scandir") else None)
build("demo").engine.show_all()
print("\\n".join(path for path in opened if not path.isdecimal()))
"""


@pytest.fixture(scope="module")
def demo() -> Vitrine:
    return build("demo", {"VITRINE_HOME": "/nowhere"})


@pytest.fixture(scope="module")
def everything(demo: Vitrine) -> list[Submission]:
    return demo.engine.ledger.history.submissions(limit=10_000)


def test_there_is_a_submission_in_every_state_there_is_a_step_to(everything: list[Submission]) -> None:
    # Nothing can be deleted at a receiver so far.
    assert {each.state for each in everything} == set(State) - {State.DELETED}
    assert any(each.state is State.UNCONFIRMED and each.finished for each in everything), "none was given up"
    assert any(each.state is State.UNCONFIRMED and not each.finished for each in everything)
    assert any(each.life.erased for each in everything)
    assert {each.reason for each in everything if each.state is State.CANCELLED} == {"you", "switched_off"}


def test_what_was_decided_is_what_the_sidebar_shows(demo: Vitrine) -> None:
    choices = demo.engine.choices()
    assert (choices.standing, choices.region, choices.paused, choices.changed) == ("accepted", "eu", False, frozenset())
    assert choices.permit.categories == AGREED | CHOSEN


def test_its_license_is_the_one_on_the_license_page(demo: Vitrine) -> None:
    reading = demo.engine.show("license").reading
    assert {key: fact.value for key, fact in reading.items()} == samples()["active"].facts
    assert samples()["active"].days_remaining == 219


def test_the_figures_add_up(demo: Vitrine, everything: list[Submission]) -> None:
    history = demo.engine.ledger.history
    since = stamp((NOW - timedelta(days=DAYS - 1)).replace(hour=0, minute=0))
    confirmed = history.confirmed_since(since)
    assert sum(count for _, count, _ in confirmed) == 412
    bodies = [each.body for each in everything if each.state is State.CONFIRMED and (each.finished or "") >= since]
    assert sum(len(body or b"") for body in bodies) == sum(size for _, _, size in confirmed)
    assert len(ASKED) == DAYS
    assert all(at <= stamp(NOW) for each in everything for at in (each.queued, each.finished or ""))
    assert sum(history.counts().values()) == len(everything)
    days = {at[:10] for at, _, _ in confirmed}
    assert len(days) == DAYS, "a day without a bar"


def test_five_wait_of_five_groups_and_go_together(demo: Vitrine) -> None:
    waiting = [each for each in demo.engine.ledger.history.pending() if each.state is State.WAITING]
    assert {(each.category, each.due) for each in waiting} == {
        (key, "2026-11-23T15:14:00.000Z") for key in AGREED | {"environment", "processed_object"}
    }
    assert len(waiting) == 5


def test_its_record_fits_together(demo: Vitrine) -> None:
    verdict = demo.engine.ledger.history.verify()
    assert (verdict.ok, verdict.why) == (True, "")
    assert [event.at for event in demo.engine.ledger.events()] == sorted(
        event.at for event in demo.engine.ledger.events()
    )


def test_a_receiver_would_take_every_body_and_each_receipt_is_signed(
    demo: Vitrine, everything: list[Submission]
) -> None:
    key = demo.engine.product.receiver_key
    assert key == SIGNER.public_key().public_bytes_raw()
    for each in everything:
        if each.envelope is not None:
            assert judge(each.envelope.body, demo.engine.catalogue).problem is None
        if each.receipt is not None and each.envelope is not None:
            answer = Answer(202, body=b'{"receipts":[%s],"refused":[]}' % each.receipt.encode())
            assert outcomes([each.envelope], answer, key)[each.id].state is State.CONFIRMED


def test_there_is_no_way_to_send_it(demo: Vitrine) -> None:
    assert not demo.delivery.can_send
    assert demo.delivery.drain(urgent=True).states == {}
    assert State.SENDING in {each.state for each in demo.engine.ledger.history.pending()}, "the sender was there"


def test_before_a_decision_there_is_nothing_but_drafts() -> None:
    engine = build_demo({"VITRINE_HOME": "/nowhere"}, "new").engine
    assert engine.choices().standing == "open"
    assert engine.ledger.events() == []
    assert {shown.category.key for shown in engine.show_all() if shown.envelope} == AGREED | {"environment"}


def kept(engine: Engine) -> list[object]:
    """Everything that could be another at another run."""
    shown = [(each.category.key, each.body) for each in engine.show_all()]
    return [*shown, *engine.ledger.history.submissions(limit=10_000), *engine.ledger.events()]


def test_it_is_the_same_at_each_run_byte_for_byte(demo: Vitrine) -> None:
    assert kept(build("demo").engine) == kept(demo.engine)


def test_it_is_the_same_in_another_place_at_another_time_for_another_user(tmp_path: Path) -> None:
    shown = []
    for number, zone in enumerate(("UTC", "Pacific/Kiritimati")):
        home = tmp_path / str(number)
        more = {"TZ": zone, "HOME": str(home), "USER": zone, "LANG": "de_DE.UTF-8", "HOSTNAME": zone}
        done = run(command("core", "show", "--profile", "demo", "--json"), environment(home / "vitrine", **more))
        assert (done.code, done.error) == (0, b"")
        shown.append(done.out)
    assert shown[0] == shown[1]


def test_nothing_of_this_computer_is_in_it(demo: Vitrine) -> None:
    assert demo.demo is not None
    data = (demo.demo.folder / NAME).read_bytes()
    assert b"Example Distribution GmbH" in data
    for word in (f'"{socket.gethostname()}"', f"/{getpass.getuser()}/", f"{Path.home()}/", str(REPOSITORY)):
        assert word.encode() not in data


def test_it_reads_what_came_with_the_program_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.json").write_text("no settings", encoding="utf-8")
    more = {"TMPDIR": str(tmp_path / "temporary")}
    done = run([sys.executable, "-c", WATCHED], environment(tmp_path / "home", **more))
    assert (done.code, done.error) == (0, b"")
    ours = (str(REPOSITORY), sys.prefix, sys.base_prefix, str(tmp_path / "temporary"))
    # The number of this start of the system: for waiting, and kept only where something waits.
    others = {path for path in done.out.decode().split() if not path.startswith(ours)}
    assert others <= {"/proc/sys/kernel/random/boot_id"}
    assert list((tmp_path / "temporary").iterdir()) == []
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["settings.json"]


def test_a_place_without_temporary_files_is_told_in_one_line(tmp_path: Path) -> None:
    script = "import tempfile; tempfile.tempdir = '/nowhere'; from core.__main__ import main; raise SystemExit(main())"
    done = run([sys.executable, "-c", script, "show", "--profile", "demo"], environment(tmp_path))
    assert done.code == 1
    assert "temporary files" in done.line


def test_in_a_terminal_it_says_that_it_is_a_sample(tmp_path: Path) -> None:
    done = run(command("core", "show", "--profile", "demo"), environment(tmp_path))
    assert b"Sample data: nothing shown here is from this computer" in done.out
    assert b"read just now" not in done.out


def named(keyword: str) -> Iterator[Path]:
    """Files in which something is called with this keyword."""
    for path in files("core", "gui"):
        calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
        if any(each.arg == keyword for call in calls for each in call.keywords):
            yield path.relative_to(REPOSITORY)


def test_nobody_but_the_demo_names_a_secret_in_place_of_a_random_one() -> None:
    assert [path.as_posix() for path in named("secret")] == ["core/demo/hand.py"]
