"""Which browsers are here, and where each looks for programs that extensions may ask: on Windows, in the registry."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from core.browser import NAME

if sys.platform == "win32":
    import winreg

Kind: TypeAlias = Literal["chromium", "firefox"]


@dataclass(frozen=True, slots=True)
class BrowserPlace:
    """One browser of this user. `kind`: whose kin it is; `folder`: where it keeps the user's things, which tells that
    it is here; `manifest`: where our entry is; `registry`: on Windows, the key that says so, "" elsewhere."""

    name: str
    kind: Kind
    folder: Path
    manifest: Path
    registry: str = ""

    @property
    def is_here(self) -> bool:
        """Whether the user has ever started it."""
        if sys.platform == "win32" and self.registry:
            with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, self.registry):
                return True
        return not self.registry and self.folder.is_dir()

    @property
    def registered(self) -> str:
        """The path of our entry, as the registry names it; "" if it names none, or there is none."""
        if sys.platform == "win32" and self.registry:
            with suppress(OSError):
                return str(winreg.QueryValue(winreg.HKEY_CURRENT_USER, self._host))
        return ""

    def register(self) -> None:
        """Have the registry, if there is one, name our entry. Raises OSError."""
        if sys.platform == "win32" and self.registry:
            winreg.SetValue(winreg.HKEY_CURRENT_USER, self._host, winreg.REG_SZ, str(self.manifest))

    def unregister(self) -> None:
        """Have the registry, if there is one, name our entry no longer. Raises OSError."""
        if sys.platform == "win32" and self.registry:
            with suppress(FileNotFoundError):
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, self._host)

    @property
    def _host(self) -> str:
        return rf"{self.registry}\NativeMessagingHosts\{NAME}"


# Below the folder of settings on Linux, and of application support on macOS; the key on Windows.
_CHROMIUMS = {
    "Chromium": ("chromium", "Chromium", "Chromium"),
    "Google Chrome": ("google-chrome", "Google/Chrome", r"Google\Chrome"),
    "Microsoft Edge": ("microsoft-edge", "Microsoft Edge", r"Microsoft\Edge"),
    "Brave": ("BraveSoftware/Brave-Browser", "BraveSoftware/Brave-Browser", r"BraveSoftware\Brave-Browser"),
    "Vivaldi": ("vivaldi", "Vivaldi", "Vivaldi"),
}
FIREFOX = "Firefox"


def places(home: Path, environment: Mapping[str, str], system: str = sys.platform) -> list[BrowserPlace]:
    """Every browser that could be here. `home`: Vitrine's own, which on Windows holds what the registry names."""
    if system == "win32":
        kinds: dict[str, tuple[Kind, str]] = {name: ("chromium", key) for name, (*_, key) in _CHROMIUMS.items()}
        kinds[FIREFOX] = ("firefox", "Mozilla")
        return [
            BrowserPlace(name, kind, home, home / "browser" / f"{kind}.json", rf"Software\{key}")
            for name, (kind, key) in kinds.items()
        ]
    user = Path(environment.get("HOME") or Path.home())
    if system == "darwin":
        support = user / "Library" / "Application Support"
        firefox = support / "Firefox", support / "Mozilla" / "NativeMessagingHosts"
        chromiums = {name: support / folder for name, (_, folder, _) in _CHROMIUMS.items()}
    else:
        config = Path(environment.get("XDG_CONFIG_HOME") or user / ".config")
        firefox = user / ".mozilla", user / ".mozilla" / "native-messaging-hosts"
        chromiums = {name: config / folder for name, (folder, _, _) in _CHROMIUMS.items()}
    found = [BrowserPlace(name, "chromium", folder, entry(folder)) for name, folder in chromiums.items()]
    return [*found, BrowserPlace(FIREFOX, "firefox", firefox[0], firefox[1] / f"{NAME}.json")]


def entry(folder: Path) -> Path:
    """Return where Chromium looks for our entry, in a folder of the user's profile."""
    return folder / "NativeMessagingHosts" / f"{NAME}.json"
