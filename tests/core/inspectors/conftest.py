"""Where a tool of the system is missing, what needs it is not collected."""

from __future__ import annotations

import shutil
import sys

# osslsigncode judges signatures beside ours.
collect_ignore = [] if shutil.which("osslsigncode") else ["test_signature_made.py"]
# Pipes with a name, links, signals, and limits that the system holds a process to.
collect_ignore += [] if sys.platform == "linux" else ["test_regular.py", "test_worker.py"]
