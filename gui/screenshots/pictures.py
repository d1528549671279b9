"""A folder of pictures and the list of what is to be seen on them: the same bytes at each run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core.errors import Code, Unavailable

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Named PAGE.STATE.THEME.LANGUAGE.SCALE.png; the list beside them is written at the end."""

    folder: Path
    theme: str
    language: str
    scale: float
    _drawn: list[dict[str, str]] = field(default_factory=list)

    def begin(self) -> None:
        """Make the folder. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def draw(self, window: QWidget, page: str, state: str, title: str, alt: str) -> None:
        """Draw the window; `alt` says in one sentence what is to be seen. Raises OSError."""
        name = f"{page}.{state}.{self.theme}.{self.language}.{self.scale:g}.png"
        if not window.grab().save(str(self.folder / name)):
            raise Unavailable(Code.FILE_UNWRITTEN, file=self.folder / name)
        self._drawn.append({"file": name, "page": page, "state": state, "title": title, "alt": alt})

    def end(self) -> None:
        """Write the list. Raises OSError."""
        text = json.dumps({"pictures": self._drawn}, ensure_ascii=False, indent=2)
        (self.folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
