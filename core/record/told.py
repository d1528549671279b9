"""Which payment site was told: kept beside the body, and erased with it. The record names only its hash."""

from __future__ import annotations

import secrets

import msgspec

from core.files import Strict

NUMBER_BYTES = 16


class ToldSite(Strict, frozen=True):
    """The site's host name. The random number keeps its hash in the record from being guessed."""

    number: str
    site: str


def place(site: str, number: str | None = None) -> str:
    """As it is kept, in the place of a receipt, which no site gives; its number is drawn, but for the demo's."""
    return msgspec.json.encode(ToldSite(number or secrets.token_hex(NUMBER_BYTES), site)).decode()


def site(kept: str | None) -> str:
    """The host name; "" where it was erased, or is not as it was written."""
    try:
        return msgspec.json.decode(kept or "", type=ToldSite).site
    except msgspec.DecodeError:
        return ""
