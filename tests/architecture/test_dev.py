"""What packaging/dev.py promises beside running the program: its commands in .venv, its checks, its messages."""

from __future__ import annotations

import gettext
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY
from tests.commands import Ended, dev, environment, run

SEARCH = [sys.executable, "-m", "vulture"]
# Whether the folder named first still counts as set up, once its stamp was left by the folder named second.
COUNTS = (
    "import sys; from pathlib import Path; sys.path.insert(0, 'packaging'); import dev; here, there = sys.argv[1:]; "
    "dev.PLACE_STAMP = Path(here, 'stamp'); dev.PROJECT = Path(here, 'pyproject.toml'); dev.ROOT = Path(there); "
    "dev.leave(dev.PLACE_STAMP, dev.place()); dev.ROOT = Path(here); print(dev.has_commands())"
)

COMPILES = (
    "import sys; from pathlib import Path; sys.path.insert(0, 'packaging'); import dev; "
    "dev.PYTHON, dev.LANGUAGES = Path(sys.executable), Path(sys.argv[1]); sys.exit(dev.messages([]))"
)
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A program of one function, to be checked as ours is."""
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    for folder in ("core", "gui", "packaging"):
        (tmp_path / folder).mkdir()
    return tmp_path


def search(folder: Path, line: str) -> Ended:
    (folder / "core" / "module.py").write_text(f"{line}\n", encoding="utf-8")
    return run(SEARCH, environment(folder), folder)


@pytest.mark.parametrize(
    "dead", ["def unused() -> None: ...", "class Unused: ...", "UNUSED = 1", "import os", "def dropEvents(): ..."]
)
def test_code_that_nothing_uses_is_found(checkout: Path, dead: str) -> None:
    done = search(checkout, dead)
    assert done.code != 0
    assert b"unused" in done.out


def test_what_qt_calls_is_not_taken_for_dead(checkout: Path) -> None:
    assert search(checkout, "def dropEvent() -> None: ...").out == b""


def stamped(here: Path, there: Path) -> bytes:
    done = run([sys.executable, "-c", COUNTS, str(here), str(there)], environment(here))
    assert done.code == 0, done.error.decode()
    return done.out.strip()


def test_a_folder_that_was_moved_or_copied_is_set_up_anew(checkout: Path) -> None:
    assert stamped(checkout, checkout) == b"True"
    assert stamped(checkout, checkout.parent) == b"False"


def test_the_commands_find_their_folder_wherever_it_is_moved_and_in_any_locale() -> None:
    installed = Path(sysconfig.get_path("purelib", "venv", {"base": str(REPOSITORY / ".venv")}))
    way = (installed / "_vitrine.pth").read_bytes().decode("ascii")
    assert not Path(way).is_absolute()
    assert (installed / way).resolve() == REPOSITORY.resolve()


def test_messages_are_extracted_into_the_file_that_is_named(tmp_path: Path) -> None:
    target = tmp_path / "more" / "vitrine.pot"
    done = run(dev("messages", str(target)), environment(tmp_path))
    assert done.code == 0, done.error.decode()
    assert done.out.decode().split() == [str(target)]
    assert '\nmsgid "{file} is not a file."\n' in target.read_text(encoding="utf-8")


def test_translations_are_compiled(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "vitrine.po").write_text(f'{HEAD}\nmsgid "Window"\nmsgstr "Fenster"\n', encoding="utf-8")
    done = run([sys.executable, "-c", COMPILES, str(tmp_path)], environment(tmp_path))
    assert done.code == 0, done.error.decode()
    assert gettext.translation("vitrine", tmp_path, ["de"]).gettext("Window") == "Fenster"
    assert (tmp_path / "vitrine.pot").exists()
