"""The gallery in docs/: some of the demo's pictures, each with its sentence. Standard library only."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

THEMES = ("light", "dark", "contrast")
# Per theme, page and state.
CHOSEN = {
    "light": [
        *("overview.default", "agreement.first-run", "environment.default", "environment.bytes"),
        *("processed_object.found", "web_request.default", "outbox.default", "history.confirmed-receipt"),
        *("history.checked", "license-status.default", "connection.default", "overview.search"),
    ],
    "dark": [
        *("overview.default", "environment.changed", "environment.request", "processed_object.not-fully-scanned"),
        *("history.confirmed-changed", "outbox.refused", "overview.paused"),
    ],
    "contrast": ["overview.default", "environment.default", "history.checked"],
}
HEAD = """# Gallery

Pictures of the demo: `vitrine --profile demo` opens it. All data in it is invented and none of it can be sent. They are
drawn by `python3 packaging/dev.py gallery`; `dev.py screenshots DIR` draws every page and state.
"""


def drawings(target: Path, scales: Sequence[str]) -> Iterator[tuple[Path, list[str]]]:
    """For each theme and scale the folder, and what the viewer is asked to draw into it."""
    for theme, scale in itertools.product(THEMES, scales):
        place = target / _folder(theme, scale)
        asked = ["--profile", "demo", "--screenshots", str(place), "--theme", theme, "--scale", scale]
        yield place, asked


def fill(drawn: Path, docs: Path) -> None:
    """Copy what is chosen from the pictures `drawn`, and write the page that shows it."""
    target = docs / "gallery"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    parts = [HEAD]
    for theme in THEMES:
        parts.append(f"## {theme.capitalize()}\n")
        for entry in _listed(drawn / _folder(theme, "1"), theme):
            shutil.copyfile(drawn / _folder(theme, "1") / entry["file"], target / entry["file"])
            parts.append(f"### {entry['title']}\n\n{entry['alt']}\n\n![{entry['alt']}](gallery/{entry['file']})\n")
    (docs / "GALLERY.md").write_text("\n".join(parts), encoding="utf-8")


def _listed(pictures: Path, theme: str) -> Iterator[dict[str, str]]:
    """What is chosen of one run, in this order."""
    manifest = json.loads((pictures / "manifest.json").read_text(encoding="utf-8"))
    known = {f"{each['page']}.{each['state']}": each for each in manifest["pictures"]}
    yield from (known[name] for name in CHOSEN[theme])


def _folder(theme: str, scale: str) -> str:
    return f"{theme}-{scale}x"
