"""Whether everything Vitrine needs is in order, and what to do where it is not: the same in terminal and window."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from core.engine import Engine, Shown
from core.errors import Code, Coded, Refused
from core.license import words as license_words
from core.license.status import Status
from core.product import Product
from core.reading import encodable
from core.record.verification.verify import Progress
from core.secrets import Why
from core.settings import SettingsStore
from core.wording import doctor as words
from core.wording.counts import events
from core.wording.errors import sentence

# In these states a license is in order; to hold none, or one that ends soon, is no error.
HOLDS = ("none", "active", "ending", "grace", "not_yet_valid")
# The status of the license, and why secrets do not lie in the keyring, None where they do.
Standing: TypeAlias = Callable[[], tuple[Status, Why | None]]


class Check(msgspec.Struct, frozen=True):
    """One finding: what was found, what it means, what to do next (empty when nothing)."""

    key: str
    ok: bool
    found: str
    meaning: str
    next: str = ""


def _check(key: str, ok: bool, says: words.Says, **about: object) -> Check:
    """Return the finding in words, filled with the things it is about; an error becomes its sentence."""
    parts = {name: sentence(each) if isinstance(each, BaseException) else each for name, each in about.items()}
    return Check(key, ok, *(encodable(each.format_map(parts)).strip() for each in says))


def not_built(error: Refused) -> list[Check]:
    """Return the one check there is where product or catalogue cannot be read, for this error."""
    return [_check("files", False, words.NOT_BUILT, why=error)]


def examine(
    home: Path, resources: Path, engine: Engine, standing: Standing, preferences: SettingsStore, progress: Progress
) -> list[Check]:
    """Return every check there is. Blocks; `progress` is told how far the record is checked, and may stop that."""
    checks = [_files(engine, resources), _settings(preferences), _readings(engine.show_all())]
    status, why = standing()
    checks += [_license(engine.product, status), _keyring(status, why), _proxy(engine, preferences)]
    checks.append(_state(home, engine))
    return checks if engine.trouble() else [*checks, _records(engine, progress)]


def _files(engine: Engine, resources: Path) -> Check:
    """Check the files that came with the program: they were read, or there would be no engine."""
    groups, product = engine.catalogue.categories.values(), engine.product
    about = {"product": product.name, "file": product.file, "resources": resources, "groups": len(groups)}
    return _check("files", True, words.FILES, items=sum(len(each.items) for each in groups), **about)


def _settings(preferences: SettingsStore) -> Check:
    """Check whether the settings can be read."""
    try:
        return _check("settings", True, words.SETTINGS, theme=preferences.load().theme)
    except Refused as error:
        return _check("settings", False, words.SETTINGS_UNREAD, why=error)


def _readings(shown: Sequence[Shown]) -> Check:
    """Check whether every reading of these groups succeeded."""
    facts = [fact for group in shown for fact in group.reading.values()]
    values = sum(fact.value is not None for fact in facts)
    problems = [line for group in shown for line in group.problems]
    says = words.READINGS_FAILED if problems else words.READINGS
    return _check("readings", not problems, says, values=values, facts=len(facts), problems="; ".join(problems))


def _license(product: Product, status: Status) -> Check:
    """Check the license: not in order is one that is there and does not hold, or whose text was lost."""
    lost = status.state == "none" and isinstance(status.why, Coded) and status.why.code is Code.LICENSE_LOST
    said = license_words.sentence(status, product.name, product.vendor.name)
    advice = license_words.advice(status, product.vendor.name)
    ok, title = status.state in HOLDS and not lost, license_words.title(status)
    return _check("license", ok, words.LICENSE, title=title, sentence=said, advice=advice)


def _keyring(held: Status, why: Why | None) -> Check:
    """Check the keyring: not in order is one that is there and does not serve; to have none is no error."""
    needs_none = words.NEEDS_NONE if held.place == "product" and held.license is not None else ""
    return _check("keyring", why in (None, Code.KEYRING_NONE), words.KEYRING[why], needs_none=needs_none)


def _proxy(engine: Engine, preferences: SettingsStore) -> Check:
    """Check the proxy: not in order is one that is set and cannot be used. Its name is never told."""
    if engine.product.endpoint.scheme != "https":
        return _check("proxy", True, words.PROXY_NEEDLESS)
    try:
        return _check("proxy", True, words.PROXY_SET if preferences.proxy() else words.PROXY_NONE)
    except Refused as error:
        return _check("proxy", False, words.PROXY_UNUSABLE, why=error)


def _state(home: Path, engine: Engine) -> Check:
    """Check whether the file of the record can be used."""
    trouble = engine.trouble()
    if trouble is None:
        return _check("state", True, words.STATE, home=home)
    # Where the file itself is not usable, what was found says what to do with it.
    says = words.STATE_UNFIT if isinstance(trouble, Refused) else words.STATE_UNREACHED
    return _check("state", False, says, why=trouble)


def _records(engine: Engine, progress: Progress) -> Check:
    """Check whether the record was edited. Blocks: it is read from its beginning."""
    try:
        verdict = engine.ledger.history.verify(progress=progress)
    except (OSError, Refused) as error:
        return _check("records", False, words.RECORDS_UNREAD, why=error)
    if verdict.ok:
        return _check("records", True, words.RECORDS, events=events(verdict.events), head=verdict.head)
    return _check("records", False, words.RECORDS_EDITED, event=verdict.first_bad, why=verdict.why)
