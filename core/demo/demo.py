"""Builds the demo: an engine whose record holds a fixed history, in a folder of its own that is removed at the end."""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from core.catalogue import Catalogue
from core.checking.files import Checked
from core.collectors import guarded, payment, processed_object, web_request
from core.demo import invented
from core.demo.hand import SIGNER, Hand, Moment
from core.demo.life import ADDRESSES, FILES, NOW, DemoLife
from core.engine import TOLD, Engine
from core.lock import SenderLock, TellingLock
from core.product import Product, parse_endpoint
from core.reading import Reading
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits
from core.record.store import Store

# In practice there would be no address to show.
ENDPOINT = "https://stats.example"
# Nothing of it needs to outlive a power cut, nor the program.
QUICK = ("trusted_schema=OFF", "synchronous=OFF", "journal_mode=MEMORY")
# `new`: nothing was decided yet.
State: TypeAlias = Literal["lived_in", "new"]


@dataclass(frozen=True, slots=True)
class Demo:
    """The engine, the folder of its record, and the files that were checked on its last day, each with its time."""

    engine: Engine
    folder: Path
    checked: Sequence[tuple[datetime, Checked]]


def make(product: Product, catalogue: Catalogue, state: State = "lived_in") -> Demo:
    """Build the demo; its record has the same bytes at each run. Raises OSError where there is no place for it."""
    folder = Path(tempfile.mkdtemp(prefix="vitrine-demo-"))
    # On a computer that is not this one, with a receiver that signs as the demo does.
    endpoint = parse_endpoint(ENDPOINT) if product.endpoint.practice else product.endpoint
    file, key = invented.RESOURCES / product.file.name, SIGNER.public_key().public_bytes_raw()
    shown = msgspec.structs.replace(product, file=file, endpoint=endpoint, receiver_key=key)
    clock = Moment(NOW)
    ledger = Ledger(Store(folder, QUICK), OutboxLimits(days=product.sending.most_days), clock)
    weakref.finalize(ledger, shutil.rmtree, folder, ignore_errors=True)
    locks = partial(SenderLock, folder), partial(TellingLock, folder)
    engine = Engine(catalogue, shown, _collectors(catalogue, shown), ledger, *locks)
    life = DemoLife(Hand(engine, clock))
    if state == "lived_in":
        life.live()
    life.draft()
    return Demo(engine, folder, life.checked)


def _collectors(catalogue: Catalogue, product: Product) -> dict[str, Callable[[], Reading]]:
    """Invented values; of events, that nothing has happened yet."""
    return {
        **{key: partial(invented.snapshot, each, NOW) for key, each in catalogue.categories.items()},
        FILES: guarded(catalogue.categories[FILES], (), processed_object.NOTHING),
        ADDRESSES: guarded(catalogue.categories[ADDRESSES], (), web_request.NOTHING),
        TOLD: partial(payment.read, product),
    }
