"""Pipes with a name and links: where they are not to be had, what needs them is not collected."""

from __future__ import annotations

import sys

collect_ignore = ["test_files.py", "test_walk.py", "test_watch.py"] if sys.platform == "win32" else []
