"""The changelog and the program tell of the same version."""

from __future__ import annotations

import re

from core import __version__
from tests.architecture.sources import REPOSITORY

CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
# Each is "[Unreleased]", or "[VERSION] - DATE".
HEADINGS = re.findall(r"^## \[(.+)\](?: - (.+))?$", CHANGELOG, re.MULTILINE)


def test_the_newest_release_in_the_changelog_is_the_program() -> None:
    (unreleased, no_date), (newest, date), *_ = HEADINGS
    assert (unreleased, no_date) == ("Unreleased", "")
    assert newest == __version__
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", date)
