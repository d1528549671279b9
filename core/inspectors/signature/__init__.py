"""Whether a file carries a signature, whose, and whether it is still the file that was signed."""

import warnings
from typing import BinaryIO

from msgspec.structs import replace

from core.inspectors.finding import Signature
from core.inspectors.signature import authenticode, msi, pe
from core.inspectors.signature.der import Broken, NotRead
from core.inspectors.signature.roots import Roots, microsoft
from core.wording import files as wording

NONE = Signature("none", wording.NO_SIGNATURE)
NOT_READ = Signature("not_read", wording.FORMAT_NOT_READ)
BEGINNING = 8


def inspect(file: BinaryIO, roots: Roots | None = None) -> Signature:
    """What the file's signature amounts to. `file`: open for reading, able to seek; `roots`: who is trusted, by
    default those that Microsoft names. Raises OSError and MemoryError only."""
    file.seek(0)
    beginning = file.read(BEGINNING)
    form = pe.Program if beginning.startswith(pe.MAGIC) else msi.Package if beginning == msi.MAGIC else None
    if form is None:
        return NOT_READ
    with warnings.catch_warnings():
        # Of certificates that break a rule; some that are trusted do too.
        warnings.simplefilter("ignore")
        try:
            return _judged(form(file), roots or microsoft())
        except NotRead:
            return NOT_READ
        except Broken as error:
            return Signature("broken", str(error))
        except (OSError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - each parser fails in its own ways where the data is hostile
            return Signature("broken", wording.SIGNATURE_UNREADABLE)


def _judged(signed: pe.Program | msi.Package, roots: Roots) -> Signature:
    """The first one is what the file is known by; if a further one does not hold, the file is not as it was made."""
    read = authenticode.read(signed.signatures())
    if not read:
        return NONE
    digests = signed.digests({each.algorithm for each in read})
    primary, *others = (authenticode.judge(each, digests, roots) for each in read)
    bad = next((each for each in others if each.state in ("changed", "broken")), None)
    if bad is not None and primary.state in ("good", "not_trusted"):
        primary = replace(primary, state="broken", why=wording.FURTHER_BROKEN.format(why=bad.why))
    return replace(primary, others=len(others))
