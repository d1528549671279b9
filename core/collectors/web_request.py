"""Web addresses: nothing, until an address is asked about; then what the inspectors learnt of its server."""

from __future__ import annotations

from core.catalogue import Category
from core.inspectors.finding import Server
from core.reading import Fact, Reading, Reason, absent, known
from core.wording import readings as wording


def read(category: Category) -> Reading:
    """Return the reading as long as no address was asked about: no item has a value."""
    return dict.fromkeys((item.key for item in category.items), absent(Reason.NOTHING_YET, wording.NO_ADDRESS))


def reading(found: Server) -> Reading:
    """Return what would be told of this server."""
    return {
        "url": known(found.url, wording.ADDRESS),
        "ipv4": _ipv4(found),
        "certificate_type": _certificate_type(found),
    }


def _ipv4(found: Server) -> Fact:
    if found.ipv4:
        return known(found.ipv4, wording.NAME_SERVICE.format(host=found.host))
    return absent(Reason.NO_IPV4 if found.is_found else Reason.FAILED, found.why)


def _certificate_type(found: Server) -> Fact:
    if found.certificate_type is not None:
        return known(found.certificate_type, wording.SERVER_CERTIFICATE.format(host=found.host))
    # Without an IPv4 address nobody was asked.
    return absent(Reason.FAILED if found.ipv4 else Reason.NOT_CHECKED, found.why)
