"""Which browsers are here, and where each looks for the programs that extensions may ask."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from core.browser import NAME, registry

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
        return registry.is_there(self.registry) if self.registry else self.folder.is_dir()


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
    user = Path(environment.get("HOME") or Path.home())
    if system == "win32":
        return _on_windows(home)
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


def _on_windows(home: Path) -> list[BrowserPlace]:
    kinds: dict[str, tuple[Kind, str]] = {name: ("chromium", key) for name, (*_, key) in _CHROMIUMS.items()}
    kinds[FIREFOX] = ("firefox", "Mozilla")
    return [
        BrowserPlace(name, kind, home, home / "browser" / f"{kind}.json", rf"Software\{key}")
        for name, (kind, key) in kinds.items()
    ]
