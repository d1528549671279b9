"""Draws every page into a folder, as the user would see it; in the demo also the states it seldom is in."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from core.license.sample import samples
from gui.models.live import Live
from gui.pages.group import TABS, GroupPage
from gui.window import Window


def draw(window: Window, folder: str, sample: Live | None = None) -> int:
    """One PNG a page and one a tab; of a sample also one a state of the license. 1 if one could not be written."""
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for key in window.keys:
            window.choose(key)
            _draw_page(window, target, key)
        if sample is not None:
            _draw_license(window, target, sample)
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
        window.page.choose_tab(window.page.tabs[0])


def _draw_license(window: Window, target: Path, sample: Live) -> None:
    window.choose("license-status")
    for state, status in samples().items():
        window.show_live(replace(sample, license=status))
        _save(window, target / f"license-status.{state}.png")
    window.show_live(sample)


def _save(window: Window, path: Path) -> None:
    while window.page is not None and window.page.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    # Texts ask their layouts for room, which lay out in the turn after.
    for _ in range(3):
        QApplication.processEvents()
    if not window.grab().save(str(path)):
        raise OSError(f"{path} cannot be written.")
