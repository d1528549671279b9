"""A product that sends to a port of this computer, and a home in which everything is agreed to."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path

from core.assembly import Vitrine, build
from core.clock import now, stamp
from core.engine import sample
from core.envelope import Envelope, seal
from core.reading import known
from tests.commands import another_product
from tests.fakes.receipts import KEY

# A group of events, with a switch of its own: as many as a test wants can be queued at once.
GROUP = "web_request"


def product(folder: Path, endpoint: str, key: bytes = KEY) -> Path:
    """A product file in `folder` that sends there and believes that key."""
    told = f'endpoint = "{endpoint}"\nreceiver_key = "{base64.b64encode(key).decode()}"'
    return another_product(folder, 'endpoint = "embedded:"', told)


def environment(home: Path, product: Path) -> dict[str, str]:
    """What the program is told by."""
    return {"VITRINE_HOME": str(home), "VITRINE_PRODUCT": str(product)}


def vitrine(home: Path, product: Path) -> Vitrine:
    """The program as it is built for these."""
    return build("real", environment(home, product))


def agree(built: Vitrine) -> None:
    """Accept, and switch the group on."""
    built.engine.consent.accept("eu", "script")
    built.engine.consent.choose(GROUP, True, "script")


def envelopes(built: Vitrine, addresses: Iterable[str]) -> list[Envelope]:
    """One event of the group for each address, declared facts only."""
    catalogue = built.engine.catalogue
    facts = sample(catalogue.categories[GROUP])
    return [seal(GROUP, {**facts, "url": known(each, "a test")}, catalogue.statement.id) for each in addresses]


def queue(built: Vitrine, sent: list[Envelope]) -> None:
    """Put them into the Outbox, due at once."""
    built.engine.ledger.queue(sent, built.engine.consent.choices().permit, stamp(now()))
