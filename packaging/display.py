"""Whether a window can be opened here. Standard library only."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path


def has_display() -> bool:
    """Whether a window can be opened: a display that is named but does not answer is none."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "offscreen").partition(":")[0] not in ("offscreen", "minimal"):
        return True  # the user chose where Qt draws
    return has_x11() or has_wayland()


def has_x11() -> bool:
    """Whether the server that DISPLAY names answers; one on another computer is believed."""
    host, colon, number = os.environ.get("DISPLAY", "").rpartition(":")
    if not colon or host not in ("", "unix"):
        return bool(colon)
    path = f"/tmp/.X11-unix/X{number.partition('.')[0]}"
    return answers(path) or answers("\0" + path)


def has_wayland() -> bool:
    """Whether the compositor that WAYLAND_DISPLAY names answers."""
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and answers(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name)))


def answers(path: str) -> bool:
    """Whether somebody listens on this socket of the system."""
    if sys.platform != "win32":
        with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError, ValueError):
            line.settimeout(2)
            line.connect(path)
            return True
    return False
