"""What the installer wrote down: one JSON file, read strictly."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from core.errors import Refused
from core.files import Strict, load
from core.reading import Fact, Reason, Value, absent, known
from core.wording import readings as wording
from core.wording.errors import sentence

NAME = "install-record.json"
# Language, script, region, variants. BCP 47 also allows extensions and private parts; they could hold a name.
_LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3})){0,3}\Z"
_LONGEST_SECONDS = 31 * 24 * 60 * 60


class InstallRecord(Strict, frozen=True):
    """The file. Every item may be left out; null is not a way to leave it out."""

    format: Literal[1]
    localization: Annotated[str, Meta(pattern=_LANGUAGE)] | UnsetType = UNSET
    install_status: Literal["installed", "removed", "failed", "interrupted"] | UnsetType = UNSET
    # 32 bits, which systems write signed or unsigned.
    install_error_code: Annotated[int, Meta(ge=-(2**31), lt=2**32)] | UnsetType = UNSET
    install_type: Literal["new", "upgrade"] | UnsetType = UNSET
    install_seconds: Annotated[int, Meta(ge=0, le=_LONGEST_SECONDS)] | UnsetType = UNSET
    install_interrupted: bool | UnsetType = UNSET
    software_update_id: Annotated[str, Meta(pattern=r"^[!-~]{1,64}\Z")] | UnsetType = UNSET


# Whatever the file may hold beside its format's number is an item of the catalogue.
KEYS = tuple(name for name in InstallRecord.__struct_fields__ if name != "format")


def places(home: Path, platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where a record is looked for, first come first: the program's own folder, then the system's place."""
    if platform == "win32":
        system = Path(environment.get("PROGRAMDATA") or r"C:\ProgramData", "Vitrine")
    elif platform == "darwin":
        system = Path("/Library/Application Support/Vitrine")
    else:
        system = Path("/var/lib/vitrine")
    return (home / NAME, system / NAME)


def read(places: Sequence[Path]) -> dict[str, Fact]:
    """A fact for each item of KEYS, from the first of `places` that has a record. Never raises."""
    for place in places:
        try:
            record = load(place, InstallRecord)
            return {key: _fact(key, getattr(record, key), f"{place}, {key}") for key in KEYS}
        except Refused as error:
            if not isinstance(error.__cause__, (FileNotFoundError, NotADirectoryError)):
                return _unusable(error, place)
    looked = wording.NO_INSTALL_RECORD.format(places=wording.OR.join(map(str, places)))
    return dict.fromkeys(KEYS, absent(Reason.NO_RECORD, looked))


def _unusable(error: Refused, place: Path) -> dict[str, Fact]:
    if isinstance(error.__cause__, PermissionError):
        return dict.fromkeys(KEYS, absent(Reason.NOT_PERMITTED, str(place)))
    # The place stands before it, as for every other fact.
    why = sentence(Refused(error.code, **{**error.about, "file": ""})).lstrip(": ")
    return dict.fromkeys(KEYS, absent(Reason.FAILED, f"{place}: {why}"))


def _fact(key: str, value: Value | UnsetType, source: str) -> Fact:
    if not isinstance(value, UnsetType):
        return known(value, source)
    if key == "software_update_id":
        return absent(Reason.NOTHING_YET, wording.NO_UPDATE.format(place=source))
    return absent(Reason.NO_RECORD, wording.NOT_IN_RECORD.format(place=source))
