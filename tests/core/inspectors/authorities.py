"""An authority of the tests' own for programs and time stamps, and programs signed by it with osslsigncode."""

from __future__ import annotations

import datetime
import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from core.inspectors.signature.authenticode import LIFETIME_SIGNING
from core.inspectors.signature.roots import Roots

CODE, TIME = ExtendedKeyUsageOID.CODE_SIGNING, ExtendedKeyUsageOID.TIME_STAMPING
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("encipher_only", "decipher_only"),
)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Holder:
    """A certificate and its key, as files osslsigncode takes."""

    certificate: x509.Certificate
    chain: Path
    key: Path


@dataclass(frozen=True)
class Wish:
    """What a certificate shall say; `since` and `until` in days from now, `below`: how many authorities may follow."""

    purposes: tuple[x509.ObjectIdentifier, ...] = (CODE,)
    since: int = -30
    until: int = 30
    is_authority: bool = False
    below: int | None = None
    signs_certificates: bool = True
    more: tuple[x509.ExtensionType, ...] = ()


class Maker:
    """Makes holders in a folder; the root is its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.root = self._holder("A root of the tests", Wish((), -3650, 3650, is_authority=True), None, None)
        self.roots = Roots([self.root.certificate])

    def holder(
        self, name: str, purposes: tuple[x509.ObjectIdentifier, ...] = (CODE,), since: int = -30, until: int = 30,
        key: Key | None = None,
    ) -> Holder:  # fmt: skip
        """Somebody whom the root vouches for; `since` and `until` in days from now."""
        return self.by(self.root, name, Wish(purposes, since, until), key)

    def by(self, issuer: Holder, name: str, wish: Wish, key: Key | None = None) -> Holder:
        """Somebody whom another one vouches for."""
        return self._holder(name, wish, issuer, key)

    def listed(self, *lines: str) -> Roots:
        """The root as it would stand in Microsoft’s list, with these restrictions."""
        mark = hashlib.md5(self.root.certificate.subject.public_bytes()).hexdigest()
        pem = self.root.certificate.public_bytes(Encoding.PEM).decode()
        return Roots(listed={mark: ["".join(f"# {line}\n" for line in lines) + pem]})

    def _holder(self, name: str, wish: Wish, issuer: Holder | None, key: Key | None) -> Holder:
        used = key or rsa.generate_private_key(65537, 2048)
        signing = loaded(issuer) if issuer else used
        certificate = certificate_of(name, wish, issuer, used, signing)
        chain, secret = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        pem = Encoding.PEM
        chain.write_bytes(certificate.public_bytes(pem) + (issuer.chain.read_bytes() if issuer else b""))
        secret.write_bytes(used.private_bytes(pem, PrivateFormat.PKCS8, NoEncryption()))
        return Holder(certificate, chain, secret)


def certificate_of(name: str, wish: Wish, issuer: Holder | None, key: Key, signing: Key) -> x509.Certificate:
    """A certificate for this key, signed with the other."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(issuer.certificate.subject if issuer else subject, subject, key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(NOW + wish.since * DAY).not_valid_after(NOW + wish.until * DAY)
    constraints = x509.BasicConstraints(ca=wish.is_authority, path_length=wish.below)
    builder = builder.add_extension(constraints, critical=True)
    if wish.is_authority:
        usage = dict.fromkeys((*USAGES, "crl_sign"), False) | {"key_cert_sign": wish.signs_certificates}
        usage["digital_signature"] = True
        builder = builder.add_extension(x509.KeyUsage(**usage), critical=True)
    if wish.purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(wish.purposes), critical=TIME in wish.purposes)
    for each in wish.more:
        builder = builder.add_extension(each, critical=True)
    return builder.sign(signing, SHA256())


def twin(holder: Holder, issuer: Holder) -> x509.Certificate:
    """Another certificate with the same names, number and key, that holds for longer."""
    old = holder.certificate
    builder = x509.CertificateBuilder(old.issuer, old.subject, old.public_key(), old.serial_number)
    builder = builder.not_valid_before(old.not_valid_before_utc).not_valid_after(old.not_valid_after_utc + DAY)
    for each in old.extensions:
        builder = builder.add_extension(each.value, each.critical)
    return builder.sign(loaded(issuer), SHA256())


def loaded(holder: Holder) -> Key:
    """Somebody's key."""
    key = load_pem_private_key(holder.key.read_bytes(), None)
    assert isinstance(key, Key)
    return key


def sign(program: Path, by: Holder, out: Path, *more: str, method: str = "sha256") -> Path:
    """The program with a signature, made by osslsigncode."""
    command = ["osslsigncode", "sign", "-certs", str(by.chain), "-key", str(by.key), "-h", method, *more]
    done = subprocess.run([*command, "-in", str(program), "-out", str(out)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
    return out


def unsigned(program: bytes, folder: Path) -> Path:
    """The program without its signature."""
    whole, bare = folder / "whole.dll", folder / "bare.dll"
    whole.write_bytes(program)
    command = ["osslsigncode", "remove-signature", "-in", str(whole), "-out", str(bare)]
    subprocess.run(command, capture_output=True, check=True)
    return bare


LIFETIME = (CODE, LIFETIME_SIGNING)
