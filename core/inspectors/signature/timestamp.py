"""When a program was signed: the word of a time stamping authority, in either of two forms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from core.inspectors.signature import chain, signed
from core.inspectors.signature.der import SEQUENCE, Broken, Element, identifier, moment, part
from core.inspectors.signature.roots import TIME_STAMPING, Roots
from core.wording import files as wording

RFC_3161, COUNTERSIGNATURE = identifier("1.3.6.1.4.1.311.3.3.1"), identifier("1.2.840.113549.1.9.6")
TST_INFO, SIGNING_TIME = identifier("1.2.840.113549.1.9.16.1.4"), identifier("1.2.840.113549.1.9.5")
DATA = identifier("1.2.840.113549.1.7.1")
# Attributes that name the authority's certificate, and by which hash, unless they say that themselves.
NAMED_BY = {identifier("1.2.840.113549.1.9.16.2.47"): "sha256", identifier("1.2.840.113549.1.9.16.2.12"): "sha1"}


def of(by: signed.Signer, certificates: Sequence[x509.Certificate], roots: Roots) -> datetime | None:
    """When this signer signed, if an authority says so; None without a time stamp. Raises Broken or Untrusted."""
    if RFC_3161 in by.unsigned:
        return _rfc_3161(signed.one(by.unsigned, RFC_3161).whole, by.signature, roots)
    if COUNTERSIGNATURE in by.unsigned:
        return _countersigned(signed.one(by.unsigned, COUNTERSIGNATURE), by.signature, certificates, roots)
    return None


def _rfc_3161(token: bytes, signature: bytes, roots: Roots) -> datetime:
    found = signed.parse(token)
    if found.type != TST_INFO:
        raise Broken(wording.STAMP_NO_TIME)
    _version, _policy, imprint, _number, time, *_more = part(found.content).parts()
    used, stamped = imprint.parts()
    if stamped.content != hashlib.new(signed.hash_name(used), signature).digest():
        raise Broken(wording.STAMP_OTHER)
    certificate = signed.signer_of(found.signer, found.certificates)
    told = signed.verify(found.signer, certificate, found.content, TST_INFO)
    if not _is_named(certificate, told):
        raise Broken(wording.STAMP_UNNAMED)
    at = moment(time)
    chain.build(certificate, found.certificates, roots, TIME_STAMPING, at)
    return at


def _countersigned(data: Element, signature: bytes, certificates: Sequence[x509.Certificate], roots: Roots) -> datetime:
    by = signed.signer(data)
    certificate = signed.signer_of(by, certificates)
    at = moment(signed.one(signed.verify(by, certificate, signature, DATA), SIGNING_TIME))
    chain.build(certificate, certificates, roots, TIME_STAMPING, at)
    return at


def _is_named(certificate: x509.Certificate, told: signed.Attributes) -> bool:
    """Whether the authority signed which certificate is its own: another one with the same key says other things."""
    for name, usual in NAMED_BY.items():
        if name in told:
            fields = signed.one(told, name).parts()[0].parts()[0].parts()
            used = signed.hash_name(fields.pop(0)) if fields[0].tag == SEQUENCE else usual
            return fields[0].content == hashlib.new(used, certificate.public_bytes(Encoding.DER)).digest()
    return False
