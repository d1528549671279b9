"""What kind of certificate a server has is told right, and believed only where it is trusted."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509 import CertificateBuilder, Name, NameAttribute, load_der_x509_certificate
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from core.assembly import build
from core.checking.addresses import check_address
from core.inspectors.certificate import POLICIES, Way, kind
from core.inspectors.finding import CertificateType
from core.network.connection import client_context
from tests.core.inspectors.shop import NAME, PLAIN, asked, silent, way
from tests.fakes.authority import Authority
from tests.fakes.server import Server as Listener

EV, OV, IV, DV = POLICIES

KINDS: dict[str, tuple[tuple[str, ...], CertificateType]] = {
    "EV": ((EV,), "EV"),
    "OV": ((OV,), "OV"),
    "IV": ((IV,), "IV"),
    "DV": ((DV,), "DV"),
    "the closest check counts": ((DV, OV, EV), "EV"),
    "of an authority's own": (("1.3.6.1.4.1.99999.1",), "unknown"),
    "no policy": ((), "unknown"),
}


@pytest.mark.parametrize("case", KINDS)
def test_the_kind_is_what_a_trusted_certificate_states(case: str, tmp_path: Path) -> None:
    policies, expected = KINDS[case]
    authority = Authority(policies=policies)
    with Listener(silent, authority.server(tmp_path, NAME)) as listener:
        found = asked(listener, way(authority))
    assert (found.certificate_type, found.trusted, found.why) == (expected, True, "it proved who it is")
    assert found.ipv4 == "127.0.0.1"
    assert len(listener.peers) == 1
    assert listener.failures == []


UNTRUSTED: dict[str, tuple[dict[str, Any], CertificateType, str]] = {
    "signed by itself": ({"is_self_signed": True}, "self_signed", "signed by itself"),
    "expired": ({"since": -30, "until": -1}, "unknown", "has expired"),
    "not yet valid": ({"since": 1}, "unknown", "not valid yet"),
    "another name": ({"name": "elsewhere.example"}, "unknown", "for another name"),
    "unknown authority": ({}, "unknown", "not trusted here"),
    "in an authority's name": ({}, "unknown", "not signed by the authority it names"),
}
# Who is believed where that is not who signed.
BELIEVED = {"unknown authority": Authority("another"), "in an authority's name": PLAIN}


@pytest.mark.parametrize("case", UNTRUSTED)
def test_what_a_certificate_states_is_not_believed_if_it_is_not_trusted(case: str, tmp_path: Path) -> None:
    changes, expected, words = UNTRUSTED[case]
    authority = Authority(policies=(EV,))
    with Listener(silent, authority.server(tmp_path, **{"name": NAME, **changes})) as listener:
        found = asked(listener, way(BELIEVED.get(case, authority)))
    assert (found.certificate_type, found.trusted) == (expected, False)
    assert words in found.why


def test_a_certificate_that_only_names_itself_as_its_issuer_is_not_self_signed(tmp_path: Path) -> None:
    authority = Authority(name=NAME)
    with Listener(silent, authority.server(tmp_path, NAME)) as listener:
        found = asked(listener, way())
    assert (found.certificate_type, found.trusted) == ("unknown", False)


def test_plain_http_has_none_and_is_not_asked() -> None:
    with Listener(silent) as listener:
        found = check_address(f"http://{NAME}:{listener.port}/", allow_private=True, way=way()).found
    assert (found.certificate_type, found.trusted, found.ipv4) == ("none", False, "127.0.0.1")
    assert listener.peers == []


def test_the_kinds_are_those_of_the_catalogue(home: Path) -> None:
    items = {item.key: item for item in build().engine.catalogue.categories["web_request"].items}
    told = {*POLICIES.values(), "self_signed", "unknown", "none"}
    assert told == set(items["certificate_type"].values)


def test_no_key_of_the_handshake_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "keys.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    (tmp_path / "keys").mkdir()
    with Listener(silent, PLAIN.server(tmp_path / "keys", "127.0.0.1")) as listener:
        # The program's own authorities: so both handshakes are made.
        found = asked(listener, Way(client_context()), "127.0.0.1")
    assert (found.certificate_type, found.trusted) == ("unknown", False)
    assert not log.exists()


GOOD = ssl.PEM_cert_to_DER_cert(PLAIN.pem)
places = st.integers(0, len(GOOD) - 1)
spoilt = st.builds(lambda place, byte: GOOD[:place] + bytes([byte]) + GOOD[place + 1 :], places, st.integers(0, 255))


SHA256_WITH_RSA, SHA1_WITH_RSA = (bytes.fromhex(f"2a864886f70d0101{last}") for last in ("0b", "05"))


def test_what_an_old_device_signed_itself_is_known_as_such() -> None:
    key = generate_private_key(65537, 2048)
    name = Name([NameAttribute(NameOID.COMMON_NAME, "router")])
    now = datetime.datetime.now(datetime.UTC)
    builder = CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(1))
    new = builder.sign(key, SHA256())
    # No library signs with SHA-1 any more.
    text = new.tbs_certificate_bytes.replace(SHA256_WITH_RSA, SHA1_WITH_RSA)
    old = new.public_bytes(Encoding.DER).replace(SHA256_WITH_RSA, SHA1_WITH_RSA)
    old = old.replace(new.signature, key.sign(text, PKCS1v15(), SHA1()))
    assert kind(old, trusted=False) == "self_signed"
    assert kind(old[:-1] + bytes([old[-1] ^ 1]), trusted=False) == "unknown"


def test_a_certificate_with_a_number_below_1_is_read_without_a_word() -> None:
    start = GOOD.index(b"\x02\x14") + 2
    below = GOOD[:start] + bytes([GOOD[start] | 0x80]) + GOOD[start + 1 :]
    with pytest.warns(CryptographyDeprecationWarning):
        load_der_x509_certificate(below)
    assert kind(below, trusted=True) == "unknown"


@given(st.binary(max_size=200) | spoilt, st.booleans())
def test_a_spoilt_certificate_is_of_no_kind_or_read(certificate: bytes, trusted: bool) -> None:
    assert kind(certificate, trusted=trusted) in ("unknown", "self_signed")
