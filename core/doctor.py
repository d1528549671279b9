"""Whether everything Vitrine needs is in order, and what to do where it is not: the same in terminal and window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from core import paths
from core.engine import Engine, Shown
from core.errors import Refused
from core.license import words
from core.license.licensing import LOST, Licensing
from core.license.status import Status
from core.product import Product
from core.reading import encodable
from core.record.verify import Progress
from core.secrets import NONE
from core.settings import SettingsStore

HELD_STILL = "Those that were read last hold, or else the usual ones."
HOLDS = ("none", "active", "ending", "grace", "not_yet_valid")


class Check(msgspec.Struct, frozen=True):
    """One finding: what was found, what it means, what to do next (empty when nothing)."""

    key: str
    ok: bool
    found: str
    meaning: str
    next: str = ""


def not_built(error: Refused) -> list[Check]:
    """Without product and catalogue nothing further can be looked at."""
    return [Check("files", False, str(error), "Vitrine cannot start.", "Put back the file it names.")]


def examine(
    home: Path, engine: Engine, licensing: Licensing, preferences: SettingsStore, progress: Progress | None = None
) -> list[Check]:
    """Every check there is. Blocks; `progress` is told how far the record is checked, and may stop that."""
    checks = [files(engine, paths.resources()), settings(preferences), readings(engine.show_all())]
    checks += [license_of(engine.product, licensing.status()), _keyring(licensing)]
    checks += [proxy(engine, preferences), state(home, engine)]
    return checks if engine.trouble() else [*checks, records(engine, progress)]


def files(engine: Engine, resources: Path) -> Check:
    """The files that came with the program: they were read, or there would be no engine."""
    catalogue, product = engine.catalogue, engine.product
    items = sum(len(category.items) for category in catalogue.categories.values())
    found = f"{product.name} ({product.file}); {len(catalogue.categories)} groups, {items} items; {resources}"
    return Check("files", True, encodable(found), "Product and catalogue were read whole when Vitrine started.")


def settings(preferences: SettingsStore) -> Check:
    """Whether the settings can be read."""
    try:
        theme = preferences.load().theme
    except Refused as error:
        return Check("settings", False, str(error), HELD_STILL, "Mend or remove the file.")
    return Check("settings", True, f"theme: {theme}", "The settings were read.")


def readings(shown: Sequence[Shown]) -> Check:
    """Whether every reading succeeded, of these groups."""
    facts = [fact for group in shown for fact in group.reading.values()]
    values = sum(fact.value is not None for fact in facts)
    problems = [line for group in shown for line in group.problems]
    found = "; ".join([f"{values} of {len(facts)} items have a value now", *problems])
    meaning = "The others each say why." if not problems else "A reading failed; its item is not sent."
    return Check("readings", not problems, found, meaning, "Mend or remove the file named." if problems else "")


def license_of(product: Product, status: Status) -> Check:
    """Not in order is a license that is there and does not hold; to hold none, or one that ends soon, is no error."""
    meaning = words.sentence(status, product.name, product.vendor.name)
    lost = status.state == "none" and status.why == LOST
    ok = status.state in HOLDS and not lost
    return Check("license", ok, words.title(status), meaning, words.advice(status, product.vendor.name))


KEYRING = Check("keyring", True, "in use", "Secrets, such as a license you activate, never lie in a file of Vitrine’s.")

WITHOUT = "Without it, the window holds them in memory until it is closed, and a command does not."


def _keyring(licensing: Licensing) -> Check:
    """Not in order is one that is there and does not serve; to have none is no error."""
    kept, why = licensing.keyring()
    if kept == "keyring":
        return KEYRING
    meaning = f"{KEYRING.meaning} {WITHOUT}"
    if licensing.last.place == "product" and licensing.last.license is not None:
        meaning += " The license held now needs none: it came with the product."
    if why == NONE:
        return Check("keyring", True, "this computer offers none", meaning)
    found = "no answer" if kept == "asking" else "locked, or it does not work"
    return Check("keyring", False, found, meaning, "Unlock the system’s keyring, and answer what it asks.")


def proxy(engine: Engine, preferences: SettingsStore) -> Check:
    """Not in order is one that is set and cannot be used; its name is nobody else’s business."""
    if engine.product.endpoint.scheme != "https":
        return Check("proxy", True, "none is needed", "Nothing is sent to another computer.")
    try:
        proxy = preferences.proxy()
    except Refused as error:
        return Check("proxy", False, encodable(str(error)), "Nothing can be sent like this, and what is to go waits.")
    found = "none is set" if proxy is None else "one is set"
    return Check("proxy", True, found, "Where one is set, sending goes through it and never around it.")


def state(home: Path, engine: Engine) -> Check:
    """Whether the file of the record can be used."""
    trouble = engine.trouble()
    if trouble is None:
        found = encodable(str(home))
        return Check("state", True, found, "What is shown here is the same in every window and terminal.")
    meaning = "Nothing can be kept or sent: each window and terminal shows submission numbers of its own."
    return Check("state", False, encodable(str(trouble)), meaning, _ADVICE[isinstance(trouble, Refused)])


# By whether the file itself is not usable; then what was found says what to do with it.
_ADVICE = {
    True: "What was found says what to do.",
    False: "Close what else has it open, or make the folder writable, or name another in VITRINE_HOME.",
}


def records(engine: Engine, progress: Progress | None) -> Check:
    """Whether the record was edited. Blocks: it is read from its beginning."""
    try:
        verdict = engine.ledger.history.verify(progress=progress)
    except (OSError, Refused) as error:
        return Check("records", False, encodable(str(error)), "The record could not be read.")
    if verdict.ok:
        return Check("records", True, f"{verdict.events} events, head {verdict.head}", "The records fit together.")
    found = f"event {verdict.first_bad}: {verdict.why}"
    return Check(
        "records", False, found, "The record was edited or is damaged.", "Export it: vitrinectl history export"
    )
