"""osslsigncode's verdict on every file of a folder, a process each."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path


def work(folder: str) -> Callable[[], object]:
    """Its word on trust does not matter here: it has other roots."""
    files = sorted(str(path) for path in Path(folder).iterdir())

    def check() -> None:
        for path in files:
            subprocess.run(["osslsigncode", "verify", "-in", path], capture_output=True, check=False)

    return check
