"""What would be told of a file: a reading for each detection, the signer beside it, and never where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from core.checking.files import Checked
from core.collectors.processed_object import facts, readings
from core.inspectors.finding import Detection, DetectionEngine, EngineState, Inspection, Signature, SignatureState
from core.reading import Fact, Reason

CERTIFICATE = ("certificate_public_key", "certificate_fingerprint", "fingerprint_algorithm")
RECORD = ("detection_name", "record_timestamp", "record_id", "record_type")
KEYS = CERTIFICATE + RECORD
SIGNED = Signature("good", signer="Example", public_key="a2V5", fingerprint="0f", fingerprint_algorithm="sha256")
CHECKED = (
    DetectionEngine("yara", "checked"),
    DetectionEngine("clamav", "checked"),
    DetectionEngine("defender", "absent"),
)


def detection(name: str, timestamp: str = "2026-10-02T00:00:00Z") -> Detection:
    return Detection("yara", name, f"{name}-1", "test file", timestamp, "record")


def values(reading: Mapping[str, Fact]) -> dict[str, object]:
    return {key: fact.value for key, fact in reading.items() if fact.value is not None}


def reasons(reading: Mapping[str, Fact], keys: tuple[str, ...]) -> set[Reason | None]:
    return {reading[key].reason for key in keys}


def test_each_detection_is_told_by_itself_with_the_signer_beside_it() -> None:
    found = readings(Inspection(SIGNED, (detection("one"), detection("two")), CHECKED))
    assert [tuple(each) for each in found] == [KEYS, KEYS]
    assert [values(each)["detection_name"] for each in found] == ["one", "two"]
    assert [values(each)["record_id"] for each in found] == ["one-1", "two-1"]
    assert {values(each)["certificate_public_key"] for each in found} == {"a2V5"}
    assert len(values(found[0])) == len(KEYS)


def test_a_signed_file_in_which_nothing_is_found_is_told_once() -> None:
    [found] = readings(Inspection(SIGNED, (), CHECKED))
    assert set(values(found)) == set(CERTIFICATE)
    assert reasons(found, RECORD) == {Reason.NOTHING_FOUND}


@pytest.mark.parametrize("state", ["none", "not_read", "broken", "failed"])
def test_of_a_file_without_signer_and_detection_nothing_is_told(state: SignatureState) -> None:
    inspection = Inspection(Signature(state), (), CHECKED)
    assert readings(inspection) == []
    assert values(facts(inspection)) == {}


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("none", Reason.NOT_SIGNED),
        ("not_read", Reason.NOT_CHECKED),
        ("broken", Reason.NOT_CHECKED),
        ("failed", Reason.NOT_CHECKED),
    ],
)
def test_why_there_is_no_signer_is_told(state: SignatureState, reason: Reason) -> None:
    [found] = readings(Inspection(Signature(state), (detection("one"),), CHECKED))
    assert reasons(found, CERTIFICATE) == {reason}
    assert set(values(found)) == set(RECORD)


@pytest.mark.parametrize("state", ["not_trusted", "changed"])
def test_a_signer_is_told_whether_trusted_or_not(state: SignatureState) -> None:
    signature = Signature(state, public_key="a2V5", fingerprint="0f")
    [found] = readings(Inspection(signature, (), CHECKED))
    assert values(found)["certificate_fingerprint"] == "0f"


@pytest.mark.parametrize(
    ("states", "reason"),
    [
        (("checked", "absent", "absent"), Reason.NOTHING_FOUND),
        (("checked", "checked", "absent"), Reason.NOTHING_FOUND),
        (("checked", "not_fully_scanned", "absent"), Reason.NOT_CHECKED),
        (("checked", "not_checked", "absent"), Reason.NOT_CHECKED),
        (("absent", "absent", "absent"), Reason.NOT_CHECKED),
        ((), Reason.NOT_CHECKED),
    ],
)
def test_nothing_was_found_is_said_only_of_what_was_looked_at_whole(
    states: tuple[EngineState, ...], reason: Reason
) -> None:
    engines = tuple(DetectionEngine("yara", state) for state in states)
    assert reasons(facts(Inspection(SIGNED, (), engines)), RECORD) == {reason}


@pytest.mark.parametrize(
    ("inspection", "why"),
    [
        (Inspection(SIGNED, (), CHECKED), ""),
        (Inspection(SIGNED, (), (DetectionEngine("yara", "not_fully_scanned", "a limit"),)), ""),
        (
            Inspection(SIGNED, (), (*CHECKED, DetectionEngine("clamav", "not_checked", "it hangs"))),
            "ClamAV gave no answer (it hangs)",
        ),
        (Inspection(Signature("failed", "it is a folder")), "it is a folder"),
    ],
)
def test_an_engine_that_is_here_and_says_nothing_is_told(inspection: Inspection, why: str) -> None:
    assert Checked(Path("file"), inspection, [], []).why == why


def test_a_date_says_of_what_it_is_the_date() -> None:
    whole = Detection("clamav", "one", "one", "daily", "2026-10-02T00:00:00Z", "database")
    by_record, by_database = readings(Inspection(SIGNED, (detection("one"), whole), CHECKED))
    assert "as a whole" not in by_record["record_timestamp"].source
    assert "ClamAV’s database as a whole" in by_database["record_timestamp"].source


def test_what_a_record_does_not_tell_is_no_value() -> None:
    [found] = readings(Inspection(SIGNED, (detection("one", timestamp=""),), CHECKED))
    assert found["record_timestamp"].reason is Reason.NOT_CHECKED
    assert values(found)["detection_name"] == "one"


def test_an_endless_text_has_failed_and_is_not_told() -> None:
    [found] = readings(Inspection(SIGNED, (detection("x" * 10_000),), CHECKED))
    assert found["detection_name"].reason is Reason.FAILED


def users(name: str) -> Detection:
    """What a rule of the user's found."""
    return Detection("yara", name, name, "", "2026-09-21T14:13:20Z", "database", of_user=True)


def test_what_the_users_own_rules_find_is_never_told() -> None:
    assert readings(Inspection(Signature("none"), (users("private"),), CHECKED)) == []
    [found] = readings(Inspection(Signature("none"), (users("private"), detection("one"), users("more")), CHECKED))
    assert values(found)["detection_name"] == "one"


def test_of_a_signed_file_in_which_only_the_users_own_rules_find_something_nobody_says_that_nothing_was_found() -> None:
    [found] = readings(Inspection(SIGNED, (users("private"),), CHECKED))
    assert set(values(found)) == set(CERTIFICATE)
    assert reasons(found, RECORD) == {Reason.NOT_CHECKED}
    assert not [fact for fact in found.values() if "private" in fact.source]
