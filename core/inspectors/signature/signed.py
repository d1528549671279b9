"""CMS: one signer's signature over its attributes, with the certificate that is named for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from core.inspectors.signature.certificate import HASHES, load, names
from core.inspectors.signature.der import CONSTRUCTED, Broken, check, value

CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SET_OF = b"\x31"
MOST_CERTIFICATES = 64


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed message: the contents that were signed, of which type, by whom, and the certificates that came along."""

    type: str
    content: bytes
    signer: Any
    certificates: Sequence[x509.Certificate]


def parse(data: bytes) -> Signed:
    """Read CMS SignedData that was checked, with exactly one signer. Raises Broken."""
    info = cms.ContentInfo.load(data)
    if info["content_type"].native != "signed_data":
        raise Broken("It holds no signed data.")
    signed = info["content"]
    signers, encapsulated = signed["signer_infos"], signed["encap_content_info"]
    if len(signers) != 1:
        raise Broken("It does not name exactly one signer.")
    return Signed(
        encapsulated["content_type"].dotted, _content(encapsulated), signers[0], _certificates(signed["certificates"])
    )


def signer_of(signer: Any, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    """The certificate that the signer names. Raises Broken."""
    named = signer["sid"].chosen
    issuer, serial = named["issuer"].dump(), named["serial_number"].native
    for each in certificates:
        if each.serial_number == serial and names(each).issuer == issuer:
            return each
    raise Broken("The signer’s certificate is not in it.")


def algorithm(signer: Any) -> str:
    """The hash that the signer used. Raises Broken for one that nobody should use."""
    found = str(signer["digest_algorithm"]["algorithm"].native)
    if found not in HASHES:
        raise Broken("It was made with a method that is not known here, or too weak.")
    return found


def verify(signer: Any, certificate: x509.Certificate, content: bytes, content_type: str) -> dict[str, Any]:
    """What else this signer signed, by name. Raises Broken unless it signed exactly this content."""
    name = algorithm(signer)
    attributes = signer["signed_attrs"]
    if not attributes:
        raise Broken("It signs without attributes, as signatures of programs never do.")
    told = {each["type"].dotted: each["values"] for each in attributes}
    if len(told) != len(attributes):
        raise Broken("It names an attribute twice.")
    if one(told, CONTENT_TYPE).dotted != content_type:
        raise Broken("It is about something of another type than it holds.")
    if one(told, MESSAGE_DIGEST).native != hashlib.new(name, content).digest():
        raise Broken("What it holds was changed after it was signed.")
    # Signed as a set; they stand there under a tag of their own.
    written = SET_OF + attributes.dump()[1:]
    _verify(certificate, signer, written, HASHES[name])
    return told


def one(attributes: dict[str, Any], name: str) -> Any:
    """The only value of an attribute. Raises Broken."""
    values = attributes.get(name)
    if values is None or len(values) != 1:
        raise Broken("It lacks an attribute that every signature has.")
    return values[0]


def _verify(certificate: x509.Certificate, signer: Any, data: bytes, used: hashes.HashAlgorithm) -> None:
    key, signature = certificate.public_key(), signer["signature"].native
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, _padding(signer), used)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(used))
        else:
            raise Broken("Its key is of a kind that is not known here.")
    except InvalidSignature:
        raise Broken("The signature does not belong to what it signs.") from None


def _padding(signer: Any) -> padding.AsymmetricPadding:
    if signer["signature_algorithm"]["algorithm"].native != "rsassa_pss":
        return padding.PKCS1v15()
    return padding.PSS(padding.MGF1(HASHES[algorithm(signer)]), padding.PSS.AUTO)


def _content(encapsulated: Any) -> bytes:
    """The contents of what was signed, without tag and length, as they are hashed."""
    data = encapsulated["content"].dump()
    outer = value(data)
    # PKCS #7 keeps any value behind a tag, CMS a string of bytes: asn1crypto hands out either.
    inner = value(data, outer.start, outer.end) if outer.tag == 0xA0 else outer  # noqa: PLR2004 - [0] EXPLICIT
    content = bytes(data[inner.start : inner.end])
    if not inner.tag & CONSTRUCTED:
        # What is inside a string was not seen yet.
        check(content)
    return content


def _certificates(found: Any) -> list[x509.Certificate]:
    if len(found) > MOST_CERTIFICATES:
        raise Broken("It brings more certificates than any signature does.")
    return [load(each.chosen.dump()) for each in found if each.name == "certificate"]
