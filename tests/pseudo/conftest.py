"""On Windows the commands would tell the registry and the keyring of whoever runs this."""

from __future__ import annotations

import sys

collect_ignore = ["test_pseudo.py"] if sys.platform == "win32" else []
