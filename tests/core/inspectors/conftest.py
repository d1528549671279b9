"""Where the other program for signatures is missing, what compares with it is not collected."""

from __future__ import annotations

import shutil

collect_ignore = [] if shutil.which("osslsigncode") else ["test_signature_made.py"]
