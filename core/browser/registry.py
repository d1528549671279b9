"""Windows' registry, where browsers look for the programs that extensions may ask. Elsewhere there is none."""

from __future__ import annotations

import sys
from contextlib import suppress

from core.browser import NAME

if sys.platform == "win32":
    import winreg


def is_there(key: str) -> bool:
    """Whether the user has this key."""
    if sys.platform == "win32":
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key):
            return True
    return False


def entry(key: str) -> str:
    """Which file the browser below this key is told; "" if none."""
    if sys.platform == "win32":
        with suppress(OSError):
            return str(winreg.QueryValue(winreg.HKEY_CURRENT_USER, _host(key)))
    return ""


def set_entry(key: str, path: str) -> None:
    """Tell the browser below this key of this file."""
    if sys.platform == "win32":
        winreg.SetValue(winreg.HKEY_CURRENT_USER, _host(key), winreg.REG_SZ, path)


def remove_entry(key: str) -> None:
    """Tell it no more."""
    if sys.platform == "win32":
        with suppress(FileNotFoundError):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _host(key))


def _host(key: str) -> str:
    return rf"{key}\NativeMessagingHosts\{NAME}"
