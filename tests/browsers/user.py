"""A user of this computer: a folder of their own, both browsers, Vitrine, and an authority that the browsers trust."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.commands import Ended, vitrinectl
from tests.fakes.authority import Authority

CERTUTIL = "certutil"


class User:
    """Has accepted the agreement and told the browsers where Vitrine is; every switch is off."""

    def __init__(self, folder: Path, authority: Authority, https: int = 443) -> None:
        """`https`: where this user's browsers are led that go to the usual port."""
        self.folder, self.home, self.https = folder, folder / "vitrine", https
        for place in (".config/chromium", ".mozilla", "firefox", ".pki/nssdb"):
            (folder / place).mkdir(parents=True)
        pem = folder / "authority.pem"
        pem.write_text(authority.pem, encoding="ascii")
        for place in ("firefox", ".pki/nssdb"):
            database = ("-d", f"sql:{folder / place}")
            for words in (("-N", "--empty-password"), ("-A", "-t", "C,,", "-n", "tests", "-i", str(pem))):
                subprocess.run([CERTUTIL, *database, *words], stdin=subprocess.DEVNULL, check=True)
        assert self.does("browser", "install").code == 0
        assert self.does("agreement", "accept", "--region", "eu").code == 0

    def does(self, *arguments: str) -> Ended:
        """A command in a terminal."""
        return vitrinectl(self.home, *arguments, HOME=str(self.folder), XDG_CONFIG_HOME="")

    def switches(self, group: str, *, on: bool) -> None:
        """A group, on or off."""
        assert self.does("consent", "on" if on else "off", group).code == 0

    def history(self) -> list[dict[str, Any]]:
        """All there is, newest first."""
        found = json.loads(self.does("history", "--json").out)["submissions"]
        assert isinstance(found, list)
        return found

    def body(self, identifier: str) -> bytes:
        """The body that the record has."""
        return self.does("history", "show", identifier, "--bytes").out
