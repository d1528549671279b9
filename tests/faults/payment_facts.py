"""Row 30: what payment sites are told is the same on every computer; only version, customization and browser differ.

Each installation has a home, a user, a machine, a time, a license and a past of its own, drawn at random.
"""

from __future__ import annotations

import json
import math
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.assembly import Vitrine, build
from core.browser import extension
from core.browser.answers import Answers
from core.browser.questions import AskAddSite, AskPayment, Facts
from core.browser.visits import Visits
from core.collectors import web_request
from core.collectors.payment import Mode
from core.inspectors.finding import Server
from core.settings import Settings, save_settings
from tests.core.license.vendor import Vendor
from tests.faults.row import Found

VERSIONS, CUSTOMIZATIONS = ("4.2.0", "4.2.1", "5.0.0"), ("standard", "family")
MODES: tuple[Mode, ...] = ("regular", "safe")
SITE = "pay.example"
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
# Version, customization, which browser, and whether it is the protected one.
Kind = tuple[str, str, str, Mode]


@dataclass(frozen=True, slots=True)
class Installation:
    """One computer with one user."""

    folder: Path
    chance: random.Random

    def text(self) -> str:
        """Some name."""
        return "".join(self.chance.choice(LETTERS) for _ in range(self.chance.randint(3, 20)))

    @contextmanager
    def living(self) -> Iterator[None]:
        """All that programs usually tell computers apart by."""
        at = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(seconds=self.chance.randint(0, 300 * 86_400))
        machine, user, number = self.text(), self.text(), self.chance.getrandbits(48)
        variables = {"USER": user, "LOGNAME": user, "HOSTNAME": machine, "HOME": str(self.folder / user)}
        variables["LANG"] = self.chance.choice(["C", "de_DE.UTF-8", "tr_TR.UTF-8"])
        with pytest.MonkeyPatch.context() as patch:
            for name in ("socket.gethostname", "socket.getfqdn", "platform.node"):
                patch.setattr(name, lambda *_: machine)
            for name in ("getpass.getuser", "os.getlogin"):
                patch.setattr(name, lambda: user)
            patch.setattr("uuid.getnode", lambda: number)
            patch.setattr("core.clock.now", lambda: at)
            for name, value in variables.items():
                patch.setenv(name, value)
            yield

    def built(self, version: str, customization: str) -> Vitrine:
        """The program, in this home, for this product, with a license of this installation's own."""
        license_text = Vendor().license(number=self.text(), partner_name=self.text(), issued=date(2026, 1, 1))
        product = Vendor().product(self.folder, license_text)
        text = product.read_text(encoding="utf-8")
        text = text.replace('software_version = "4.2.0"', f'software_version = "{version}"')
        text = text.replace('customization = "standard"', f'customization = "{customization}"')
        product.write_text(text, encoding="utf-8")
        home = self.folder / self.text()
        return build("real", {"VITRINE_HOME": str(home), "VITRINE_PRODUCT": str(product)})

    def past(self, built: Vitrine) -> None:
        """What was decided, set, checked and installed before."""
        engine, chance = built.engine, self.chance
        for _ in range(chance.randint(0, 2)):
            engine.consent.decline("script")
        engine.consent.accept(chance.choice(["eu", "uk", "br", "us-ca"]), "script")
        for key in ("payment", *chance.sample(["environment", "web_request"], chance.randint(0, 2))):
            engine.choose(key, True, "script")
        found = Server(f"https://{self.text()}.example", "a.example", "a.example", (), "", ipv4="8.8.8.8")
        engine.happened("web_request", [web_request.reading(found)] * chance.randint(0, 3))
        save_settings(built.home, Settings(text_percent=chance.randint(100, 200), send_paths=chance.random() < 1 / 2))
        record = {"install_type": "new", "install_seconds": chance.randint(1, 900)}
        (built.home / "install-record.json").write_text(json.dumps(record), encoding="utf-8")

    def told(self, built: Vitrine, plugin_id: str, mode: Mode) -> str | None:
        """What a payment site of this user is told."""
        answers = Answers(built, plugin_id, mode, Visits(built.engine))
        site = self.chance.choice([SITE, f"{self.text()}.example"])
        answers.to(AskAddSite(site))
        answer = answers.to(AskPayment(f"https://{site}"))
        return answer.facts if isinstance(answer, Facts) else None


@dataclass(slots=True)
class Count:
    """Every text that was told, by what may make a difference."""

    tried: int = 0
    silent: int = 0
    texts: dict[Kind, set[str]] = field(default_factory=dict)

    def found(self) -> Found:
        """In words. Two kinds told alike would be a fact left out."""
        most = max(map(len, self.texts.values()), default=1)
        distinct = len(set().union(*self.texts.values()))
        bits = math.log2(most)
        figure = f"{self.tried} installations of {len(self.texts)} kinds: {distinct} distinct texts, "
        figure += f"per-installation bits {bits:.0f}" if bits.is_integer() else f"per-installation bits {bits:.1f}"
        figure += f"; {self.silent} told nothing" if self.silent else ""
        return Found(self.tried, figure, bits == 0 and distinct == len(self.texts) and not self.silent)


def sweep(n: int, number: int) -> Found:
    """So many installations."""
    chance, count = random.Random(number), Count()
    browsers = (extension.chromium_id(), extension.firefox_id())
    for _ in range(n):
        kind = (chance.choice(VERSIONS), chance.choice(CUSTOMIZATIONS), chance.choice(browsers), chance.choice(MODES))
        with tempfile.TemporaryDirectory() as place:
            installation = Installation(Path(place), chance)
            with installation.living():
                built = installation.built(*kind[:2])
                installation.past(built)
                text = installation.told(built, *kind[2:])
        count.tried += 1
        count.silent += text is None
        count.texts.setdefault(kind, set()).update([text] if text is not None else [])
    return count.found()
