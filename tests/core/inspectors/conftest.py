"""Where a tool of the system is missing, what needs it is not collected."""

from __future__ import annotations

import shutil
import subprocess
import sys

# osslsigncode signs programs and judges signatures beside ours; msibuild makes installer packages.
_NEEDS = {
    "test_signature_made.py": ("osslsigncode", "openssl"),
    "test_signature_trust.py": ("osslsigncode", "openssl"),
    "test_signature_package.py": ("osslsigncode", "msibuild"),
}
collect_ignore = [name for name, tools in _NEEDS.items() if not all(map(shutil.which, tools))]


def _can_stamp() -> bool:
    """Whether osslsigncode is new enough to be an authority for time stamps itself."""
    if shutil.which("osslsigncode") is None:
        return False
    told = subprocess.run(["osslsigncode", "sign", "--help"], capture_output=True, check=False)
    return b"-TSA-certs" in told.stdout + told.stderr


collect_ignore += [] if _can_stamp() else ["test_signature_stamps.py"]
# Pipes with a name, links, signals, and limits that the system holds a process to.
collect_ignore += [] if sys.platform == "linux" else ["test_regular.py", "test_worker.py"]
