"""Draws every page into a folder, as the user would see it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from gui.pages.group import TABS, GroupPage
from gui.window import Window


def draw(window: Window, folder: str) -> int:
    """One PNG a page, and one a tab; 1 if one could not be written."""
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for key in window.keys:
            window.choose(key)
            _draw_page(window, target, key)
    except OSError as error:
        print(f"vitrine: {error}", file=sys.stderr)
        return 1
    return 0


def _draw_page(window: Window, target: Path, key: str) -> None:
    _save(window, target / f"{key}.png")
    if isinstance(window.page, GroupPage):
        for tab in window.page.tabs[1:]:
            window.page.choose_tab(tab)
            _save(window, target / f"{key}-{TABS[tab].split()[-1].lower()}.png")
        window.page.choose_tab(0)


def _save(window: Window, path: Path) -> None:
    # Texts ask their layouts for room, which lay out in the turn after.
    for _ in range(3):
        QApplication.processEvents()
    if not window.grab().save(str(path)):
        raise OSError(f"{path} cannot be written.")
