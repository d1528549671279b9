"""Promises that only Linux's own tools can prove: where a tool is missing, its tests are not collected."""

from __future__ import annotations

import shutil
import subprocess
import sys


def _is_able(*command: str) -> bool:
    """Whether this system has the tool, and lets this user use it."""
    if sys.platform != "linux" or shutil.which(command[0]) is None:
        return False
    return subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


NEEDS = {
    "test_sockets.py": _is_able("strace", "-f", "-o", "/dev/null"),
    "test_isolated.py": _is_able("unshare", "--map-root-user", "--net", "--mount"),
    "test_real_window.py": sys.platform == "linux" and shutil.which("Xvfb") is not None,
    "test_without_display.py": sys.platform == "linux",
}
collect_ignore = [name for name, met in NEEDS.items() if not met]
