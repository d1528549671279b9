"""The rooms of the house import only downwards, and the contracts that say so really bite."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY
from tests.commands import Ended, environment, run

# As dev.py calls it: it has no module to run.
LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
# A file, an import that must not stand in it, and the contract it breaks.
TRESPASSES = [
    ("core/reading.py", "import core.engine", "core: each row"),
    ("core/sending/sender.py", "import core.engine", "core: each row"),
    ("core/catalogue.py", "import core.product", "core: each row"),
    ("core/errors.py", "import core.wording.errors", "core: each row"),
    ("core/sending/request.py", "import core.sending.answers", "core.sending: each row"),
    ("core/record/submission.py", "import core.record.ledger", "core.record: each row"),
    ("core/engine.py", "from PySide6 import QtCore", "core knows neither Qt"),
    ("core/engine.py", "import gui.theme", "core knows neither Qt"),
    ("gui/widgets/status_pill.py", "import gui.tables.items", "gui: each row"),
    ("gui/state/commands.py", "import gui.widgets.card", "gui: each row"),
    ("gui/pages/page.py", "import core.assembly", "only gui.app builds"),
]
# What stands in no row of a contract that names every room.
MISPLACED = ("core/misplaced.py", "core/sending/misplaced.py", "core/record/misplaced.py", "gui/misplaced.py")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The two packages and their contracts, to be spoilt."""
    for package in ("core", "gui"):
        shutil.copytree(REPOSITORY / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> Ended:
    return run(LINT, environment(folder, PYTHONWARNINGS="default"), folder)


def test_every_contract_is_kept() -> None:
    done = lint(REPOSITORY)
    assert done.code == 0, done.out.decode()
    assert b"0 broken" in done.out


@pytest.mark.parametrize(("file", "line", "contract"), TRESPASSES)
def test_an_import_upwards_or_sideways_is_found(checkout: Path, file: str, line: str, contract: str) -> None:
    with (checkout / file).open("r+", encoding="utf-8") as spoilt:
        spoilt.seek(0, 2)
        spoilt.write(f"\n{line}\n")
    done = lint(checkout)
    assert done.code != 0
    assert [each for each in done.out.decode().splitlines() if contract in each and "BROKEN" in each]


@pytest.mark.parametrize("file", MISPLACED)
def test_a_room_that_no_contract_knows_is_found(checkout: Path, file: str) -> None:
    (checkout / file).touch(exist_ok=False)
    done = lint(checkout)
    assert done.code != 0
    assert b"misplaced" in done.out + done.error
