"""Checked files: nothing, until a file is checked; then what its inspection found, a reading for each detection."""

from __future__ import annotations

from core.inspectors.finding import Detection, Inspection, Signature
from core.reading import Fact, Reading, Reason, absent, known

CERTIFICATE = ("certificate_public_key", "certificate_fingerprint", "fingerprint_algorithm")
RECORD = ("detection_name", "record_timestamp", "record_id", "record_type")
KEYS = CERTIFICATE + RECORD

IN_FILE = "the signer’s certificate inside the checked file"
NO_SIGNATURE = "the checked file: no signature is inside it"
NOT_READ = "the checked file: its signature, if it has one, was not read"
NO_DETECTION = "no database that the file was checked against names anything in it"
NOT_SCANNED = "the file was not checked against a whole database"
ONLY_OF_USER = "only your own rules name something in the file, and what they say is never told"
NAMES = {"yara": "YARA rules", "clamav": "ClamAV’s database", "defender": "Microsoft Defender’s database"}


def read() -> Reading:
    """As long as no file was checked."""
    return dict.fromkeys(KEYS, absent(Reason.NOTHING_YET, "no file was checked"))


def readings(inspection: Inspection) -> list[Reading]:
    """What would be told of a file: a reading for each detection; of a signed file without one, a single reading.

    What the user's own rules say is never told: a name the user gave would lead to the user.
    """
    if told_of := [each for each in inspection.detections if not each.of_user]:
        return [facts(inspection, detection) for detection in told_of]
    return [facts(inspection)] if inspection.signature.has_certificate else []


def facts(inspection: Inspection, detection: Detection | None = None) -> Reading:
    """Signer and detection, also where nothing of them would be told. No source names the file."""
    found = dict.fromkeys(RECORD, _undetected(inspection)) if detection is None else _detected(detection)
    return {**_signed(inspection.signature), **found}


def _signed(signature: Signature) -> dict[str, Fact]:
    if signature.has_certificate:
        values = (signature.public_key, signature.fingerprint, signature.fingerprint_algorithm)
        return {key: known(value, IN_FILE) for key, value in zip(CERTIFICATE, values, strict=True)}
    if signature.state == "none":
        return dict.fromkeys(CERTIFICATE, absent(Reason.NOT_SIGNED, NO_SIGNATURE))
    return dict.fromkeys(CERTIFICATE, absent(Reason.NOT_CHECKED, NOT_READ))


def _detected(detection: Detection) -> dict[str, Fact]:
    place = f"the record that matched, in {NAMES[detection.engine]}"
    whole = f"{NAMES[detection.engine]} as a whole, for the record has no date of its own"
    sources = {"record_timestamp": place if detection.precision == "record" else whole}
    values = dict(zip(RECORD, (detection.name, detection.timestamp, detection.id, detection.type), strict=True))
    return {key: _told(value, sources.get(key, place)) for key, value in values.items()}


def _told(value: str, source: str) -> Fact:
    return known(value, source) if value else absent(Reason.NOT_CHECKED, f"{source}, which does not tell it")


def _undetected(inspection: Inspection) -> Fact:
    if inspection.detections:
        return absent(Reason.NOT_CHECKED, ONLY_OF_USER)
    states = {engine.state for engine in inspection.engines} - {"absent"}
    if states == {"checked"}:
        return absent(Reason.NOTHING_FOUND, NO_DETECTION)
    return absent(Reason.NOT_CHECKED, NOT_SCANNED)
