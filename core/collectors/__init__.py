"""What this product could say: for each group, which sources its facts come from. A group's module holds its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from core.catalogue import Catalogue, Category
from core.collectors import environment, installed_software, payment, processed_object, transmission, web_request
from core.collectors import license as license_held
from core.license.status import Status
from core.product import Product
from core.reading import Fact, Reading, Reason, absent
from core.sources import UNSAID, System, install_record
from core.wording.readings import BROKE_OFF

Collector: TypeAlias = Callable[[], Reading]
Source: TypeAlias = Callable[[], Mapping[str, Fact]]
Report: TypeAlias = Callable[[BaseException], object]


def collectors(
    product: Product,
    catalogue: Catalogue,
    places: Sequence[Path],
    system: System,
    license_status: Callable[[], Status],
    report: Report | None = None,
) -> dict[str, Collector]:
    """One collector a group, in the catalogue's order; none raises. `places` may hold an install record; `report`
    gets what a source raised."""
    groups, software = catalogue.categories, partial(installed_software.software, product)
    install, role = partial(install_record.read, places), partial(installed_software.role, system)
    sources: dict[str, Sequence[Source]] = {
        "installed_software": (software, install, role),
        "transmission": (partial(transmission.read, product),),
        "environment": (environment.source(system),),
        "processed_object": (partial(processed_object.read, groups["processed_object"]),),
        "web_request": (partial(web_request.read, groups["web_request"]),),
        "license": (partial(license_held.read, groups["license"], license_status),),
        "payment": (partial(payment.read, product),),
    }
    untold = {"environment": system.untold}
    return {key: guarded(each, sources[key], untold.get(key, UNSAID), report) for key, each in groups.items()}


def guarded(
    category: Category, sources: Sequence[Source], untold: Fact = UNSAID, report: Report | None = None
) -> Collector:
    """What the sources say of the category's items, in its order; of two that tell one item the later counts.

    An item that none of them tells is `untold`, or has failed if one of them raised; `report` gets what it raised, of
    each type once: a window reads again and again.
    """
    reported: set[type[BaseException]] = set()

    def read() -> Reading:
        found: dict[str, Fact] = {}
        rest = untold
        for source in sources:
            try:
                found.update(source())
            except Exception as error:  # noqa: BLE001 - a broken source must not hide what the others tell
                if report and type(error) not in reported:
                    reported.add(type(error))
                    report(error)
                # Only its name: an unforeseen error's words may quote what was to be left out.
                rest = absent(Reason.FAILED, BROKE_OFF.format(type=type(error).__name__))
        return {item.key: found.get(item.key, rest) for item in category.items}

    return read
