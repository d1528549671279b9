"""What a license says, and the list of those that were revoked."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeAlias, TypeVar

import msgspec

from core.errors import Code, Refused
from core.files import Strict
from core.license import signature
from core.text import visible

Type: TypeAlias = Literal["commercial", "subscription", "trial", "evaluation", "not_for_resale", "beta"]
Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]

# These may be handed out to anybody, so they count from the day each device first used them.
FROM_ACTIVATION = ("trial", "evaluation")
# Windows keeps at most 1,280 characters in one entry of its Credential Manager.
LONGEST = 1280
FIRST_YEAR, LAST_YEAR = 2000, 2999


class License(Strict, frozen=True, omit_defaults=True):
    """Signed by the vendor. All days are of UTC; `expires` is the first day on which it no longer holds. Exactly one of
    it and `term_days` is there. `product` is the product's number."""

    number: Text
    product: Text
    retail_item_id: Text
    type: Type
    issued: date
    starts: date
    partner_name: Text
    term_days: Annotated[int, msgspec.Meta(ge=1, le=36_525)] | None = None
    expires: date | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for what no vendor means."""
        if (self.term_days is None) == (self.expires is None):
            raise ValueError("a license has a term or a day on which it expires, one of them")
        if self.expires is not None and self.expires <= self.starts:
            raise ValueError("it expires before it starts")
        days = [each for each in (self.issued, self.starts, self.expires) if each is not None]
        if not all(FIRST_YEAR <= each.year <= LAST_YEAR for each in days):
            raise ValueError(f"a day outside of {FIRST_YEAR} to {LAST_YEAR}")
        texts = (self.number, self.product, self.retail_item_id, self.partner_name)
        if any(visible(text) != text for text in texts):
            raise ValueError("a character that cannot be seen")

    @property
    def from_activation(self) -> bool:
        """Whether its term counts from its first activation on this device."""
        return self.type in FROM_ACTIVATION and self.term_days is not None

    @property
    def mark(self) -> str:
        """The name under which the record keeps it: SHA-256 of its number, in hexadecimal; never the number itself."""
        return hashlib.sha256(f"vitrine-license-1\n{self.number}".encode()).hexdigest()


class Revocations(Strict, frozen=True):
    """The marks of licenses that no longer hold, signed by the vendor."""

    issued: date
    marks: list[str]


Signed = TypeVar("Signed", License, Revocations)


def read_license(text: str, keys: Mapping[str, bytes]) -> License:
    """Return the license in the text of a signed file. `keys`: raw Ed25519 public keys by name. Raises Refused."""
    if len(text) > LONGEST:
        raise Refused(Code.LICENSE_TOO_LONG, limit=LONGEST)
    return _parsed(signature.unwrap(text, "license", keys), License, "license")


def read_revocations(text: str, keys: Mapping[str, bytes]) -> Revocations:
    """Return the revocation list in the text of a signed file, as `read_license` does. Raises Refused."""
    return _parsed(signature.unwrap(text, "revoked", keys), Revocations, "revoked")


def written(signed: License | Revocations) -> bytes:
    """Return the bytes that are signed: JSON with sorted keys and no spaces, so that there is one way to write it."""
    return msgspec.json.encode(signed, order="sorted")


def _parsed(data: bytes, shape: type[Signed], kind: signature.Kind) -> Signed:
    try:
        found = msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Refused(Code.SIGNED_UNFIT, kind=kind, why=str(error)) from error
    if written(found) != data:
        # A key named twice, or numbers written in two ways: others may read something else in it.
        raise Refused(Code.SIGNED_LOOSELY, kind=kind)
    return found
