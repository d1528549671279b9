"""The viewer starts, and says in one line why it could not."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.commands import REPOSITORY, Ended, another_product, environment, run, vitrine


@pytest.mark.parametrize("page", ["nonsense", "Overview", "../overview", "over\u202eview", ""])
def test_a_page_there_is_not_is_refused_in_one_line(tmp_path: Path, page: str) -> None:
    done = vitrine(tmp_path / "home", "--page", page)
    assert done.code != 0
    assert len(done.said) == 1
    assert done.said[0].isprintable()


@pytest.mark.parametrize(
    "wrong", [["--nothing"], ["--profile", "nothing"], ["--theme", "pink"], ["--scale", "x"], ["--language", "xx"]]
)
def test_wrong_usage_ends_with_two(tmp_path: Path, wrong: list[str]) -> None:
    done = vitrine(tmp_path / "home", *wrong)
    assert done.code == 2
    assert done.error.startswith(b"usage: vitrine")


@pytest.mark.parametrize("size", ["", "x", "1200", "10x10", "1200x", "1200x780x3", "-900x600", "99999x99999", "²x²"])
def test_a_size_no_window_has_is_wrong_usage(tmp_path: Path, size: str) -> None:
    done = vitrine(tmp_path / "home", "--page", "nonsense", f"--size={size}")
    assert done.code == 2
    assert b"--size: width and height like 1200x780" in done.error.splitlines()[-1]


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "inf", "1000"])
def test_a_scale_no_screen_has_is_wrong_usage(tmp_path: Path, scale: str) -> None:
    done = vitrine(tmp_path / "home", "--page", "nonsense", f"--scale={scale}")
    assert done.code == 2
    assert b"--scale" in done.error.splitlines()[-1]


def test_help_shows_an_example(tmp_path: Path) -> None:
    done = vitrine(tmp_path / "home", "--help")
    assert (done.code, done.error) == (0, b"")
    assert b"example: vitrine" in done.out


@pytest.mark.parametrize("content", [b"", b"{[", b"\xff\xfe", '"\u202e<b>" = 1'.encode(), b"x" * 1_000_000])
def test_a_bad_product_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    refused(tmp_path, {"VITRINE_PRODUCT": str(tmp_path / "bad.toml")}, "bad.toml")
    assert (tmp_path / "bad.toml").read_bytes() == content


def test_a_product_with_an_address_of_another_kind_is_told_in_one_line(tmp_path: Path) -> None:
    path = another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "ftp://example.com"')
    refused(tmp_path, {"VITRINE_PRODUCT": str(path)}, "ftp://example.com")


def test_a_product_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    refused(tmp_path, {"VITRINE_PRODUCT": str(REPOSITORY / "nothing.toml")}, "nothing.toml")


def refused(folder: Path, variables: Mapping[str, str], word: str) -> None:
    done = vitrine(folder / "home", **variables)
    assert (done.code, done.out) == (1, b"")
    assert done.line.startswith("vitrine: ")
    assert done.line.isprintable()
    assert word in done.line


BROKEN = """
import sys
from gui import app
app.Start._build = lambda self: {}["x"]
sys.exit(app.main(sys.argv[1:]))
"""
# Raised in a slot of Qt's, twice at the same place, and in a thread; the window stays, and is closed by a timer.
FAILING = """
import sys, threading
from gui import app
from gui.viewer import Viewer
from gui.widgets.banner import WarningBanner
show = Viewer.start
def broken():
    raise KeyError("a secret")
def start(viewer):
    show(viewer)
    from PySide6.QtCore import QTimer
    for _ in range(2):
        QTimer.singleShot(0, broken)
    viewer.threads = [threading.Thread(target=lambda: 1 // 0)]
    viewer.threads[0].start()
    def end():
        told = [each.text() for each in viewer.window.findChildren(WarningBanner) if each.isVisible()]
        print(*told, sep="\\n", flush=True)
        viewer.window.window().close()
    QTimer.singleShot(2500, end)
Viewer.start = start
sys.exit(app.main(sys.argv[1:]))
"""


def started(script: str, home: Path, *asked: str) -> Ended:
    return run([sys.executable, "-c", script, *asked], environment(home, QT_QPA_PLATFORM="offscreen"))


def test_what_nobody_foresaw_ends_the_program_too(tmp_path: Path) -> None:
    done = started(BROKEN, tmp_path / "home")
    assert done.code == 1
    assert done.line.startswith("vitrine: ")
    assert "KeyError" in done.line


def test_with_debug_the_whole_error_is_printed(tmp_path: Path) -> None:
    done = started(BROKEN, tmp_path / "home", "--debug")
    assert done.code == 1
    assert b"Traceback" in done.error
    assert done.said[-1].startswith("vitrine: ")


def test_what_fails_in_a_slot_or_a_thread_is_logged_and_told_and_the_window_stays(tmp_path: Path) -> None:
    done = started(FAILING, tmp_path / "home")
    assert done.code == 0
    log = tmp_path / "home" / "log" / "window.log"
    assert [("KeyError" in line, "ZeroDivisionError" in line) for line in sorted(done.said)] == [
        *((True, False), (False, True)),
    ]
    assert str(log) in done.out.decode()
    written = [line.split(" ", 2)[2] for line in log.read_text(encoding="utf-8").splitlines()]
    assert written[0].startswith("start vitrine=")
    assert written[-1].startswith("end ")
    assert sorted(line.split()[1] for line in written if line.startswith("unexpected")) == [
        *("type=builtins.KeyError", "type=builtins.ZeroDivisionError"),
    ]
    assert "secret" not in log.read_text(encoding="utf-8")


def test_the_language_that_is_for_tests_is_offered_to_nobody(tmp_path: Path) -> None:
    for words in (["--help"], ["--language", "xx"]):
        done = vitrine(tmp_path / "home", *words)
        assert b"--language" in done.out + done.error
        assert b"pseudo" not in done.out + done.error


@pytest.mark.parametrize("asked", [["--language", "pseudo"], ["--language=pseudo"], ["--lang", "pseudo"]])
def test_the_language_is_known_before_anything_has_words(tmp_path: Path, asked: list[str]) -> None:
    done = vitrine(tmp_path / "home", *asked, "--help")
    assert done.code == 0
    assert "⟦Š" in done.out.decode()
    assert b"Shows, live" not in done.out
