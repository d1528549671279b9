"""Windows' registry, where browsers look for the programs that extensions may ask. Elsewhere there is none."""

from __future__ import annotations

import sys
from contextlib import suppress

from core.browser import NAME

if sys.platform == "win32":
    import winreg


def is_there(key: str) -> bool:
    """Return whether the user has this key; elsewhere than on Windows never."""
    if sys.platform == "win32":
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key):
            return True
    return False


def entry(key: str) -> str:
    """Return the path that the entry below a browser's key names; "" if there is none."""
    if sys.platform == "win32":
        with suppress(OSError):
            return str(winreg.QueryValue(winreg.HKEY_CURRENT_USER, _host(key)))
    return ""


def set_entry(key: str, path: str) -> None:
    """Write the entry below a browser's key: the path of its manifest. Raises OSError."""
    if sys.platform == "win32":
        winreg.SetValue(winreg.HKEY_CURRENT_USER, _host(key), winreg.REG_SZ, path)


def remove_entry(key: str) -> None:
    """Remove the entry below a browser's key, if there is one. Raises OSError."""
    if sys.platform == "win32":
        with suppress(FileNotFoundError):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _host(key))


def _host(key: str) -> str:
    return rf"{key}\NativeMessagingHosts\{NAME}"
