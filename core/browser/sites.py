"""Which sites are payment sites: those the product lists, and what the user changed of that."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from core.browser.questions import Site
from core.errors import Code, Refused
from core.files import Strict, load, replace
from core.inspectors.address import reduced
from core.lock import ChangingLock

FILE = "payment-sites.json"
MOST = 200
Names = Annotated[list[str], msgspec.Meta(max_length=MOST)]


class SiteChanges(Strict, frozen=True):
    """What the user added to the product's list and took off it: exact host names."""

    added: Names = msgspec.field(default_factory=list)
    removed: Names = msgspec.field(default_factory=list)


class Sites:
    """The payment sites of one home. Their file is read anew each time: another browser may have changed it."""

    def __init__(self, home: Path, listed: Sequence[str]) -> None:
        self._path, self._listed = home / FILE, listed

    def all(self) -> list[Site]:
        """Return every payment site, in the order of the alphabet. Raises Refused where the list cannot be read."""
        changes = self._changes()
        found = {host: Site(host, own=False) for host in self._listed if host not in changes.removed}
        found |= {host: Site(host, own=True) for host in changes.added}
        return [found[host] for host in sorted(found)]

    def add(self, host: str) -> None:
        """Put a site on the list, by its exact host name. Raises Refused."""
        checked(host)
        with ChangingLock(self._path.parent):
            changes = self._changes()
            self._keep(set(changes.added) | ({host} - set(self._listed)), set(changes.removed) - {host})

    def remove(self, host: str) -> None:
        """Take a site off the list, whether the user or the product put it there. Raises Refused."""
        with ChangingLock(self._path.parent):
            changes = self._changes()
            self._keep(set(changes.added) - {host}, set(changes.removed) | ({host} & set(self._listed)))

    def _changes(self) -> SiteChanges:
        if self._path.is_symlink():
            raise Refused(Code.SITES_LINK, file=self._path)
        changes = load(self._path, SiteChanges) if self._path.exists() else SiteChanges()
        for host in changes.added:
            checked(host)
        return changes

    def _keep(self, added: set[str], removed: set[str]) -> None:
        if max(len(added), len(removed)) > MOST:
            raise Refused(Code.SITES_FULL, most=MOST)
        changes = SiteChanges(sorted(added), sorted(removed))
        replace(self._path, msgspec.json.format(msgspec.json.encode(changes), indent=2) + b"\n")


def checked(host: str) -> None:
    """Raises Refused for what is not the exact name of a server on the internet, as browsers write it."""
    address = reduced(f"https://{host}")
    if address.url != f"https://{host}" or address.ip is not None or "." not in host:
        raise Refused(Code.SITE_NAME_UNFIT, host=host)
