"""Starts, one after the other, each a process of its own that goes as far as it is told to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.commands import REPOSITORY

# CPU time is counted in hundredths of a second: of several starts together that is fine enough.
TIMES = 5


def work(stage: str, home: str) -> Callable[[], object]:
    """Start as far as `stage`, with this home."""

    def starts() -> None:
        for _ in range(TIMES):
            done = subprocess.run(
                command(stage), env=environment(home), input=b"", capture_output=True, check=False, timeout=60
            )
            if done.returncode:
                raise RuntimeError(done.stderr.decode())

    return starts


def command(stage: str) -> list[str]:
    """One start; see started.py."""
    return [sys.executable, "-P", str(Path(__file__).with_name("started.py")), stage]


def environment(home: str) -> dict[str, str]:
    """No screen, no keyring, nothing of this computer's user, and no setting of Python's of whoever measures."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    own = {"PYTHONPATH": str(REPOSITORY), "VITRINE_HOME": home, "HOME": home}
    return {**kept, **own, "QT_QPA_PLATFORM": "offscreen", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
