"""What a web server shows of itself: the IPv4 address it is at, and the kind of its certificate.

A handshake and no request. The name is looked up once, every address it leads to is judged, and the very address that
was judged is the one connected to: a name service that changes its answer changes nothing.
"""

import socket
import ssl
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from typing import TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import SignatureAlgorithmOID
from msgspec.structs import replace

from core.errors import Code
from core.inspectors.address import IP, Address, Special, special
from core.inspectors.finding import CertificateType, Server
from core.network.connection import Connection, ConnectionEnded, cause
from core.wording import addresses as wording
from core.wording.errors import sentence

# All addresses a name leads to, as text. Raises OSError where it leads nowhere.
Resolver: TypeAlias = Callable[[str], Sequence[str]]
# How the owner was checked, by the policies that the authorities and the browsers agreed on; the first found counts.
POLICIES: dict[str, CertificateType] = {
    "2.23.140.1.1": "EV",
    "2.23.140.1.2.2": "OV",
    "2.23.140.1.2.3": "IV",
    "2.23.140.1.2.1": "DV",
}
_UNREADABLE = (
    *(ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature),
    *(x509.InvalidVersion, x509.DuplicateExtension, x509.ExtensionNotFound, x509.UnsupportedGeneralNameType),
)


def look_up(name: str) -> list[str]:
    """All addresses of a name, as this computer's name service gives them. Raises OSError where it leads nowhere."""
    return [str(each[4][0]) for each in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Way:
    """Whose certificates are believed, who is asked for names, and how long the whole may take."""

    believed: ssl.SSLContext
    resolve: Resolver = look_up
    seconds: float = 10.0


def ask(address: Address, way: Way, *, allow_private: bool = False) -> Server:
    """Ask the server at this address who it is. Raises Special before any connection, unless `allow_private`."""
    if address.special and not allow_private:
        raise Special(Code.ADDRESS_NOT_PUBLIC, host=address.host, special=address.special)
    connection = Connection(lambda: True, way.seconds, way.seconds)
    server = Server(address.url, address.host, address.letters, address.dropped, "")
    if address.scheme == "http":
        server = replace(server, certificate_type="none", why=wording.NO_CERTIFICATES)
    try:
        addresses = _look_up(address, way, connection)
    except ConnectionEnded as error:
        return replace(server, is_found=False, why=sentence(error))
    usable = [each for each in addresses if isinstance(each, IPv4Address)]
    for each in usable or addresses:
        if not allow_private and (words := special(each)):
            raise Special(Code.ADDRESS_LEADS_ELSEWHERE, host=address.host, ip=str(each), special=words)
    if not usable:
        return replace(server, why=server.why or wording.NO_IPV4)
    server = replace(server, ipv4=str(usable[0]))
    return server if address.scheme == "http" else _asked(server, address, way, connection)


def _look_up(address: Address, way: Way, connection: Connection) -> list[IP]:
    if address.ip is not None:
        return [address.ip]
    try:
        return [ip_address(each) for each in connection.aside(lambda: way.resolve(address.host))]
    except (OSError, ValueError) as error:
        if isinstance(error, ConnectionEnded):
            raise
        raise ConnectionEnded(Code.NETWORK_NAME_UNKNOWN, host=address.host) from error


def _asked(server: Server, address: Address, way: Way, connection: Connection) -> Server:
    try:
        certificate, why = _shown(server.ipv4, address, way.believed, connection)
    except OSError as error:
        if not isinstance(error, ConnectionEnded):
            error = ConnectionEnded(Code.CONNECTION_FAILED, why=cause(error))
        return replace(server, why=sentence(error))
    finally:
        connection.finish()
    found = kind(certificate, trusted=not why)
    return replace(server, certificate_type=found, trusted=not why, why=why or wording.PROVEN)


def _shown(ipv4: str, address: Address, believed: ssl.SSLContext, connection: Connection) -> tuple[bytes, str]:
    """The server's certificate, and why it is not trusted. Python shows none that failed: such a one is asked again."""
    try:
        connection.connect(ipv4, address.port, address.host, believed)
        return connection.certificate(), ""
    except ConnectionEnded as error:
        if error.code is not Code.TLS_UNPROVEN:
            raise
        why = str(error.about["why"])
    connection.finish()
    connection.connect(ipv4, address.port, address.host, _believing_anybody())
    return connection.certificate(), why


def _believing_anybody() -> ssl.SSLContext:
    """Only to read what kind of certificate it is that is not trusted: nothing is ever sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def kind(certificate: bytes, *, trusted: bool) -> CertificateType:
    """Return the kind of a certificate (DER). What it says of how its owner was checked is believed only if trusted."""
    try:
        read = _read(certificate)
        if _is_self_signed(read):
            return "self_signed"
        stated = read.extensions.get_extension_for_class(x509.CertificatePolicies).value if trusted else ()
        policies = {policy.policy_identifier.dotted_string for policy in stated}
    except _UNREADABLE:
        return "unknown"
    return next((found for policy, found in POLICIES.items() if policy in policies), "unknown")


def _read(certificate: bytes) -> x509.Certificate:
    with warnings.catch_warnings():
        # Many a small device gives itself the serial number 0, and is warned of.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return x509.load_der_x509_certificate(certificate)


def _is_self_signed(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, RSAPublicKey) and certificate.signature_algorithm_oid == SignatureAlgorithmOID.RSA_WITH_SHA1:
            # What old devices sign themselves with, and verify_directly_issued_by no longer knows.
            key.verify(certificate.signature, certificate.tbs_certificate_bytes, PKCS1v15(), SHA1())
            return certificate.issuer == certificate.subject
        certificate.verify_directly_issued_by(certificate)
    except _UNREADABLE:
        return False
    return True
