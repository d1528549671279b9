"""A real window on a desktop of the tests' own: where a tool is missing, nothing is collected."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.commands import vitrinectl

if TYPE_CHECKING:
    from tests.desktop.desktop import Desktop
    from tests.desktop.person import Person

NEEDED = ("Xvfb", "dbus-daemon", "xdotool")
# It comes with at-spi2-core.
STARTER = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
are_here = sys.platform == "linux" and all(map(shutil.which, NEEDED)) and STARTER.exists()
collect_ignore_glob = [] if are_here else ["test_*.py"]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """The desktop of all these tests."""
    from tests.desktop.desktop import desktop

    with desktop(tmp_path_factory.mktemp("desktop"), STARTER) as made:
        yield made


@pytest.fixture
def come(desk: Desktop, home: Path) -> Iterator[Callable[..., Person]]:
    """Somebody comes to a window of this home; `variables` go into its environment."""
    from tests.desktop.person import Person
    from tests.desktop.window import opened

    with ExitStack() as windows:
        yield lambda **variables: Person(windows.enter_context(opened(desk, home, **variables)))


@pytest.fixture
def newcomer(come: Callable[..., Person]) -> Person:
    """Somebody who has not decided anything."""
    return come()


@pytest.fixture
def person(home: Path, come: Callable[..., Person]) -> Person:
    """Somebody who has accepted the agreement."""
    assert vitrinectl(home, "agreement", "accept", "--region", "eu").code == 0
    return come()
