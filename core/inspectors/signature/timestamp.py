"""When a program was signed: the word of a time stamping authority, in either of two forms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from core.inspectors.signature import chain, signed
from core.inspectors.signature.certificate import HASHES
from core.inspectors.signature.der import Broken
from core.inspectors.signature.roots import TIME_STAMPING, Roots

RFC_3161, COUNTERSIGNATURE = "1.3.6.1.4.1.311.3.3.1", "1.2.840.113549.1.9.6"
TST_INFO, SIGNING_TIME, DATA = "1.2.840.113549.1.9.16.1.4", "1.2.840.113549.1.9.5", "1.2.840.113549.1.7.1"
# Attributes that name the authority's certificate, and by which hash; the newer one says that itself.
NAMED_BY = {"1.2.840.113549.1.9.16.2.47": "", "1.2.840.113549.1.9.16.2.12": "sha1"}


def of(
    signer: Any, unsigned: dict[str, Any], certificates: Sequence[x509.Certificate], roots: Roots
) -> datetime | None:
    """When this signer signed, if an authority says so; None without a time stamp. Raises Broken or Untrusted."""
    signature = signer["signature"].native
    if RFC_3161 in unsigned:
        return _rfc_3161(signed.one(unsigned, RFC_3161).dump(), signature, roots)
    if COUNTERSIGNATURE in unsigned:
        return _countersigned(signed.one(unsigned, COUNTERSIGNATURE).dump(), signature, certificates, roots)
    return None


def _rfc_3161(token: bytes, signature: bytes, roots: Roots) -> datetime:
    found = signed.parse(token)
    if found.type != TST_INFO:
        raise Broken("Its time stamp holds no time.")
    told = tsp.TSTInfo.load(found.content)
    imprint = told["message_imprint"]
    name = str(imprint["hash_algorithm"]["algorithm"].native)
    if name not in HASHES or imprint["hashed_message"].native != hashlib.new(name, signature).digest():
        raise Broken("Its time stamp is about another signature.")
    certificate = signed.signer_of(found.signer, found.certificates)
    signed_too = signed.verify(found.signer, certificate, found.content, TST_INFO)
    if not _is_named(certificate, signed_too):
        raise Broken("Its time stamp does not name the certificate it was made with.")
    at = _aware(told["gen_time"].native)
    chain.build(certificate, found.certificates, roots, TIME_STAMPING, at)
    return at


def _countersigned(data: bytes, signature: bytes, certificates: Sequence[x509.Certificate], roots: Roots) -> datetime:
    signer = cms.SignerInfo.load(data)
    certificate = signed.signer_of(signer, certificates)
    told = signed.verify(signer, certificate, signature, DATA)
    at = _aware(signed.one(told, SIGNING_TIME).native)
    chain.build(certificate, certificates, roots, TIME_STAMPING, at)
    return at


def _is_named(certificate: x509.Certificate, told: dict[str, Any]) -> bool:
    """Whether the authority signed which certificate is its own: another one with the same key says other things."""
    for oid, name in NAMED_BY.items():
        if oid in told:
            first = signed.one(told, oid)["certs"][0]
            used = name or str(first["hash_algorithm"]["algorithm"].native)
            fingerprint = hashlib.new(used, certificate.public_bytes(Encoding.DER)).digest()
            return used in HASHES and bool(first["cert_hash"].native == fingerprint)
    return False


def _aware(moment: object) -> datetime:
    if not isinstance(moment, datetime):
        raise Broken("Its time stamp holds no time.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
