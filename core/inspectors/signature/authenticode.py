"""One signature of a program: what it is about, whose it is and when, and whether anybody trusted vouches for that."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.clock import now
from core.inspectors.finding import Signature, SignatureState
from core.inspectors.signature import signed
from core.inspectors.signature.certificate import has_purpose, name
from core.inspectors.signature.der import SEQUENCE, Broken, Element, identifier, moment, part
from core.inspectors.signature.roots import CODE_SIGNING, TIME_STAMPING, Chain, Roots, Untrusted, build
from core.wording import files as wording

INDIRECT_DATA, NESTED = identifier("1.3.6.1.4.1.311.2.1.4"), identifier("1.3.6.1.4.1.311.2.4.1")
MOST_SIGNATURES = 8
# A signature by such a certificate ends with it, whatever a time stamp says.
LIFETIME_SIGNING = x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.13")
# Time stamps are the word of an authority, in either of two forms.
RFC_3161, COUNTERSIGNATURE = identifier("1.3.6.1.4.1.311.3.3.1"), identifier("1.2.840.113549.1.9.6")
TST_INFO, SIGNING_TIME = identifier("1.2.840.113549.1.9.16.1.4"), identifier("1.2.840.113549.1.9.5")
DATA = identifier("1.2.840.113549.1.7.1")
# Attributes that name the authority's certificate, and by which hash, unless they say that themselves.
NAMED_BY = {identifier("1.2.840.113549.1.9.16.2.47"): "sha256", identifier("1.2.840.113549.1.9.16.2.12"): "sha1"}


@dataclass(frozen=True, slots=True)
class Read:
    """A signature that can be read: its message, and what it says the file's hash is."""

    message: signed.Signed
    algorithm: str
    digest: bytes


def read(entries: Iterable[bytes]) -> list[Read]:
    """The signatures and those nested in them, the one that the file is known by first. Raises Broken."""
    found = list[Read]()
    for data in entries:
        waiting = [data]
        while waiting:
            if len(found) >= MOST_SIGNATURES:
                raise Broken(wording.SIGNATURES_MORE)
            each = _read(waiting.pop(0))
            found.append(each)
            nested = each.message.signer.unsigned.get(NESTED)
            waiting += [further.whole for further in nested.parts()] if nested else []
    return found


def judge(one: Read, digests: Mapping[str, bytes], roots: Roots) -> Signature:
    """What this signature amounts to; `digests`: the file's own, by algorithm. Never raises for what is in the file."""
    message = one.message
    try:
        certificate = signed.signer_of(message.signer, message.certificates)
        signed.verify(message.signer, certificate, message.content, INDIRECT_DATA)
    except Broken as error:
        return Signature("broken", str(error))
    if digests[one.algorithm] != one.digest:
        return _told(certificate, "changed", wording.CHANGED, digest_ok=False)
    try:
        at = _stamped(message.signer, message.certificates, roots)
    except Broken as error:
        return Signature("broken", str(error))
    except Untrusted as error:
        return _told(certificate, "not_trusted", wording.STAMP_UNBELIEVED.format(why=error))
    # A certificate for the time it holds, and no longer, whatever a time stamp says.
    judged_at = now() if at is None or has_purpose(certificate, LIFETIME_SIGNING) else at
    signed_at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
    try:
        links = build(certificate, message.certificates, roots, CODE_SIGNING, judged_at)
    except Untrusted as error:
        return _told(certificate, "not_trusted", str(error), signed_at=signed_at, links=error.found)
    return _told(certificate, "good", "", signed_at=signed_at, links=links)


def _read(data: bytes) -> Read:
    message = signed.parse(data)
    if message.type != INDIRECT_DATA:
        raise Broken(wording.NOT_OF_PROGRAM)
    # First a place for more about the file, which nobody needs; then its hash.
    about = part(message.content, part(message.content).end)
    used, digest = about.parts()
    return Read(message, signed.hash_of(used).name, digest.content)


def _told(
    certificate: x509.Certificate, state: SignatureState, why: str, *, digest_ok: bool = True, signed_at: str = "",
    links: Chain | None = None,
) -> Signature:  # fmt: skip
    spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Signature(
        state,
        why,
        signer=name(certificate),
        digest_ok=digest_ok,
        chain=tuple(name(each) for each in links or [certificate]),
        signed_at=signed_at,
        public_key=base64.b64encode(spki).decode("ascii"),
        fingerprint=certificate.fingerprint(SHA256()).hex(),
    )


def _stamped(by: signed.Signer, certificates: Sequence[x509.Certificate], roots: Roots) -> datetime | None:
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
    if stamped.content != hashlib.new(signed.hash_of(used).name, signature).digest():
        raise Broken(wording.STAMP_OTHER)
    certificate = signed.signer_of(found.signer, found.certificates)
    told = signed.verify(found.signer, certificate, found.content, TST_INFO)
    if not _is_named(certificate, told):
        raise Broken(wording.STAMP_UNNAMED)
    at = moment(time)
    build(certificate, found.certificates, roots, TIME_STAMPING, at)
    return at


def _countersigned(data: Element, signature: bytes, certificates: Sequence[x509.Certificate], roots: Roots) -> datetime:
    by = signed.signer(data)
    certificate = signed.signer_of(by, certificates)
    at = moment(signed.one(signed.verify(by, certificate, signature, DATA), SIGNING_TIME))
    build(certificate, certificates, roots, TIME_STAMPING, at)
    return at


def _is_named(certificate: x509.Certificate, told: signed.Attributes) -> bool:
    """Whether the authority signed which certificate is its own: another one with the same key says other things."""
    for attribute, usual in NAMED_BY.items():
        if attribute in told:
            fields = signed.one(told, attribute).parts()[0].parts()[0].parts()
            used = signed.hash_of(fields.pop(0)).name if fields[0].tag == SEQUENCE else usual
            return fields[0].content == hashlib.new(used, certificate.public_bytes(Encoding.DER)).digest()
    return False
