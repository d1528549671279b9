"""The one command of a fresh machine still shows everything where there is no screen."""

from __future__ import annotations

from pathlib import Path

from core import paths
from core.catalogue import load_catalogue
from tests.commands import dev, environment, run

CATALOGUE = load_catalogue(paths.resources() / "catalogue", frozenset())


def test_without_a_display_what_the_viewer_would_show_is_printed(tmp_path: Path) -> None:
    variables = environment(tmp_path / "home")
    variables.pop("QT_QPA_PLATFORM", None)
    done = run(dev("run"), variables)
    assert (done.code, done.error) == (0, b"")
    text = done.out.decode()
    assert "no display" in text
    assert [group.title for group in CATALOGUE.categories.values() if group.title.upper() not in text] == []
    assert sum(line.startswith("  would go to ") for line in text.splitlines()) == len(CATALOGUE.categories)
