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
from core.errors import Code, Refused
from core.license.licensing import Licensing
from core.lock import SenderLock, TellingLock
from core.log import Kind as Process
from core.log import Log
from core.product import Product, load_product
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits
from core.record.verification.verify import Progress
from core.secrets import Secrets
from core.sending.sender import ReceiverLine, Sender
from core.settings import Settings, SettingsStore
from core.sources import this_system
from core.sources.install_record import places

if TYPE_CHECKING:
    from core.checking.files import FileCheck
    from core.demo.demo import Demo, State

# A withdrawal waits for the sender to have stopped; the sender's own deadline is shorter.
LONGEST_STOP_SECONDS = 90.0
Profile = Literal["real", "demo"]


@dataclass(frozen=True, slots=True)
class Vitrine:
    """The built program. Only a way in holds it; what it builds gets the one part it needs.

    `problem`: what is wrong with the settings file, None if nothing is; the settings are the usual ones then.
    `file_check` builds what checks files, for whoever asks: it has a process of its own, to be closed. `examine` looks
    whether everything is in order; what it is given is told how far it is, and may stop it. `log`: of this process, in
    the home, or in the demo's own folder. `demo`: the rest of the demo's invented data; None where all is real.
    """

    home: Path
    profile: Profile
    settings: Settings
    problem: Refused | None
    engine: Engine
    delivery: Sender
    licensing: Licensing
    file_check: Callable[[], FileCheck]
    preferences: SettingsStore
    examine: Callable[[Progress], list[Check]]
    log: Log
    demo: Demo | None = None


def build(
    profile: Profile = "real", environment: Mapping[str, str] = os.environ, process: Process = "terminal"
) -> Vitrine:
    """Read the product and the catalogue. Raises Refused for whichever is not usable. `process`: what kind this one
    is; each has a log of its own."""
    if profile == "demo":
        return build_demo(environment)
    home = find_home(environment)
    log = Log(home, process)
    product, catalogue = _read(environment)
    sending = product.sending
    limits = OutboxLimits(sending.most_submissions, sending.most_mebibytes * 1024 * 1024, sending.most_days)
    ledger = Ledger(home, limits)
    lock = partial(SenderLock, home, LONGEST_STOP_SECONDS)
    licensing = Licensing(ledger, Secrets(_service(home, environment)), product)
    found = collectors(product, catalogue, places(home), this_system(), licensing.status, log.unexpected)
    engine = Engine(catalogue, product, found, ledger, lock, partial(TellingLock, home))
    preferences = find_preferences(environment)
    channel = partial(_channel, home, product, catalogue, preferences, log)
    delivery = Sender(ledger, engine.consent, product.endpoint, channel, partial(SenderLock, home), log.event)
    settings, problem = Settings(), None
    try:
        settings = preferences.load()
    except Refused as error:
        problem = error
    check = partial(_file_check, engine, settings.rules_folder, Log(home, "inspector"))
    sound = partial(examine, home, paths.resources(), engine, licensing.standing, preferences)
    return Vitrine(home, profile, settings, problem, engine, delivery, licensing, check, preferences, sound, log)


def build_demo(environment: Mapping[str, str] = os.environ, state: State = "lived_in") -> Vitrine:
    """Build the demo of invented data, in a folder of its own: nothing is read of this computer, nothing kept or sent.
    Raises Refused for what is not usable."""
    from core.demo.demo import make
    from core.demo.invented import HOME, RESOURCES, samples

    try:
        demo = make(*_read(environment), state)
    except OSError as error:
        raise Refused(Code.DEMO_NO_PLACE, why=error) from error
    engine, secrets, log = demo.engine, Secrets("Vitrine demo"), Log(demo.folder, "window")
    delivery = Sender(engine.ledger, engine.consent, engine.product.endpoint, None, partial(SenderLock, demo.folder))
    licensing = Licensing(engine.ledger, secrets, engine.product)
    preferences = SettingsStore(demo.folder, secrets, engine.ledger, partial(SenderLock, demo.folder))
    check = partial(_file_check, engine, "", Log(demo.folder, "inspector"))
    sound = partial(examine, HOME, RESOURCES, engine, lambda: (samples()["active"], None), preferences)
    return Vitrine(HOME, "demo", Settings(), None, engine, delivery, licensing, check, preferences, sound, log, demo)


def _read(environment: Mapping[str, str]) -> tuple[Product, Catalogue]:
    """The product of VITRINE_PRODUCT, else the one that came with the program, and the catalogue."""
    named = environment.get("VITRINE_PRODUCT")
    file = Path(named).absolute() if named else paths.resources() / "product.toml"
    product = load_product(file, paths.resources())
    folder = paths.resources() / "catalogue"
    return product, load_catalogue(folder, product.choices, product.vendor.name, product.name)


def _file_check(engine: Engine, rules_folder: str, log: Log) -> FileCheck:
    from core.checking.files import FileCheck
    from core.inspectors.worker import Worker

    return FileCheck(engine, Worker(rules_folder, log=log))


def find_home(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of everything the program keeps; it need not exist. Raises Refused if it cannot be a folder."""
    try:
        home = paths.home(environment)
        usable = home.is_dir() or not home.exists()
    except (OSError, ValueError) as error:
        raise Refused(Code.HOME_UNUSABLE, why=error) from error
    if not usable:
        raise Refused(Code.HOME_NOT_FOLDER, home=home)
    return home


def find_preferences(environment: Mapping[str, str] = os.environ) -> SettingsStore:
    """Return the settings of this environment's home. Raises Refused if that cannot be a folder."""
    home = find_home(environment)
    lock = partial(SenderLock, home, LONGEST_STOP_SECONDS)
    return SettingsStore(home, Secrets(_service(home, environment)), Ledger(home), lock)


def _service(home: Path, environment: Mapping[str, str]) -> str:
    """Under which name the keyring keeps what is secret: a home of its own has secrets of its own."""
    return f"Vitrine {home}" if environment.get("VITRINE_HOME") else "Vitrine"


@contextmanager
def _channel(
    home: Path, product: Product, catalogue: Catalogue, preferences: SettingsStore, log: Log
) -> Iterator[ReceiverLine]:
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

    with PracticeReceiver(home / "receiver", catalogue, report=log.unexpected) as inside:
        yield ReceiverLine(HttpTransport(target=("127.0.0.1", inside.port)), inside.public_key)
