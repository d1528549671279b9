"""What this product could say: for each group, which sources its facts come from."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from core.catalogue import Catalogue, Category
from core.collectors import payment, processed_object, snapshots, web_request
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
    groups, install = catalogue.categories, partial(install_record.read, places)
    sources: dict[str, Sequence[Source]] = {
        "installed_software": (partial(snapshots.software, product), install, lambda: {"os_type": system.os_type()}),
        "transmission": (partial(snapshots.transmission, product),),
        "environment": (system.environment,),
        # An event of theirs brings a reading of its own.
        "processed_object": (),
        "web_request": (),
        "license": (partial(snapshots.license_held, groups["license"], license_status),),
        "payment": (partial(payment.read, product),),
    }
    untold = {"environment": system.untold, "processed_object": processed_object.NOTHING}
    untold |= {"web_request": web_request.NOTHING}
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
