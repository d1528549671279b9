"""What one certificate says of itself, and whether another one signed it."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from core.inspectors.signature.der import FIRST, Broken, part
from core.wording import files as wording

# The largest seen has 3 KiB. Those that vouch for many files are kept: so many, of such a length at most.
LARGEST = 32 * 1024
KEPT = 256
# What a name may have is 64; a longer one is cut.
LONGEST_NAME = 200
# Conditions that are looked at. A certificate with any other that must not be passed over is not believed.
UNDERSTOOD = (x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage, x509.CertificatePolicies)
_UNREADABLE = (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
_TROUBLE = (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError)


class Names(NamedTuple):
    """What tells a certificate from others, as it is written in it: number (contents), issuer and subject (DER)."""

    serial: bytes
    issuer: bytes
    subject: bytes


@lru_cache(maxsize=KEPT)
def load(data: bytes) -> x509.Certificate:
    """Read a certificate (DER). Raises Broken."""
    if len(data) > LARGEST:
        raise Broken(wording.CERTIFICATE_LARGE)
    try:
        return x509.load_der_x509_certificate(data)
    except (ValueError, UnsupportedAlgorithm):
        raise Broken(wording.CERTIFICATE_UNREADABLE) from None


@lru_cache(maxsize=KEPT)
def names(certificate: x509.Certificate) -> Names:
    """Its names, exactly as they are written. Raises Broken."""
    fields = part(certificate.tbs_certificate_bytes).parts()
    # The version can be left out.
    serial, _algorithm, issuer, _validity, subject = fields[1:6] if fields[0].tag == FIRST else fields[:5]
    return Names(serial.content, issuer.whole, subject.whole)


def name(certificate: x509.Certificate) -> str:
    """How its subject is called: common name, else organisation, else all of it."""
    subject = certificate.subject
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for found in subject.get_attributes_for_oid(oid):
            return str(found.value)[:LONGEST_NAME]
    return subject.rfc4514_string()[:LONGEST_NAME]


def is_understood(certificate: x509.Certificate) -> bool:
    """Whether every condition it sets is one that is looked at."""
    try:
        return all(isinstance(each.value, UNDERSTOOD) for each in certificate.extensions if each.critical)
    except _UNREADABLE:
        return False


def has_purpose(certificate: x509.Certificate, purpose: x509.ObjectIdentifier) -> bool | None:
    """Whether it says that it is meant for this; None if it says nothing of purposes."""
    try:
        return purpose in certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return None
    except _UNREADABLE:
        return False


def may_issue(certificate: x509.Certificate, purpose: x509.ObjectIdentifier, below: int) -> bool:
    """Whether it is an authority's, for this purpose, with so many authorities below it."""
    try:
        found = certificate.extensions
        constraints = found.get_extension_for_class(x509.BasicConstraints).value
        usage = next((each.value for each in found if isinstance(each.value, x509.KeyUsage)), None)
    except (x509.ExtensionNotFound, *_UNREADABLE):
        return False
    if not constraints.ca or (constraints.path_length is not None and constraints.path_length < below):
        return False
    if usage is not None and not usage.key_cert_sign:
        return False
    return has_purpose(certificate, purpose) is not False and is_understood(certificate)


def out_of_time(certificate: x509.Certificate, at: datetime) -> str:
    """Why it did not hold at that time; "" if it did."""
    if certificate.not_valid_before_utc > at:
        return wording.NOT_VALID_YET.format(name=name(certificate))
    return wording.EXPIRED.format(name=name(certificate)) if certificate.not_valid_after_utc < at else ""


@lru_cache(maxsize=KEPT)
def issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether it was signed with the issuer’s key; MD5 and older hashes count for nothing."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except _TROUBLE:
        return False
    return True
