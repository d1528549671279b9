"""One command in a terminal, started anew so many times."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from tests.bench.work_start import environment
from tests.commands import command

TIMES = 3


def work(home: str, *arguments: str) -> Callable[[], object]:
    """With this home; 1 is what a command ends with that could not read something of this computer."""

    def starts() -> None:
        for _ in range(TIMES):
            done = subprocess.run(command("core", *arguments), env=environment(home), capture_output=True, check=False)
            if done.returncode > 1 or not done.stdout:
                raise RuntimeError(done.stderr.decode())

    return starts
