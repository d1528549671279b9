"""Web addresses: nothing, until an address is asked about; then what the inspectors learnt of its server."""

from core.inspectors.finding import Server
from core.reading import Reading, Reason, absent, known
from core.wording import readings as wording

# Of each item, as long as no address was asked about.
NOTHING = absent(Reason.NOTHING_YET, wording.NO_ADDRESS)


def reading(found: Server) -> Reading:
    """Return what would be told of this server."""
    ipv4 = absent(Reason.NO_IPV4 if found.is_found else Reason.FAILED, found.why)
    # Without an IPv4 address nobody was asked.
    kind = absent(Reason.FAILED if found.ipv4 else Reason.NOT_CHECKED, found.why)
    if found.ipv4:
        ipv4 = known(found.ipv4, wording.NAME_SERVICE.format(host=found.host))
    if found.certificate_type is not None:
        kind = known(found.certificate_type, wording.SERVER_CERTIFICATE.format(host=found.host))
    return {"url": known(found.url, wording.ADDRESS), "ipv4": ipv4, "certificate_type": kind}
