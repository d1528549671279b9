"""Time stamps of another program’s own authority, at any time: when they count, and when they are not believed."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding

from tests.core.inspectors.authorities import DAY, LIFETIME, NOW, TIME, Holder, Maker, sign, twin, unsigned
from tests.core.inspectors.messages import resigned, unsigned_of
from tests.core.inspectors.programs import judged
from tests.core.inspectors.wheels import signed_program


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unsigned(signed_program(), tmp_path_factory.mktemp("bare"))


def stamp_of(stamper: Holder, at: datetime.datetime) -> tuple[str, ...]:
    return ("-TSA-certs", str(stamper.chain), "-TSA-key", str(stamper.key), "-TSA-time", str(int(at.timestamp())))


def test_a_time_stamp_lets_a_certificate_outlive_its_end_but_not_one_for_its_lifetime(
    bare: Path, tmp_path: Path
) -> None:
    maker = Maker(tmp_path)
    stamper = maker.holder("stamper", (TIME,), since=-300)
    stamp = stamp_of(stamper, NOW - 299 * DAY)
    usual = maker.holder("usual", since=-400, until=-1)
    found = judged(sign(bare, usual, tmp_path / "usual.dll", *stamp).read_bytes(), maker.roots)
    assert (found.state, found.why) == ("good", "")
    assert found.signed_at.endswith("Z")
    lifetime = maker.holder("lifetime", LIFETIME, since=-400, until=-1)
    assert judged(sign(bare, lifetime, tmp_path / "l.dll", *stamp).read_bytes(), maker.roots).state == "not_trusted"
    (tmp_path / "other").mkdir()
    stranger = Maker(tmp_path / "other")
    foreign = stranger.holder("foreign", (TIME,), since=-300)
    forged = stamp_of(foreign, NOW - 299 * DAY)
    found = judged(sign(bare, usual, tmp_path / "forged.dll", *forged).read_bytes(), maker.roots)
    assert found.state == "not_trusted"
    assert "time stamp" in found.why


def test_a_time_stamp_counts_for_the_time_when_a_root_was_still_trusted(bare: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    stamper = maker.holder("stamper", (TIME,), since=-300)
    signer = maker.holder("signer", since=-300)
    data = sign(bare, signer, tmp_path / "signed.dll", *stamp_of(stamper, NOW - 200 * DAY)).read_bytes()
    for ended, state in ((NOW - 100 * DAY, "good"), (NOW - 250 * DAY, "not_trusted")):
        assert judged(data, maker.listed(f"Disallowed Filetime: {ended}")).state == state
    found = judged(data, maker.listed("Extended key usages: ['code_signing']"))
    assert (found.state, found.signed_at) == ("not_trusted", "")


def test_a_time_stamp_names_its_own_certificate_and_takes_no_other_with_the_same_key(
    bare: Path, tmp_path: Path
) -> None:
    maker = Maker(tmp_path)
    stamper = maker.holder("stamper", (TIME,), since=-300)
    data = sign(bare, maker.holder("signer"), tmp_path / "signed.dll", *stamp_of(stamper, NOW - DAY)).read_bytes()
    assert judged(data, maker.roots).state == "good"
    old, other = (each.public_bytes(Encoding.DER) for each in (stamper.certificate, twin(stamper, maker.root)))
    assert old in data
    assert len(old) == len(other)
    found = judged(data.replace(old, other), maker.roots)
    assert found.why == "Its time stamp does not name the certificate it was made with."
    assert found.state == "broken"


def test_a_time_stamp_of_another_signature_is_not_taken(bare: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    signer, stamper = maker.holder("signer"), maker.holder("stamper", (TIME,), since=-300)
    stamped = sign(bare, signer, tmp_path / "one", "-n", "one", *stamp_of(stamper, NOW - DAY)).read_bytes()
    other = sign(bare, signer, tmp_path / "two", "-n", "two").read_bytes()

    def take_its_stamp(info: Any) -> None:
        info["unsigned_attrs"] = unsigned_of(stamped)

    found = judged(resigned(other, signer, take_its_stamp, PKCS1v15()), maker.roots)
    assert (found.state, found.why) == ("broken", "Its time stamp is about another signature.")
