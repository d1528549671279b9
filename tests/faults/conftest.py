"""Faults that need a tool of one system: where it is missing, their tests are not collected."""

from __future__ import annotations

import shutil
import subprocess
import sys

from tests.core.inspectors.detection.clamav import TOOLS, tool
from tests.faults.driver import network


def _is_traceable() -> bool:
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


def _has_networks() -> bool:
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run([*network(), "true"], capture_output=True, check=False).returncode == 0


collect_ignore = [] if _is_traceable() else ["test_power_cut.py", "test_syscalls.py"]
collect_ignore += [] if _has_networks() else ["test_withdraw.py", "test_addresses.py"]
# Signals, pipes with a name, and processes that are forked.
collect_ignore += [] if sys.platform != "win32" else ["test_kill.py", "test_outbox.py"]
collect_ignore += [] if sys.platform == "linux" else ["test_browser_faults.py"]
collect_ignore += [] if sys.platform == "linux" and shutil.which("setpriv") else ["test_hostile_files.py"]
# Makes locales from their sources.
collect_ignore += [] if sys.platform == "linux" and shutil.which("localedef") else ["test_locales.py"]
collect_ignore += [] if all(map(tool, TOOLS)) else ["test_detections.py"]
