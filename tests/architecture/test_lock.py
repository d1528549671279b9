"""What is installed is exactly what was chosen: every package pinned, every pin with its hashes, no other place."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.architecture.sources import REPOSITORY

LOCK = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8")
PIN = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)==([0-9][0-9a-z.+!]*)(?: ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries() -> list[list[str]]:
    """One list an entry: the pin, then its hashes."""
    joined = LOCK.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [[part.strip() for part in re.split(r"(?=--hash=)", line)] for line in lines]


@pytest.mark.parametrize("place", ["://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host", " @ "])
def test_the_lock_names_no_place_to_load_from(place: str) -> None:
    assert place not in LOCK


def test_every_package_is_pinned_and_every_pin_has_hashes() -> None:
    assert len(entries()) > 20
    for pin, *hashes in entries():
        assert PIN.fullmatch(pin), pin
        assert hashes, pin
        assert all(HASH.fullmatch(each) for each in hashes), pin


def test_everything_the_project_asks_for_is_in_the_lock() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    named = {re.split(r"[>=<; ]", each)[0].lower() for each in asked}
    assert named - {pin.partition("==")[0] for pin, *_ in entries()} == set()
