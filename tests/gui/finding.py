"""In the place of the process that inspects: it finds the test file in everything, as soon as it is let go on."""

from __future__ import annotations

import threading
from pathlib import Path

from core.assembly import build
from core.demo import invented
from core.engine import Engine
from core.inspectors.finding import Inspection
from core.inspectors.worker import GoOn, Worker, always
from gui.viewer import Viewer


class Finding(Worker):
    """It has no process, and remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.go = threading.Event()
        self.go.set()

    def start(self) -> None:
        """There is nothing to load."""

    def inspect(self, path: Path, go_on: GoOn = always) -> Inspection:
        """The same of every file."""
        self.seen.append(path.name)
        while go_on() and not self.go.wait(0.01):
            pass
        return invented.TEST_FILE


def finding(viewer: Viewer) -> Finding:
    """Have this viewer find the test file in everything."""
    worker = Finding()
    viewer.checks._checking()._worker = worker
    return worker


def accepted(home: Path, *keys: str) -> Engine:
    """The engine of this home, whose user accepted and switched these groups on."""
    engine = build("real", {"VITRINE_HOME": str(home)}).engine
    engine.consent.accept("eu", "script")
    for key in keys:
        engine.choose(key, True, "script")
    return engine


def files(folder: Path, *names: str) -> list[Path]:
    """Files of these names, new ones."""
    for name in names:
        (folder / name).write_bytes(name.encode())
    return [folder / name for name in names]
