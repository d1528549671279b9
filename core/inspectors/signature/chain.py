"""From a certificate to a trusted root: who vouches for whom, and whether it held at that time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from cryptography import x509

from core.inspectors.signature.certificate import has_purpose, is_understood, issued, may_issue, names, out_of_time
from core.inspectors.signature.roots import CODE_SIGNING, Roots
from core.wording import files as wording

# A signature seen here has four links; each try may cost a check of a signature.
LONGEST = 8
MOST_TRIES = 64

Chain = list[x509.Certificate]


class Untrusted(Exception):
    """No chain leads to a trusted root; the text says why, `found` is as far as it went."""

    def __init__(self, why: str, found: Chain) -> None:
        super().__init__(why)
        self.found = found


def build(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Roots,
    purpose: x509.ObjectIdentifier,
    at: datetime,
) -> Chain:
    """The certificates from `leaf` to a trusted root. Raises Untrusted."""
    if not has_purpose(leaf, purpose):
        meant = wording.NOT_FOR_PROGRAMS if purpose == CODE_SIGNING else wording.NOT_FOR_STAMPS
        raise Untrusted(meant, [leaf])
    if not is_understood(leaf):
        raise Untrusted(wording.CONDITION_UNKNOWN, [leaf])
    longest, why = [leaf], ""
    for chain in _found(leaf, tuple(others), roots, purpose):
        limits = roots.of(names(chain[-1]).subject).get(chain[-1])
        if limits is not None:
            trouble = next(filter(None, (out_of_time(each, at) for each in chain)), "")
            why, longest = trouble or limits.refusal(leaf, purpose, at), chain
            if not why:
                return chain
        elif len(chain) > len(longest) and not why:
            longest = chain
    raise Untrusted(why or wording.NOBODY_VOUCHES, longest)


# Files of one vendor bring the same certificates.
@lru_cache(maxsize=16)
def _found(
    leaf: x509.Certificate, others: tuple[x509.Certificate, ...], roots: Roots, purpose: x509.ObjectIdentifier
) -> list[Chain]:
    return list(_Search(others, roots, purpose).paths([leaf]))


class _Search:
    """Walks from issuer to issuer, with an end to how often a signature is checked."""

    def __init__(self, others: Sequence[x509.Certificate], roots: Roots, purpose: x509.ObjectIdentifier) -> None:
        self._others, self._roots, self._purpose = others, roots, purpose
        self._tries = 0

    def paths(self, chain: Chain) -> Iterator[Chain]:
        """Every chain that begins so and holds together, longer and longer; a root ends one."""
        yield chain
        if chain[-1] in self._roots.of(names(chain[-1]).subject) or len(chain) >= LONGEST:
            return
        for issuer in self._issuers(chain):
            yield from self.paths([*chain, issuer])

    def _issuers(self, chain: Chain) -> Iterator[x509.Certificate]:
        wanted = names(chain[-1]).issuer
        known = self._roots.of(wanted)
        for each in [*known, *(other for other in self._others if names(other).subject == wanted)]:
            self._tries += 1
            if self._tries > MOST_TRIES:
                return
            is_fit = each in known or may_issue(each, self._purpose, len(chain) - 1)
            if is_fit and each not in chain and issued(chain[-1], each):
                yield each
