"""Wrong usage costs one line and the exit code 2, whatever the command, and leaves nothing behind."""

from __future__ import annotations

import errno
import gc
from pathlib import Path

import msgspec
import pytest

from core import __version__, cli
from core.assembly import Vitrine
from core.cli import main
from tests.commands import vitrinectl

# What was typed, and a word of the line that answers it.
WRONG = [
    ("", "COMMAND"), ("nothing", "nothing"), ("--nothing", "COMMAND"), ("--nothing show", "--nothing"),
    ("show --nothing", "--nothing"), ("show pink", "pink"), ("show environment pink", "pink"),
    ("show --bytes", "name it"), ("show --wire", "name it"), ("show license environment --bytes", "name it"),
    ("show --json --bytes", "--json"),
    ("show --bytes --wire", "--bytes"), ("show --profile real", "real"), ("show li\u202ecense", "<U+202E>"),
    ("send pink", "pink"), ("send pink --dry-run", "pink"), ("send --json", "--json"),
    ("consent on", "CATEGORY"), ("consent on pink", "pink"), ("consent off pink", "pink"), ("consent maybe", "maybe"),
    ("consent list more", "more"), ("consent --region eu", "eu"),
    ("agreement accept", "--region"), ("agreement accept --region", "--region"), ("agreement sign", "sign"),
    ("agreement accept --region mars", "mars"), ("pause now", "now"), ("resume now", "now"),
    ("outbox show", "ID"), ("outbox cancel", "ID"), ("outbox clear all", "all"), ("outbox retry x", "x"),
    ("outbox export", "FILE"), ("outbox everything", "everything"),
    ("history show", "ID"), ("history show 1 2", "2"), ("history diff", "diff"), ("history list --bytes", "--bytes"),
    ("history verify --since", "--since"), ("history verify --since junk", "junk"), ("history verify --since 12", "12"),
    ("history verify --since 1:abc", "12:0562a71d"), ("history export", "FILE"), ("history --since 1", "1"),
    ("license activate", "FILE"), ("license activate a b", "b"), ("license renew", "renew"),
    ("check", "file|url"), ("check file", "PATH"), ("check url", "URL"), ("check folder x", "folder"),
    ("check url https://a.example https://b.example", "https://b.example"),
    ("browser safe", "URL"), ("browser open", "open"), ("browser install x", "x"),
    ("settings set", "key"), ("settings set pink 1", "pink"), ("settings set theme", "VALUE"),
    ("settings set theme pink", "system or light or dark or contrast, not “pink”"),
    ("settings set text_percent 5", "a whole number from 100 to 200, not “5”"),
    ("settings set interval_hours x", "a whole number from 0 to 8784"),
    ("settings set send_paths yes", "true or false, not “yes”"), ("settings set proxy bla", "HOST:PORT"),
    ("settings set proxy_password hunter2", "never given here"), ("settings get pink", "pink"),
    ("receiver --port 70000", "65535"), ("receiver --port", "--port"), ("receiver start", "start"),
    ("schema pink", "pink"), ("doctor more", "more"), ("doctor --fix", "--fix"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "named"), WRONG, ids=[typed for typed, _ in WRONG])
@pytest.mark.parametrize("before", [[], ["agreement", "accept", "--region", "eu"]], ids=["fresh", "agreed"])
def test_wrong_usage_is_two_and_one_line_and_writes_nothing(
    home: Path, typed: str, named: str, before: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert not before or main(before) == 0
    kept = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    capsys.readouterr()
    code = main(typed.split())
    told = capsys.readouterr()
    assert code == 2
    line = told.err.removesuffix("\n")
    # For a script, which asks for it by --json, the same as a document.
    as_json = {
        "error": {"code": "usage_unknown" if "send" in typed else "usage_wrong", "what": line[len("vitrinectl: ") :]}
    }
    assert told.out == ("" if "--json" not in typed else f"{msgspec.json.encode(as_json).decode()}\n")
    assert line.isprintable()
    assert line.startswith("vitrinectl: ")
    assert named in line
    assert not [raw for raw in ("Errno", "Invalid enum", "Traceback", "Expected `", "$.", "usage:") if raw in line]
    # What SQLite has beside a file that is open is gone when nobody has it any more: as at the end of a process.
    gc.collect()
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == kept


def test_a_process_ends_with_two_as_well(home: Path) -> None:
    ended = vitrinectl(home, "settings", "set", "theme", "pink")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.line.endswith("not “pink”.")
    assert not home.exists()


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_debug_is_understood_anywhere_on_the_line(home: Path, before: int, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["history", "show", "nothing"]
    assert main([*typed[:before], "--debug", *typed[before:]]) == 1
    told = capsys.readouterr().err
    assert told.startswith("vitrinectl: there is no submission “nothing”")
    assert "Traceback" in told
    assert not home.exists()


def test_what_follows_two_dashes_is_a_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "show", "--", "--debug"]) == 1
    assert capsys.readouterr().err == (
        "vitrinectl: there is no submission “--debug”. To list them: vitrinectl history\n"
    )
    assert not home.exists()


def test_it_says_its_version(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"vitrinectl {__version__}\n"
    assert not home.exists()


REFUSED = [
    ("history export /nowhere/at/all", "/nowhere/at/all cannot be written: No such file or directory."),
    ("outbox export /nowhere/at/all", "/nowhere/at/all cannot be written: No such file or directory."),
    ("license activate /nowhere", "/nowhere cannot be read: No such file or directory."),
    ("receiver --data /dev/null/x", "/dev/null/x cannot be used: Not a directory."),
    ("settings set rules_folder /nowhere", "“/nowhere” is not a folder you can read."),
]


@pytest.mark.parametrize(("typed", "said"), REFUSED, ids=[typed for typed, _ in REFUSED])
def test_what_this_computer_refuses_is_one_and_in_words(
    home: Path, typed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(typed.split()) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert "Errno" not in told.err
    assert not home.exists()


def test_an_error_of_the_system_is_told_in_words_with_its_place(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Vitrine:
        raise OSError(errno.ENOSPC, "No space left on device", str(home))

    monkeypatch.setattr("core.cli.pause.build", full)
    assert cli.main(["pause"]) == 1
    assert capsys.readouterr().err == (
        f"vitrinectl: {home}: No space left on device. What is wrong here: vitrinectl doctor\n"
    )
