"""Web addresses: nothing, until an address is asked about; then what the inspectors learnt of its server."""

from __future__ import annotations

from core.inspectors.finding import Server
from core.reading import Fact, Reading, Reason, absent, known

KEYS = ("url", "ipv4", "certificate_type")


def read() -> Reading:
    """As long as no address was asked about."""
    return dict.fromkeys(KEYS, absent(Reason.NOTHING_YET, "no address was asked about"))


def reading(found: Server) -> Reading:
    """What would be told of this server."""
    return {
        "url": known(found.url, "the address that was given"),
        "ipv4": _ipv4(found),
        "certificate_type": _certificate_type(found),
    }


def _ipv4(found: Server) -> Fact:
    if found.ipv4:
        return known(found.ipv4, f"the name service, asked for {found.host}")
    return absent(Reason.NO_IPV4 if found.is_found else Reason.FAILED, found.why)


def _certificate_type(found: Server) -> Fact:
    if found.certificate_type is not None:
        return known(found.certificate_type, f"the certificate of {found.host}")
    # Without an IPv4 address nobody was asked.
    return absent(Reason.FAILED if found.ipv4 else Reason.NOT_CHECKED, found.why)
