"""Row 2, broken: what failed is called done."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.faults import syscalls
from tests.faults.guards.patch import PATCH


def acknowledged() -> None:
    """Of whatever failed the program says that it is done."""
    before = syscalls._run

    def run(folder: Path, injected: str, trace: Path) -> subprocess.CompletedProcess[str]:
        ended = before(folder, injected, trace)
        ended.stdout = ended.stdout.replace("failed", "done")
        return ended

    PATCH.setattr("tests.faults.syscalls._run", run)
