"""Builds everything once, for a home, a product and a profile."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core import paths
from core.catalogue import Catalogue, load_catalogue
from core.collectors import collectors
from core.doctor import Check, examine
from core.engine import Engine
from core.errors import Refused
from core.license.licensing import Licensing
from core.lock import SenderLock, TellingLock
from core.product import Product, load_product
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits
from core.record.verify import Progress
from core.secrets import Secrets
from core.sending.sender import ReceiverLine, Sender
from core.settings import Settings, SettingsStore
from core.sources import this_system
from core.sources.install_record import places
from core.text import failure

if TYPE_CHECKING:
    from core.checking.files import FileCheck
    from core.demo.demo import Demo, State

# A withdrawal waits for the sender to have stopped; the sender's own deadline is shorter.
LONGEST_STOP_SECONDS = 90.0
Profile = Literal["real", "demo"]


@dataclass(frozen=True, slots=True)
class Vitrine:
    """The built program. Only a way in holds it; what it builds gets the one part it needs.

    `problem` says what is wrong with the settings file; the settings are the usual ones then. `file_check` builds what
    checks files, for whoever asks: it has a process of its own, to be closed. `examine` looks whether everything is in
    order; what it is given is told how far it is, and may stop it. `demo`: the rest of the demo's invented data; None
    where all is real.
    """

    home: Path
    profile: Profile
    settings: Settings
    problem: str
    engine: Engine
    delivery: Sender
    licensing: Licensing
    file_check: Callable[[], FileCheck]
    preferences: SettingsStore
    examine: Callable[[Progress], list[Check]]
    demo: Demo | None = None


def build(profile: Profile = "real", environment: Mapping[str, str] = os.environ) -> Vitrine:
    """Read the product and the catalogue. Raises Refused for whichever is not usable."""
    if profile == "demo":
        return build_demo(environment)
    home = find_home(environment)
    product, catalogue = _read(environment)
    ledger = Ledger(home, _limits(product))
    lock = partial(SenderLock, home, LONGEST_STOP_SECONDS)
    licensing = Licensing(ledger, Secrets(_service(home, environment)), product)
    found = collectors(product, places(home), this_system(), licensing.status)
    engine = Engine(catalogue, product, found, ledger, lock, partial(TellingLock, home))
    preferences = find_preferences(environment)
    channel = partial(_channel, product, catalogue, home, preferences)
    delivery = Sender(ledger, engine.consent, product.endpoint, channel, partial(SenderLock, home))
    settings, problem = Settings(), ""
    try:
        settings = preferences.load()
    except Refused as error:
        problem = str(error)
    check = partial(_file_check, engine, settings.rules_folder)
    sound = partial(examine, home, engine, licensing, preferences)
    return Vitrine(home, profile, settings, problem, engine, delivery, licensing, check, preferences, sound)


def build_demo(environment: Mapping[str, str] = os.environ, state: State = "lived_in") -> Vitrine:
    """Invented data in a folder of its own: nothing is read of this computer, nothing kept, and there is no channel.

    Raises Refused for what is not usable.
    """
    from core.demo import checks
    from core.demo.demo import make
    from core.demo.invented import HOME

    try:
        demo = make(*_read(environment), state)
    except OSError as error:
        raise Refused(f"The demo needs a place for temporary files, and there is none: {failure(error)}.") from error
    engine, secrets = demo.engine, Secrets("Vitrine demo")
    delivery = Sender(engine.ledger, engine.consent, engine.product.endpoint, None, partial(SenderLock, demo.folder))
    licensing = Licensing(engine.ledger, secrets, engine.product)
    preferences = SettingsStore(demo.folder, secrets, engine.ledger, partial(SenderLock, demo.folder))
    check = partial(_file_check, engine, "")
    sound = partial(checks.examine, engine, preferences)
    return Vitrine(HOME, "demo", Settings(), "", engine, delivery, licensing, check, preferences, sound, demo)


def _read(environment: Mapping[str, str]) -> tuple[Product, Catalogue]:
    product = load_product(product_file(environment), paths.resources())
    folder = paths.resources() / "catalogue"
    return product, load_catalogue(folder, product.choices, product.vendor.name, product.name)


def _file_check(engine: Engine, rules_folder: str) -> FileCheck:
    from core.checking.files import FileCheck
    from core.inspectors.worker import Worker

    return FileCheck(engine, Worker(rules_folder))


def find_home(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of everything the program keeps; it need not exist. Raises Refused if it cannot be one."""
    try:
        home = paths.home(environment)
        usable = home.is_dir() or not home.exists()
    except (OSError, ValueError) as error:
        raise Refused(f"VITRINE_HOME cannot be used: {failure(error)}.") from error
    if not usable:
        raise Refused(f"{home} is not a folder. VITRINE_HOME must name one.")
    return home


def find_preferences(environment: Mapping[str, str] = os.environ) -> SettingsStore:
    """What the user set, in this home. Raises Refused if it cannot be one."""
    home = find_home(environment)
    lock = partial(SenderLock, home, LONGEST_STOP_SECONDS)
    return SettingsStore(home, Secrets(_service(home, environment)), Ledger(home), lock)


def product_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The product's file: VITRINE_PRODUCT, else the one that came with the program."""
    named = environment.get("VITRINE_PRODUCT")
    return Path(named).absolute() if named else paths.resources() / "product.toml"


def _service(home: Path, environment: Mapping[str, str]) -> str:
    """Under which name the keyring keeps what is secret: a home of its own has secrets of its own."""
    return f"Vitrine {home}" if environment.get("VITRINE_HOME") else "Vitrine"


def _limits(product: Product) -> OutboxLimits:
    sending = product.sending
    return OutboxLimits(sending.most_submissions, sending.most_mebibytes * 1024 * 1024, sending.most_days)


@contextmanager
def _channel(product: Product, catalogue: Catalogue, home: Path, preferences: SettingsStore) -> Iterator[ReceiverLine]:
    """The way to the receiver; in practice it lives only while somebody holds the sender's lock. Raises Refused where
    the user set a proxy that cannot be used, or where nobody can say whether one is set."""
    from core.sending.transport import HttpTransport, SetTransport

    if product.endpoint.scheme == "https":
        # Asked for once before anything is written down as tried, then with each request.
        preferences.proxy()
        yield ReceiverLine(SetTransport(preferences.proxy, lambda: preferences.load().proxy), product.receiver_key)
        return
    if not product.endpoint.practice:
        yield ReceiverLine(HttpTransport(), product.receiver_key)
        return
    from core.receiver.practice import PracticeReceiver

    with PracticeReceiver(home / "receiver", catalogue) as receiver:
        yield ReceiverLine(HttpTransport(target=("127.0.0.1", receiver.port)), receiver.public_key)
