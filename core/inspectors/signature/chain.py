"""From a certificate to a trusted root: who vouches for whom, and whether it held at that time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from core.inspectors.signature.roots import Roots

# A signature seen here has four links; each try may cost a check of a signature.
LONGEST = 8
MOST_TRIES = 64
# A signature by such a certificate ends with it, whatever a time stamp says.
LIFETIME_SIGNING = x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.13")
CODE_SIGNING, TIME_STAMPING = ExtendedKeyUsageOID.CODE_SIGNING, ExtendedKeyUsageOID.TIME_STAMPING
_UNREADABLE = (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
_TROUBLE = (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError)

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
    _need_purpose(leaf, purpose)
    search = _Search(others, roots)
    longest, why = [leaf], "Nobody trusted vouches for its certificate."
    for chain in search.paths([leaf]):
        if len(chain) > len(longest):
            longest = chain
        if chain[-1] in roots:
            trouble = next(filter(None, (_out_of_time(each, at) for each in chain[:-1])), "")
            if not trouble:
                return chain
            why, longest = trouble, chain
    raise Untrusted(why, longest)


def name(certificate: x509.Certificate) -> str:
    """How its subject is called: common name, else organisation, else all of it."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for found in certificate.subject.get_attributes_for_oid(oid):
            return str(found.value)
    return certificate.subject.rfc4514_string()


def has_purpose(certificate: x509.Certificate, purpose: x509.ObjectIdentifier) -> bool | None:
    """Whether it says that it is meant for this; None if it says nothing of purposes."""
    try:
        return purpose in certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return None
    except _UNREADABLE:
        return False


def _need_purpose(leaf: x509.Certificate, purpose: x509.ObjectIdentifier) -> None:
    if not has_purpose(leaf, purpose):
        what = "programs" if purpose == CODE_SIGNING else "time stamps"
        raise Untrusted(f"Its certificate is not meant for signing {what}.", [leaf])


def _out_of_time(certificate: x509.Certificate, at: datetime) -> str:
    if certificate.not_valid_before_utc > at:
        return f"The certificate of {name(certificate)} was not valid yet."
    return f"The certificate of {name(certificate)} had expired." if certificate.not_valid_after_utc < at else ""


class _Search:
    """Walks from issuer to issuer, with an end to how often a signature is checked."""

    def __init__(self, others: Sequence[x509.Certificate], roots: Roots) -> None:
        self._others, self._roots, self._tries = others, roots, 0

    def paths(self, chain: Chain) -> Iterator[Chain]:
        """Every chain that begins so and holds together, longer and longer; a root ends one."""
        yield chain
        if chain[-1] in self._roots or len(chain) >= LONGEST:
            return
        for issuer in self._issuers(chain):
            yield from self.paths([*chain, issuer])

    def _issuers(self, chain: Chain) -> Iterator[x509.Certificate]:
        wanted = chain[-1].issuer
        known = self._roots.of(wanted)
        for each in [*known, *(other for other in self._others if other.subject == wanted and other not in known)]:
            self._tries += 1
            if self._tries > MOST_TRIES:
                return
            if each not in chain and self._may_issue(each, len(chain) - 1) and _issued(chain[-1], each):
                yield each

    def _may_issue(self, certificate: x509.Certificate, below: int) -> bool:
        """Whether it is an authority's, for so many authorities below it."""
        if certificate in self._roots:
            return True
        try:
            constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        except (x509.ExtensionNotFound, *_UNREADABLE):
            return False
        return constraints.ca and (constraints.path_length is None or constraints.path_length >= below)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except _TROUBLE:
        return False
    return True
