"""Checked files: nothing, until a file is checked; then what its inspection found, a reading for each detection."""

from core.inspectors.finding import Detection, Inspection, Signature
from core.reading import Fact, Reading, Reason, absent, known
from core.wording import readings as wording

# By item, the field of a signature or a detection that tells it.
_SIGNER = {
    "certificate_public_key": "public_key",
    "certificate_fingerprint": "fingerprint",
    "fingerprint_algorithm": "fingerprint_algorithm",
}
_RECORD = {"detection_name": "name", "record_timestamp": "timestamp", "record_id": "id", "record_type": "type"}
# Of each item, as long as no file was checked.
NOTHING = absent(Reason.NOTHING_YET, wording.NO_FILE)


def readings(inspection: Inspection) -> list[Reading]:
    """What would be told of a file: a reading for each detection; of a signed file without one, a single reading.

    What the user's own rules say is never told: a name the user gave would lead to the user.
    """
    if told_of := [each for each in inspection.detections if not each.of_user]:
        return [facts(inspection, detection) for detection in told_of]
    return [facts(inspection)] if inspection.signature.has_certificate else []


def facts(inspection: Inspection, detection: Detection | None = None) -> Reading:
    """Signer and detection, also where nothing of them would be told. No source names the file."""
    record = _detected(detection) if detection else dict.fromkeys(_RECORD, _undetected(inspection))
    return {**_signer(inspection.signature), **record}


def _signer(signature: Signature) -> dict[str, Fact]:
    if signature.has_certificate:
        return {key: known(getattr(signature, field), wording.IN_FILE) for key, field in _SIGNER.items()}
    if signature.state == "none":
        return dict.fromkeys(_SIGNER, absent(Reason.NOT_SIGNED, wording.NO_SIGNATURE))
    return dict.fromkeys(_SIGNER, absent(Reason.NOT_CHECKED, wording.SIGNATURE_UNREAD))


def _detected(found: Detection) -> dict[str, Fact]:
    database = wording.DATABASES[found.engine]
    place, whole = wording.MATCHED.format(database=database), wording.WHOLE_DATABASE.format(database=database)
    sources = {"record_timestamp": place if found.precision == "record" else whole}
    return {key: _told(getattr(found, field), sources.get(key, place)) for key, field in _RECORD.items()}


def _told(value: str, source: str) -> Fact:
    return known(value, source) if value else absent(Reason.NOT_CHECKED, wording.NOT_TOLD.format(place=source))


def _undetected(inspection: Inspection) -> Fact:
    if inspection.detections:
        return absent(Reason.NOT_CHECKED, wording.ONLY_OF_USER)
    states = {engine.state for engine in inspection.engines} - {"absent"}
    if states == {"checked"}:
        return absent(Reason.NOTHING_FOUND, wording.NO_DETECTION)
    return absent(Reason.NOT_CHECKED, wording.NOT_SCANNED)
