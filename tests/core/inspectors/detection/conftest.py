"""Where there is no clamd, or none of its sockets, the tests that need them are not collected."""

from __future__ import annotations

import socket

from tests.core.inspectors.detection.clamav import TOOLS, tool

collect_ignore = [] if all(map(tool, TOOLS)) else ["test_detection_clamav.py"]
collect_ignore += [] if hasattr(socket, "AF_UNIX") else ["test_detection_clamd.py"]
