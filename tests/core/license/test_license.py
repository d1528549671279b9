"""A license file: believed only as its vendor signed it; its first use is written down; nothing is blocked by it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Code, Refused
from core.license import words
from core.license.license import read_license, written
from core.license.licensing import Licensing
from core.product import load_product
from core.record.ledger import Ledger
from core.secrets import Secrets
from tests.commands import REPOSITORY, vitrinectl
from tests.core.license.vendor import KEY_ID, Vendor, made
from tests.fakes.keyrings import offered

VENDOR = Vendor()
GOOD = VENDOR.license()
TRIAL = {"type": "evaluation", "term_days": 30}


def licensing(home: Path, product: Path, clock: datetime | None = None) -> Licensing:
    """As the program builds it, at this time."""
    loaded = load_product(product, REPOSITORY / "resources")
    at = clock or datetime.now(UTC)
    return Licensing(Ledger(home), Secrets("test"), loaded, lambda: at)


def test_a_signed_license_is_read() -> None:
    assert read_license(GOOD, VENDOR.keys) == made()
    assert read_license(GOOD.replace("\n", "\r\n"), VENDOR.keys) == made()


def spoilt_payloads() -> list[bytes]:
    """Signed by the right key, and still no license."""
    plain = json.loads(written(made()))
    changes: list[dict[str, object]] = [
        {"type": "free"}, {"term_days": 0}, {"term_days": -1}, {"term_days": 2**70}, {"term_days": 36_526},
        {"term_days": "365"}, {"term_days": 1.5}, {"term_days": None}, {"starts": "9999-12-31"},
        {"starts": "1999-12-31"},
        {"starts": "2026-02-30"}, {"issued": ""}, {"expires": "2027-01-01"}, {"partner_name": ""}, {"more": 1},
        {"partner_name": "a\u202eb"}, {"partner_name": "x" * 121}, {"number": None}, {"alg": "none"},
    ]  # fmt: skip
    made_wrong = [json.dumps({**plain, **change}, sort_keys=True, separators=(",", ":")).encode() for change in changes]
    twice = written(made()).replace(b'"term_days":365', b'"term_days":365,"term_days":9999')
    return [*made_wrong, twice, b"", b"null", b"[]", b"[" * 5000, written(made()) + b" ", json.dumps(plain).encode()]


@pytest.mark.parametrize("payload", spoilt_payloads())
def test_what_is_signed_and_no_license_is_refused_in_one_line(payload: bytes) -> None:
    with pytest.raises(Refused):
        read_license(VENDOR.sign(payload), VENDOR.keys)


def test_only_a_pinned_key_counts_and_no_alg_is_obeyed() -> None:
    other = Vendor()
    with pytest.raises(Refused) as refused:
        read_license(VENDOR.sign(written(made()), key_id="other"), VENDOR.keys)
    assert (refused.value.code, refused.value.about["key"]) == (Code.SIGNED_KEY_UNKNOWN, "other")
    with pytest.raises(Refused) as refused:
        read_license(GOOD, {KEY_ID: b"\2" * 32} | {KEY_ID: Vendor().keys[KEY_ID][::-1]})
    assert refused.value.code is Code.SIGNED_CHANGED
    with pytest.raises(Refused):
        read_license(VENDOR.sign(written(made()), "revoked"), VENDOR.keys)
    inner = base64.b64decode("".join(GOOD.splitlines()[1:-1])).replace(b"base64+ed25519", b"none")
    lines = base64.b64encode(inner).decode()
    for alg in (lines, base64.b64encode(inner.replace(b"none", b"base64+ed448")).decode()):
        with pytest.raises(Refused):
            read_license(f"-----BEGIN LICENSE FILE-----\n{alg}\n-----END LICENSE FILE-----\n", VENDOR.keys)
    assert other.keys == VENDOR.keys


@settings(max_examples=2000)
@given(st.integers(0, len(GOOD) - 2), st.characters(codec="utf-8"), st.sampled_from(["put", "cut", "swap"]))
def test_no_changed_license_is_accepted(place: int, letter: str, way: str) -> None:
    text = {
        "put": GOOD[:place] + letter + GOOD[place:],
        "cut": GOOD[:place] + GOOD[place + 1 :],
        "swap": GOOD[:place] + letter + GOOD[place + 1 :],
    }[way]
    if text.replace("\r\n", "\n").strip("\n") == GOOD.strip("\n"):
        return
    with pytest.raises(Refused):
        read_license(text, VENDOR.keys)


def test_an_evaluation_counts_from_its_first_use_which_is_written_down_once(tmp_path: Path) -> None:
    product = VENDOR.product(tmp_path, bundled=VENDOR.license(**TRIAL))
    start = datetime.now(UTC) + timedelta(days=1)
    assert licensing(tmp_path / "home", product, start).status().days_remaining == 30
    later = licensing(tmp_path / "home", product, start + timedelta(days=12))
    assert later.status().days_remaining == 18
    assert later.status().days_remaining == 18
    assert [event.kind for event in Ledger(tmp_path / "home").events()] == ["license_activated"]


def test_the_record_names_no_license_number(tmp_path: Path) -> None:
    product = VENDOR.product(tmp_path, bundled=VENDOR.license(number="T-secret-77", **TRIAL))
    licensing(tmp_path / "home", product, datetime(2026, 6, 1, tzinfo=UTC)).status()
    assert b"T-secret-77" not in (tmp_path / "home" / "vitrine.db").read_bytes()


def test_a_clock_moved_back_between_two_runs_is_in_doubt(tmp_path: Path) -> None:
    product = VENDOR.product(tmp_path, bundled=VENDOR.license(**TRIAL))
    start = datetime.now(UTC) + timedelta(days=5)
    licensing(tmp_path / "home", product, start).status()
    found = licensing(tmp_path / "home", product, start - timedelta(days=4)).status()
    assert (found.state, found.days_remaining) == ("in_doubt", 30)


def test_a_time_that_was_only_seen_counts_too(tmp_path: Path) -> None:
    product = VENDOR.product(tmp_path, bundled=VENDOR.license(**TRIAL))
    start = datetime.now(UTC) + timedelta(days=1)
    for days in (0, 20):
        licensing(tmp_path / "home", product, start + timedelta(days=days)).status()
    found = licensing(tmp_path / "home", product, start + timedelta(days=10)).status()
    assert (found.state, found.days_remaining) == ("in_doubt", 10)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"product": "OTHER"}, Code.LICENSE_OF_OTHER_PRODUCT),
        ({"number": "T-9"}, Code.LICENSE_REVOKED),
        ({"starts": date(2024, 1, 1), "term_days": 30}, Code.LICENSE_EXPIRED),
    ],
)
def test_a_useless_license_is_not_activated_and_the_one_before_stays(
    tmp_path: Path, fields: dict[str, object], why: Code
) -> None:
    product = VENDOR.product(tmp_path, VENDOR.license(**TRIAL), VENDOR.revoked(made(number="T-9").mark))
    held = licensing(tmp_path / "home", product)
    before = held.status()
    with pytest.raises(Refused) as refused:
        held.activate(VENDOR.license(**fields), "script")
    assert refused.value.code is why
    assert held.status().license == before.license


def test_a_license_that_came_with_the_product_and_was_revoked_says_so(tmp_path: Path) -> None:
    product = VENDOR.product(tmp_path, VENDOR.license(**TRIAL), VENDOR.revoked(made().mark))
    assert licensing(tmp_path / "home", product).status().state == "revoked"


def test_an_unbelievable_revocation_list_is_in_doubt(tmp_path: Path) -> None:
    product = VENDOR.product(tmp_path, VENDOR.license(**TRIAL), VENDOR.revoked(made().mark)[:-60] + "x\n")
    assert licensing(tmp_path / "home", product).status().state == "in_doubt"


def test_without_a_keyring_an_activated_license_is_not_kept_and_that_is_said(tmp_path: Path) -> None:
    product = VENDOR.product(tmp_path)
    file = tmp_path / "a.license"
    file.write_text(VENDOR.license(term_days=3650), encoding="ascii")
    home = tmp_path / "home"
    done = vitrinectl(home, "license", "activate", str(file), VITRINE_PRODUCT=str(product))
    assert (done.code, done.out) == (1, b"")
    assert "no keyring" in done.line
    assert "not activated" in done.line
    assert Ledger(home).events() == []
    shown = vitrinectl(home, "license", "--json", VITRINE_PRODUCT=str(product))
    assert (json.loads(shown.out)["state"], json.loads(shown.out)["why"]) == ("none", "")
    inside = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert file.read_bytes().splitlines()[1] not in inside


def test_a_window_without_a_keyring_holds_it_in_memory_and_a_command_leaves_the_one_before(tmp_path: Path) -> None:
    held = licensing(tmp_path / "home", VENDOR.product(tmp_path, bundled=VENDOR.license(**TRIAL)))
    before = held.status().license
    other = VENDOR.license(number="T-2", term_days=3650)
    with pytest.raises(Refused) as refused:
        held.activate(other, "terminal", lasting=True)
    assert refused.value == Refused(Code.LICENSE_NOT_KEPT, why=Code.KEYRING_NONE)
    assert held.status().license == before
    status = held.activate(other, "window")
    assert (status.state, status.place) == ("active", "memory")
    assert words.more(status.place_why).endswith("so it is kept in memory only, until Vitrine ends.")


def test_a_command_keeps_a_license_where_there_is_a_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offered(monkeypatch, "Keeping")
    product = VENDOR.product(tmp_path)
    status = licensing(tmp_path / "home", product).activate(VENDOR.license(term_days=3650), "terminal", lasting=True)
    assert (status.state, status.place, status.place_why) == ("active", "keyring", None)
    assert licensing(tmp_path / "home", product).status().state == "active"


def test_of_a_license_that_was_removed_nothing_is_said_to_be_kept(tmp_path: Path) -> None:
    more = {"VITRINE_PRODUCT": str(VENDOR.product(tmp_path, bundled=VENDOR.license(**TRIAL)))}
    home = tmp_path / "home"
    held = vitrinectl(home, "doctor", **more).out.decode()
    assert "The license held now needs none: it came with the product." in held
    for command in (["license", "remove"], ["license"], ["doctor"]):
        told = vitrinectl(home, *command, **more).out.decode()
        assert "No license" in told
        assert not [words for words in ("so it is kept", "stays", "came with the product") if words in told]


def test_a_removed_license_stays_removed(tmp_path: Path) -> None:
    product = VENDOR.product(tmp_path, bundled=VENDOR.license(**TRIAL))
    held = licensing(tmp_path / "home", product)
    held.status()
    assert held.remove("script").state == "none"
    assert licensing(tmp_path / "home", product).status().state == "none"
    with pytest.raises(Refused) as refused:
        held.remove("script")
    assert refused.value.code is Code.LICENSE_NONE


def test_an_expired_license_blocks_nothing(tmp_path: Path) -> None:
    product = str(VENDOR.product(tmp_path, VENDOR.license(type="commercial", term_days=1)))
    home = tmp_path / "home"
    assert json.loads(vitrinectl(home, "license", "--json", VITRINE_PRODUCT=product).out)["state"] == "expired"
    for command in (
        ["show", "license"], ["agreement", "accept", "--region", "eu"], ["send"], ["consent", "withdraw"],
        ["history", "verify"], ["history", "export", str(tmp_path / "out")],
    ):  # fmt: skip
        assert vitrinectl(home, *command, VITRINE_PRODUCT=product).code == 0, command


def test_the_license_that_came_with_the_product_can_be_had_back_without_a_keyring(tmp_path: Path) -> None:
    (tmp_path / "its.license").write_text(VENDOR.license(**TRIAL), encoding="ascii")
    product = VENDOR.product(tmp_path, bundled=VENDOR.license(**TRIAL))
    more = {"VITRINE_PRODUCT": str(product), "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    home = tmp_path / "home"
    assert vitrinectl(home, "license", "remove", **more).code == 0
    assert vitrinectl(home, "license", "activate", str(tmp_path / "its.license"), **more).code == 0
    assert json.loads(vitrinectl(home, "license", "--json", **more).out)["state"] == "ending"
