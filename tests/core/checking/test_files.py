"""Files are checked one after the other, by the real process, and what would be told of each is handed on at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.checking.files import GROUP, Checked, FileCheck
from core.engine import Engine
from core.inspectors.worker import Worker
from core.reading import Reason
from tests.core.inspectors.wheels import signed_program
from tests.engines import build_real
from tests.fakes.eicar import EICAR


@dataclass(frozen=True, slots=True)
class Desk:
    """What checks, and the engine it hands things to."""

    home: Path
    engine: Engine
    files: FileCheck

    def check(self, *paths: Path) -> list[Checked]:
        """All of them, to the end."""
        return list(self.files.check(paths))


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """Starting one takes a second."""
    with closing(Worker()) as made:
        yield made


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory, worker: Worker) -> Desk:
    """Everything is accepted, the group is off."""
    home = tmp_path_factory.mktemp("home")
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    return Desk(home, engine, FileCheck(engine, worker))


def files(folder: Path, **contents: bytes) -> list[Path]:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def test_what_is_found_in_a_file_is_told_and_nothing_of_where_it_lies(desk: Desk, tmp_path: Path) -> None:
    desk.engine.choose(GROUP, True, "script")
    [checked] = desk.check(*files(tmp_path, canary=EICAR))
    reading = checked.readings[0]
    assert reading["detection_name"].value == "EICAR-Test-File"
    assert reading["certificate_public_key"].reason is Reason.NOT_CHECKED
    pending = desk.engine.ledger.history.pending()
    assert [each.envelope for each in pending] == [each.envelope for each in checked.shown]
    assert not [each.body for each in pending if b"canary" in (each.body or b"")]
    assert b"canary" not in b"".join(path.read_bytes() for path in desk.home.iterdir())
    assert not [fact.source for fact in reading.values() if "canary" in fact.source]


def test_of_a_signed_program_its_signer_is_told_though_nothing_is_found(desk: Desk, tmp_path: Path) -> None:
    desk.engine.choose(GROUP, True, "script")
    [checked] = desk.check(*files(tmp_path, program=signed_program()))
    signature = checked.inspection.signature
    assert (signature.state, checked.why) == ("good", "")
    [shown] = checked.shown
    assert shown.reading["certificate_public_key"].value == signature.public_key
    assert shown.reading["certificate_fingerprint"].value == signature.fingerprint
    assert shown.reading["detection_name"].value is None
    assert [each.envelope for each in desk.engine.ledger.history.pending()] == [shown.envelope]


def test_of_a_plain_file_nothing_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.engine.choose(GROUP, True, "script")
    [checked] = desk.check(*files(tmp_path, readme=b"plain text"))
    assert (checked.readings, checked.shown, checked.why) == ([], [], "")
    assert desk.engine.ledger.history.pending() == []
    assert desk.engine.show(GROUP).state == "nothing_yet"
    assert {fact.value for fact in checked.facts.values()} == {None}


def test_a_folder_is_every_file_in_it_and_progress_tells_of_how_many(desk: Desk, tmp_path: Path) -> None:
    made = files(tmp_path, a=b"a", b=EICAR, c=b"c")
    told = []
    found = [each.path for each in desk.files.check([tmp_path], progress=lambda *told_now: told.append(told_now))]
    assert found == made
    assert told == [(made[0], 0, 3), (made[1], 1, 3), (made[2], 2, 3)]


def test_what_is_no_file_and_what_cannot_be_listed_is_told_and_the_others_are_checked(
    desk: Desk, tmp_path: Path
) -> None:
    pipe, missing = tmp_path / "pipe", tmp_path / "missing"
    os.mkfifo(pipe)
    [good] = files(tmp_path, good=b"good")
    found = {each.path: each.why for each in desk.check(pipe, missing, good)}
    assert found == {
        pipe: "it is a pipe, a socket or a device, not a file",
        missing: "there is no such file",
        good: "",
    }


def test_stopping_tells_nothing_of_the_file_in_hand(desk: Desk, tmp_path: Path) -> None:
    desk.engine.choose(GROUP, True, "script")
    made = files(tmp_path, a=EICAR, b=EICAR, c=EICAR)
    seen: list[Path] = []

    def progress(path: Path, *_: int) -> None:
        seen.append(path)

    [checked] = desk.files.check(made, lambda: len(seen) < 2, progress)
    assert checked.path == made[0]
    assert len(desk.engine.ledger.history.pending()) == len(checked.readings) > 0


def test_a_name_that_is_no_text_is_checked_like_any_other(desk: Desk, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe name"))
    path.write_bytes(EICAR)
    [checked] = desk.check(path)
    assert checked.readings
    assert checked.why == ""


def test_a_relative_name_is_the_file_where_the_user_stands(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(tmp_path, here=EICAR)
    monkeypatch.chdir(tmp_path)
    [checked] = desk.check(Path("here"))
    assert checked.readings


def test_the_users_own_rules_are_used(desk: Desk, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "own.yara").write_text('rule own { strings: $a = "my word" condition: $a }')
    with closing(Worker(str(rules))) as worker:
        [checked] = FileCheck(desk.engine, worker).check(files(tmp_path, mine=b"this is my word"))
    assert [each.name for each in checked.inspection.detections] == ["own"]


def test_building_the_program_starts_no_process_and_loads_nothing_of_it(tmp_path: Path) -> None:
    script = (
        "import sys; from core.assembly import build; build()\n"
        "print([name for name in ('psutil', 'yara_x', 'subprocess', 'core.checking.files') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "VITRINE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
