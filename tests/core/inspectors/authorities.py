"""An authority of the tests' own for programs and time stamps, and programs signed by it with osslsigncode."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from core.inspectors.signature.chain import LIFETIME_SIGNING
from core.inspectors.signature.roots import Roots

CODE, TIME = ExtendedKeyUsageOID.CODE_SIGNING, ExtendedKeyUsageOID.TIME_STAMPING
DAY = datetime.timedelta(days=1)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Holder:
    """A certificate and its key, as files osslsigncode takes."""

    certificate: x509.Certificate
    chain: Path
    key: Path


class Maker:
    """Makes holders in a folder; the root is its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = rsa.generate_private_key(65537, 2048)
        self.root = self._certificate("A root of the tests", self._key, None, (), -3650, 3650)
        self.roots = Roots([self.root])

    def holder(
        self, name: str, purposes: tuple[x509.ObjectIdentifier, ...] = (CODE,), since: int = -30, until: int = 30,
        key: Key | None = None,
    ) -> Holder:  # fmt: skip
        """Somebody whom the root vouches for; `since` and `until` in days from now."""
        used = key or rsa.generate_private_key(65537, 2048)
        certificate = self._certificate(name, used, self.root, purposes, since, until)
        chain, secret = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        pem = Encoding.PEM
        chain.write_bytes(certificate.public_bytes(pem) + self.root.public_bytes(pem))
        secret.write_bytes(used.private_bytes(pem, PrivateFormat.PKCS8, NoEncryption()))
        return Holder(certificate, chain, secret)

    def _certificate(
        self, name: str, key: Key, issuer: x509.Certificate | None, purposes: tuple[x509.ObjectIdentifier, ...],
        since: int, until: int,
    ) -> x509.Certificate:  # fmt: skip
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.UTC)
        builder = x509.CertificateBuilder(issuer.subject if issuer else subject, subject, key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now + since * DAY).not_valid_after(now + until * DAY)
        builder = builder.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        if purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=TIME in purposes)
        return builder.sign(self._key, SHA256())


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
