"""CMS: one signer's signature over its attributes, with the certificate that is named for it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512, HashAlgorithm

from core.inspectors.signature.certificate import load, names
from core.inspectors.signature.der import FIRST, SECOND, SEQUENCE, Broken, Element, identifier, part
from core.wording import files as wording

SIGNED_DATA = identifier("1.2.840.113549.1.7.2")
CONTENT_TYPE, MESSAGE_DIGEST = identifier("1.2.840.113549.1.9.3"), identifier("1.2.840.113549.1.9.4")
RSA_PSS = identifier("1.2.840.113549.1.1.10")
SET_OF = b"\x31"
MOST_CERTIFICATES = 64
HASHES: dict[bytes, HashAlgorithm] = {
    identifier("1.3.14.3.2.26"): SHA1(),
    identifier("2.16.840.1.101.3.4.2.1"): SHA256(),
    identifier("2.16.840.1.101.3.4.2.2"): SHA384(),
    identifier("2.16.840.1.101.3.4.2.3"): SHA512(),
}

# By the contents of their identifiers, the set of values of each.
Attributes = dict[bytes, Element]


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose certificate is named, what it signed, and what stands beside that unsigned."""

    issuer: bytes
    serial: bytes
    hash: HashAlgorithm
    signed: Element | None
    is_pss: bool
    signature: bytes
    unsigned: Attributes


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed message: the contents that were signed, of which type, by whom, and the certificates that came along."""

    type: bytes
    content: bytes
    signer: Signer
    certificates: Sequence[x509.Certificate]


def parse(data: bytes) -> Signed:
    """Read CMS SignedData with exactly one signer. Raises Broken, IndexError where parts are missing."""
    kind, message = part(data).parts()[:2]
    if kind.content != SIGNED_DATA:
        raise Broken(wording.NO_SIGNED_DATA)
    _version, _algorithms, encapsulated, *others = message.parts()[0].parts()
    signers = others[-1].parts()
    if len(signers) != 1:
        raise Broken(wording.NOT_ONE_SIGNER)
    certificates = [each for found in others if found.tag == FIRST for each in found.parts()]
    type_, content = encapsulated.parts()
    about, by = content.parts()[0].content, signer(signers[0])
    if len(certificates) > MOST_CERTIFICATES:
        raise Broken(wording.CERTIFICATES_MORE)
    return Signed(type_.content, about, by, [load(each.whole) for each in certificates if each.tag == SEQUENCE])


def signer(data: Element) -> Signer:
    """Read what CMS says of one signer. Raises Broken, IndexError where parts are missing."""
    _version, named, used, *others = data.parts()
    attributes = others.pop(0) if others[0].tag == FIRST else None
    method, signature, *rest = others
    if named.tag != SEQUENCE:
        raise Broken(wording.CERTIFICATE_UNNAMED)
    issuer, serial = named.parts()
    unsigned = [each for found in rest if found.tag == SECOND for each in found.parts()]
    return Signer(
        issuer.whole,
        serial.content,
        hash_of(used),
        attributes,
        method.parts()[0].content == RSA_PSS,
        signature.content,
        _attributes(unsigned),
    )


def hash_of(algorithm: Element) -> HashAlgorithm:
    """The hash that is named. Raises Broken for one that nobody should use."""
    found = HASHES.get(algorithm.parts()[0].content)
    if found is None:
        raise Broken(wording.METHOD_UNKNOWN)
    return found


def signer_of(named: Signer, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    """The certificate that the signer names. Raises Broken."""
    for each in certificates:
        found = names(each)
        if found.serial == named.serial and found.issuer == named.issuer:
            return each
    raise Broken(wording.CERTIFICATE_MISSING)


def verify(by: Signer, certificate: x509.Certificate, content: bytes, content_type: bytes) -> Attributes:
    """What else this signer signed. Raises Broken unless it signed exactly this content."""
    if by.signed is None:
        raise Broken(wording.NO_ATTRIBUTES)
    told = _attributes(by.signed.parts())
    if one(told, CONTENT_TYPE).content != content_type:
        raise Broken(wording.OTHER_TYPE)
    if one(told, MESSAGE_DIGEST).content != hashlib.new(by.hash.name, content).digest():
        raise Broken(wording.CONTENT_CHANGED)
    # Signed as a set; they stand there under a tag of their own.
    _verify(certificate, by, SET_OF + by.signed.whole[1:])
    return told


def one(attributes: Attributes, name: bytes) -> Element:
    """Return the only value of an attribute. Raises Broken where it has none or several."""
    values = attributes[name].parts() if name in attributes else []
    if len(values) != 1:
        raise Broken(wording.ATTRIBUTE_MISSING)
    return values[0]


def _attributes(listed: Iterable[Element]) -> Attributes:
    found: Attributes = {}
    for each in listed:
        name, values = each.parts()
        if name.content in found:
            raise Broken(wording.ATTRIBUTE_TWICE)
        found[name.content] = values
    return found


def _verify(certificate: x509.Certificate, by: Signer, data: bytes) -> None:
    key, used = certificate.public_key(), by.hash
    try:
        if isinstance(key, rsa.RSAPublicKey):
            way = padding.PSS(padding.MGF1(used), padding.PSS.AUTO) if by.is_pss else padding.PKCS1v15()
            key.verify(by.signature, data, way, used)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(by.signature, data, ec.ECDSA(used))
        else:
            raise Broken(wording.KEY_UNKNOWN)
    except InvalidSignature:
        raise Broken(wording.SIGNATURE_OTHER) from None
