"""What an inspection finds, from the process that inspects (one line of JSON each way) to a collector and a screen."""

from typing import Literal, TypeAlias

from core.files import Strict
from core.text import visible

# good: unchanged since it was signed, by a certificate that leads to a trusted root · not_trusted: unchanged, but the
# certificate leads nowhere trusted, or did not hold then · changed: the file is not the one that was signed · broken:
# there is a signature that cannot be used · none: no signature inside the file · not_read: signatures of this format
# are not read · failed: the file could not be inspected, `why` says it.
SignatureState: TypeAlias = Literal["good", "not_trusted", "changed", "broken", "none", "not_read", "failed"]
Algorithm: TypeAlias = Literal["sha1", "sha256", "sha384", "sha512"]
EngineName: TypeAlias = Literal["yara", "clamav", "defender"]
# checked: looked at whole · not_fully_scanned: a limit was met · not_checked: it broke off or gave no answer ·
# absent: not on this computer.
EngineState: TypeAlias = Literal["checked", "not_fully_scanned", "not_checked", "absent"]
# Of what the date is: of the very record, or of the whole database it stands in.
Precision: TypeAlias = Literal["record", "database"]
# unknown: it was seen, and its kind cannot be told · none: http, which has none.
CertificateType: TypeAlias = Literal["EV", "OV", "IV", "DV", "self_signed", "unknown", "none"]
Part: TypeAlias = Literal["user_info", "path", "query", "fragment"]
# The first thing the process says: its engines are loaded.
READY = b"ready\n"
# An inspection of the hundred detections it may hold has about 100 KB.
LONGEST_LINE = 1024 * 1024
LONGEST_WHY = 200
# The program waits so much longer than it allows: its process may be busy with saying that time is up.
LATE_SECONDS = 2.0


class Signature(Strict, frozen=True):
    """The primary signature. `public_key`: SubjectPublicKeyInfo, base64; `fingerprint`: of the signer's certificate,
    lower-case hexadecimal; `signed_at`: RFC 3339, "" if no trusted time is in it; `chain`: names from the signer to the
    root, as far as found; `others`: how many further signatures there are. Empty where there is none."""

    state: SignatureState
    why: str = ""
    signer: str = ""
    digest_ok: bool | None = None
    chain: tuple[str, ...] = ()
    signed_at: str = ""
    public_key: str = ""
    fingerprint: str = ""
    fingerprint_algorithm: Algorithm = "sha256"
    others: int = 0

    @property
    def has_certificate(self) -> bool:
        """Whether it names a signer whose certificate lies in the file, trusted or not."""
        return bool(self.fingerprint)


class Detection(Strict, frozen=True):
    """One record of a database that matched. `timestamp`: RFC 3339, UTC; `of_user`: by a rule of the user's own, so
    what it says is only shown."""

    engine: EngineName
    name: str
    id: str
    type: str
    timestamp: str
    precision: Precision
    of_user: bool = False


class DetectionEngine(Strict, frozen=True):
    """How one engine fared with the file. `database`: RFC 3339 date of its database, "" if it tells none."""

    name: EngineName
    state: EngineState
    why: str = ""
    database: str = ""


class Scan(Strict, frozen=True):
    """What one engine says of a file."""

    engine: DetectionEngine
    detections: tuple[Detection, ...] = ()


class Inspection(Strict, frozen=True):
    """All that is known of one file."""

    signature: Signature
    detections: tuple[Detection, ...] = ()
    engines: tuple[DetectionEngine, ...] = ()


class Server(Strict, frozen=True):
    """The web server at an address. `url`: what would be told; `host`: its name as it is sent, `letters`: in its own
    letters; `ipv4`: where it was asked, "" if it has none or, not `is_found`, if its name leads nowhere;
    `certificate_type`: None if none was seen; `trusted`: it proved who it is; `why`: of both, one line."""

    url: str
    host: str
    letters: str
    dropped: tuple[Part, ...]
    why: str
    ipv4: str = ""
    certificate_type: CertificateType | None = None
    trusted: bool = False
    is_found: bool = True


class Asked(Strict, frozen=True):
    """Inspect this file. `turn`: drawn for this question alone; `path`: as the system has it, for a name need not be
    text; `seconds`: how long it may take."""

    turn: str
    path: bytes
    seconds: float


class TracedError(Strict, frozen=True):
    """An error that nobody foresaw: its type, and the places in the code it came by, as `core.log.traces` has them. The
    log is told what the program knows of it, and nothing else."""

    type: str
    at: str


class InspectionAnswer(Strict, frozen=True):
    """What was learnt of the file that was asked about in this turn, and what broke meanwhile, for the log."""

    turn: str
    inspection: Inspection
    faults: tuple[TracedError, ...] = ()


def failed(why: str) -> Inspection:
    """What is known of a file that could not be inspected: why not."""
    return Inspection(Signature("failed", why=visible(why)[:LONGEST_WHY]))
