"""What is promised of the install record: read strictly, told in one line, never an exception."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading import Reason, Value
from core.sources.install_record import KEYS, NAME, places, read

GOOD: dict[str, Value] = {
    "localization": "pt-BR",
    "install_status": "installed",
    "install_error_code": 0,
    "install_type": "upgrade",
    "install_seconds": 74,
    "install_interrupted": False,
    "software_update_id": "2024-03-1",
}


def written(folder: Path, content: str | bytes) -> Path:
    """A record file with this content."""
    folder.mkdir(exist_ok=True)
    path = folder / NAME
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def record(**changed: Any) -> str:
    """A good record's text with changes."""
    return json.dumps({"format": 1, **GOOD, **changed})


def test_a_good_record_tells_every_item_and_where_it_stands(tmp_path: Path) -> None:
    path = written(tmp_path, record())
    facts = read([path])
    assert {key: facts[key].value for key in KEYS} == GOOD
    assert facts["install_type"].source == f"{path}, install_type"


def test_without_a_record_nothing_was_installed_by_an_installer(tmp_path: Path) -> None:
    facts = read([tmp_path / NAME, tmp_path / "absent" / NAME])
    assert tuple(facts) == KEYS
    assert {fact.reason for fact in facts.values()} == {Reason.NO_RECORD}
    assert str(tmp_path) in facts["install_type"].source


def test_a_place_below_a_file_is_no_record(tmp_path: Path) -> None:
    file = written(tmp_path, record())
    assert read([file / NAME])["install_type"].reason is Reason.NO_RECORD


def test_what_a_good_record_leaves_out_is_told_as_absent(tmp_path: Path) -> None:
    facts = read([written(tmp_path, '{"format": 1}')])
    assert facts["software_update_id"].reason is Reason.NOTHING_YET
    assert {facts[key].reason for key in KEYS if key != "software_update_id"} == {Reason.NO_RECORD}


def test_the_first_place_with_a_record_holds(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a", record(install_seconds=1)), written(tmp_path / "b", record())
    assert read([first, second])["install_seconds"].value == 1
    assert read([tmp_path / "c" / NAME, second])["install_seconds"].value == 74


def test_a_broken_first_record_is_not_covered_up_by_the_next(tmp_path: Path) -> None:
    broken, good = written(tmp_path / "a", "{"), written(tmp_path / "b", record())
    assert read([broken, good])["install_seconds"].reason is Reason.FAILED


BAD: list[str | bytes] = [
    "",
    "{",
    "null",
    "[]",
    "7",
    "{}",
    record(format=2),
    record(format="1"),
    record(surname="x"),
    record(**{"x" * 5000: 1}),
    record(install_status="maybe"),
    record(install_status=None),
    record(install_type="repair"),
    record(install_error_code=2**32),
    record(install_error_code=-(2**31) - 1),
    record(install_error_code="0"),
    record(install_error_code=1.5),
    record(install_error_code=True),
    record(install_seconds=-1),
    record(install_seconds=10**9),
    record(install_interrupted=1),
    record(install_interrupted="no"),
    record(localization=""),
    record(localization="pt_BR"),
    record(localization="pt-BR\n"),
    record(localization="en-x-anybody"),
    record(localization="x" * 100),
    record(localization="de-\u202eED"),
    record(software_update_id=""),
    record(software_update_id="a\nb"),
    record(software_update_id="a" * 65),
    record(software_update_id="b\n"),
    record(**{"\u202e\x00line\nbreak" * 1000: 1}),
    '{"format": 1, "\\ud800": 1}',
    '{"format": ' + "9" * 100_000 + "}",
    "[" * 100_000,
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf" + record().encode(),
    b"\x00" * 1000,
    " " * (5 * 1024 * 1024),
]


@pytest.mark.parametrize("content", BAD, ids=range(len(BAD)))
def test_a_record_that_is_not_quite_right_fails_as_a_whole_in_one_line(tmp_path: Path, content: str | bytes) -> None:
    path = written(tmp_path, content)
    facts = read([path])
    assert tuple(facts) == KEYS
    for fact in facts.values():
        assert fact.reason is Reason.FAILED
        assert fact.source.startswith(f"{path}: ")
        assert len(fact.source) < len(str(path)) + 420
        assert len(fact.source.splitlines()) == 1
        fact.source.encode()


def test_a_folder_in_its_place_fails(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    assert read([tmp_path / NAME])["install_type"].reason is Reason.FAILED


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hant-TW", "es-419", "de-1996", "sr-Latn-RS", "gsw"])
def test_languages_as_installers_write_them(tmp_path: Path, tag: str) -> None:
    assert read([written(tmp_path, record(localization=tag))])["localization"].value == tag


@settings(max_examples=200, deadline=None, derandomize=True)
@given(content=st.binary(max_size=200))
def test_no_content_raises(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    assert tuple(read([written(tmp_path_factory.getbasetemp(), content)])) == KEYS


def test_the_program_s_own_folder_comes_before_the_system_s_place() -> None:
    home = Path("home")
    assert places(home, "linux")[0] == home / NAME
    assert places(home, "linux")[1] == Path("/var/lib/vitrine") / NAME
    assert places(home, "darwin")[1] == Path("/Library/Application Support/Vitrine") / NAME
    assert places(home, "win32", {"PROGRAMDATA": "data"})[1] == Path("data", "Vitrine", NAME)
    assert places(home, "win32", {})[1] == Path(r"C:\ProgramData", "Vitrine", NAME)


if sys.platform != "win32":

    def test_a_fifo_in_its_place_fails_at_once(tmp_path: Path) -> None:
        os.mkfifo(tmp_path / NAME)
        assert read([tmp_path / NAME])["install_type"].reason is Reason.FAILED

    def test_a_path_that_is_no_text_can_still_be_told(tmp_path: Path) -> None:
        folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
        assert read([written(folder, "{")])["install_type"].source.encode()
        assert read([written(folder, record())])["install_type"].source.encode()
        assert read([folder / "absent"])["install_type"].source.encode()

    def test_a_forbidden_record_is_told_as_forbidden(tmp_path: Path) -> None:
        folder, user = tmp_path / "closed", os.geteuid()
        path = written(folder, record())
        folder.chmod(0)
        try:
            # The number of “nobody”: root itself is never refused.
            os.seteuid(65534 if user == 0 else user)
            facts = read([path])
        finally:
            os.seteuid(user)
            folder.chmod(0o700)
        assert {fact.reason for fact in facts.values()} == {Reason.NOT_PERMITTED}
