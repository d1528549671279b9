"""The pictures in docs/: those of the gallery and of the handbook, each with its sentence. Standard library only."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

THEMES, SCALES = ("light", "dark", "contrast"), ("1", "2")
SMALL = "900x600"
# Each folder of pictures, with what the viewer is asked for beside the demo.
FOLDERS = {
    **{f"{theme}-{scale}x": ["--theme", theme, "--scale", scale] for theme, scale in itertools.product(THEMES, SCALES)},
    **{f"{theme}-small": ["--theme", theme, "--scale", "1", "--size", SMALL] for theme in THEMES},
}
# What the gallery shows: the folder, then page and state.
SECTIONS = {
    "Light": (
        "light-1x",
        [
            *("overview.default", "agreement.first-run", "environment.default", "environment.bytes"),
            *("processed_object.found", "web_request.default", "payment.default", "outbox.default"),
            *("history.confirmed-receipt", "history.checked", "agreement.changed", "license-status.default"),
            *("connection.default", "settings.default", "overview.search"),
        ],
    ),
    "Dark": (
        "dark-1x",
        [
            *("overview.default", "environment.changed", "environment.request", "processed_object.not-fully-scanned"),
            *("history.confirmed-changed", "outbox.refused", "overview.paused"),
        ],
    ),
    "High contrast": (
        "contrast-1x",
        [
            "overview.default",
            "environment.default",
            "processed_object.found",
            "license-status.ending",
            "history.checked",
        ],
    ),
    "In a small window": (
        "light-small",
        ["overview.default", "environment.default", "agreement.first-run", "history.confirmed-bytes"],
    ),
    "Twice the dots": ("dark-2x", ["license-status.default"]),
}
HEAD = """# Gallery

Pictures of the demo: `vitrine --profile demo` opens it. All data in it is invented and none of it can be sent. They are
drawn by `python3 packaging/dev.py gallery`; `dev.py screenshots DIR` draws every page and state.
"""

# A picture in the handbook, wherever it lies; its name tells page and state.
PICTURE = re.compile(r"!\[[^\]]*\]\((?:\.\./gallery/)?(([a-z_-]+\.[a-z_-]+)\.light\.en\.1\.png)\)")


def drawings(target: Path, *, chosen: bool = False) -> Iterator[tuple[Path, list[str]]]:
    """Each folder, or those the gallery shows, and what the viewer is asked to draw into it."""
    shown = {folder for folder, _ in SECTIONS.values()}
    for folder, asked in FOLDERS.items():
        if folder in shown or not chosen:
            yield target / folder, ["--profile", "demo", "--screenshots", str(target / folder), *asked]


def fill(drawn: Path, docs: Path) -> None:
    """Copy what is chosen from the pictures `drawn`, and write the page that shows it; then those of the handbook."""
    shutil.rmtree(docs / "gallery", ignore_errors=True)
    parts = [HEAD]
    for title, (folder, chosen) in SECTIONS.items():
        parts.append(f"## {title}\n")
        # Of a small window by the same names as of a usual one.
        place = "gallery/small" if folder.endswith("small") else "gallery"
        (docs / place).mkdir(parents=True, exist_ok=True)
        known = _known(drawn / folder)
        for entry in (known[name] for name in chosen):
            shutil.copyfile(drawn / folder / entry["file"], docs / place / entry["file"])
            parts.append(f"### {entry['title']}\n\n{entry['alt']}\n\n![{entry['alt']}]({place}/{entry['file']})\n")
    (docs / "GALLERY.md").write_text("\n".join(parts), encoding="utf-8")
    illustrate(drawn / "light-1x", docs / "handbook")


def illustrate(pictures: Path, handbook: Path) -> None:
    """Copy the pictures that the handbook names, but those the gallery has, and write what is to be seen on each."""
    known = _known(pictures)
    for old in handbook.glob("*.png"):
        old.unlink()
    for page in sorted(handbook.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for found in PICTURE.finditer(text):
            file, name = found.groups()
            has = (handbook.parent / "gallery" / file).exists()
            if not has:
                shutil.copyfile(pictures / file, handbook / file)
            place = f"../gallery/{file}" if has else file
            text = text.replace(found[0], f"![{known[name]['alt']}]({place})")
        page.write_text(text, encoding="utf-8")


def _known(pictures: Path) -> dict[str, dict[str, str]]:
    """Everything that one run drew, by page and state."""
    manifest = json.loads((pictures / "manifest.json").read_text(encoding="utf-8"))
    return {f"{each['page']}.{each['state']}": each for each in manifest["pictures"]}
