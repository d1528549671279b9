"""One signature of a program: what it is about, whose it is, and whether anybody trusted vouches for that."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.clock import now
from core.inspectors.finding import Signature, SignatureState
from core.inspectors.signature import chain, signed, timestamp
from core.inspectors.signature.certificate import has_purpose, name
from core.inspectors.signature.chain import Untrusted
from core.inspectors.signature.der import Broken, identifier, part
from core.inspectors.signature.roots import CODE_SIGNING, Roots
from core.wording import files as wording

INDIRECT_DATA, NESTED = identifier("1.3.6.1.4.1.311.2.1.4"), identifier("1.3.6.1.4.1.311.2.4.1")
MOST_SIGNATURES = 8
# A signature by such a certificate ends with it, whatever a time stamp says.
LIFETIME_SIGNING = x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.13")
# By algorithm, of what the signature is about.
Digests = Mapping[str, bytes]


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
    if not found:
        raise Broken(wording.TABLE_CUT)
    return found


def judge(one: Read, digests: Digests, roots: Roots) -> Signature:
    """What this signature amounts to. Never raises for what is in the file."""
    message = one.message
    try:
        certificate = signed.signer_of(message.signer, message.certificates)
        signed.verify(message.signer, certificate, message.content, INDIRECT_DATA)
    except Broken as error:
        return Signature("broken", str(error))
    if digests[one.algorithm] != one.digest:
        return _told(certificate, "changed", wording.CHANGED, digest_ok=False)
    try:
        at = timestamp.of(message.signer, message.certificates, roots)
    except Broken as error:
        return Signature("broken", str(error))
    except Untrusted as error:
        return _told(certificate, "not_trusted", wording.STAMP_UNBELIEVED.format(why=error))
    # A certificate for the time it holds, and no longer, whatever a time stamp says.
    judged_at = now() if at is None or has_purpose(certificate, LIFETIME_SIGNING) else at
    signed_at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
    try:
        links = chain.build(certificate, message.certificates, roots, CODE_SIGNING, judged_at)
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
    return Read(message, signed.hash_name(used), digest.content)


def _told(
    certificate: x509.Certificate, state: SignatureState, why: str, *, digest_ok: bool = True, signed_at: str = "",
    links: chain.Chain | None = None,
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
        fingerprint_algorithm="sha256",
    )
