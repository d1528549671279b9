"""What this product could say: for each group, where its facts come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from core.collectors import (
    environment,
    installed_software,
    payment,
    processed_object,
    transmission,
    web_request,
)
from core.collectors import license as license_held
from core.license.status import Status
from core.product import Product
from core.reading import Fact, Reading, Reason, absent
from core.sources import ENVIRONMENT, System, install_record

Collector: TypeAlias = Callable[[], Reading]


def collectors(
    product: Product, places: Sequence[Path], system: System, license_status: Callable[[], Status]
) -> dict[str, Collector]:
    """One collector a group, in the catalogue's order; none raises. `places` may hold an install record."""
    record = guarded(install_record.KEYS, lambda: install_record.read(places))
    os_type = guarded(("os_type",), lambda: {"os_type": system.os_type()})
    return {
        "installed_software": partial(installed_software.read, product, record, os_type),
        "transmission": partial(transmission.read, product),
        "environment": partial(environment.read, guarded(ENVIRONMENT, system.environment)),
        "processed_object": processed_object.read,
        "web_request": web_request.read,
        "license": guarded(license_held.KEYS, partial(license_held.read, license_status)),
        "payment": partial(payment.read, product),
    }


def guarded(keys: Sequence[str], source: Callable[[], Mapping[str, Fact]]) -> Collector:
    """`source` with exactly these keys, in order; what it leaves out, or all if it raises, has failed."""

    def read() -> Reading:
        try:
            facts = source()
        except Exception as error:  # noqa: BLE001 - a broken source must not hide what the others tell
            # Only its name: an unforeseen error's words may quote what was to be left out.
            failed = absent(Reason.FAILED, f"the source broke off ({type(error).__name__})")
            return dict.fromkeys(keys, failed)
        unsaid = absent(Reason.FAILED, "the source said nothing of it")
        return {key: facts.get(key, unsaid) for key in keys}

    return read
