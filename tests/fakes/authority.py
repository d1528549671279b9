"""A certificate authority of the tests' own, and servers' certificates good and bad."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


@dataclass(frozen=True)
class Authority:
    """Signs whatever it is asked to, and states these policies: how it checked whose the certificate is."""

    name: str = "an authority of the tests"
    policies: tuple[str, ...] = ()

    @cached_property
    def _key(self) -> EllipticCurvePrivateKey:
        return _key()

    @cached_property
    def pem(self) -> str:
        """Its own certificate."""
        builder = _builder(_name(self.name), self._key, -1, 30).issuer_name(_name(self.name))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return builder.sign(self._key, SHA256()).public_bytes(Encoding.PEM).decode()

    def server(
        self,
        folder: Path,
        name: str = "127.0.0.1",
        since: int = -1,
        until: int = 30,
        version: ssl.TLSVersion | None = None,
        *,
        is_self_signed: bool = False,
    ) -> ssl.SSLContext:
        """What a server called `name` needs to speak TLS; `since` and `until` in days from now."""
        key = _key()
        builder = _builder(_name(name), key, since, until)
        builder = builder.issuer_name(_name(name if is_self_signed else self.name))
        builder = builder.add_extension(x509.SubjectAlternativeName([_alternative(name)]), critical=False)
        if self.policies:
            stated = [x509.PolicyInformation(x509.ObjectIdentifier(each), None) for each in self.policies]
            builder = builder.add_extension(x509.CertificatePolicies(stated), critical=False)
        signed = builder.sign(key if is_self_signed else self._key, SHA256())
        path = folder / f"{len(list(folder.iterdir()))}.pem"
        written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(written + signed.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        if version is not None:
            only(context, version)
        return context


def only(context: ssl.SSLContext, version: ssl.TLSVersion) -> None:
    """Speak this version and no other, old ciphers included."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = version
        context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")


def _builder(subject: x509.Name, key: EllipticCurvePrivateKey, since: int, until: int) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(subject_name=subject, public_key=key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now + since * DAY).not_valid_after(now + until * DAY)


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
