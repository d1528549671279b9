"""What the README says of the terminal is what there is."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from core import cli, paths
from core.catalogue import load_catalogue
from core.errors import WrongUsage
from core.wording.commands import COMMANDS
from tests.commands import REPOSITORY, environment, run

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
START = README.partition("## Start")[2].partition("\n## ")[0]
SECTION = README.partition("## In a terminal")[2].partition("\n## ")[0]
# Two spaces or more part a command from what it does.
LINES = re.findall(r"^    vitrinectl (.+?)(?:   ?\S.*)?$", SECTION, re.MULTILINE)
MORE = [each for each in re.findall(r"`([a-z]+ [^`]+)`", SECTION) if each.split()[0] in COMMANDS]


def test_what_follows_the_two_commands_of_the_start_works_as_written(tmp_path: Path) -> None:
    first, second, third = re.findall(r"^    (\S.+)$", START, re.MULTILINE)
    assert (first, second) == ("python3 packaging/dev.py run", "python3 packaging/dev.py test")
    # As the README says of Windows.
    program, *arguments = shlex.split(third.replace("/bin/", "/Scripts/") if sys.platform == "win32" else third)
    done = run([str(REPOSITORY / program), *arguments], environment(tmp_path))
    assert done.code == 0, done.error.decode()
    assert "YOUR DEVICE" in done.out.decode()


def test_every_command_is_told_of() -> None:
    assert {line.split()[0] for line in (*LINES, "resume")} == set(COMMANDS)
    assert "`vitrinectl resume`" in SECTION


@pytest.mark.parametrize("typed", [*LINES, *MORE])
def test_what_is_told_of_is_understood(typed: str) -> None:
    try:
        cli._parse(shlex.split(typed))
    except WrongUsage as error:
        pytest.fail(str(error))


def test_every_group_has_its_key_and_its_title() -> None:
    catalogue = load_catalogue(paths.resources() / "catalogue", frozenset())
    rows = re.findall(r"^\| ([^|]+) \| `([a-z_]+)` \|", SECTION, re.MULTILINE)
    assert rows == [(category.title, key) for key, category in catalogue.categories.items()]


def test_that_submissions_are_held_is_told() -> None:
    assert "is held in the Outbox first, ten minutes" in SECTION
