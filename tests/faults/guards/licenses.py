"""Row 24, broken: what nobody signed, or not so, is believed."""

from __future__ import annotations

import base64

import msgspec

from core.errors import Code, Refused
from core.license import signature as signed_text
from core.license.license import License
from tests.faults.guards.patch import PATCH


class _Anybody:
    """A key that is content with every signed_text."""

    @staticmethod
    def from_public_bytes(_: bytes) -> _Anybody:
        return _Anybody()

    def verify(self, signature: bytes, data: bytes) -> None:
        """It is."""


def signature() -> None:
    """Nobody looks whether the vendor signed it."""
    PATCH.setattr("core.license.signature.Ed25519PublicKey", _Anybody)


def encoding() -> None:
    """Whatever decodes to the same data will do."""

    def opened(text: str, kind: signed_text.Kind) -> tuple[signed_text._Envelope, bytes, bytes]:
        del kind
        _first, *lines, _last = text.replace("\r\n", "\n").strip("\n").splitlines()
        found = msgspec.json.decode(base64.b64decode("".join(lines)), type=signed_text._Envelope)
        return found, base64.b64decode(found.enc), base64.b64decode(found.sig)

    PATCH.setattr("core.license.signature._opened", opened)


def canonical() -> None:
    """Data that others may read in another way will do."""

    def parsed(data: bytes, shape: type[License], kind: signed_text.Kind) -> License:
        try:
            return msgspec.json.decode(data, type=shape)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise Refused(Code.SIGNED_UNFIT, kind=kind, why=str(error)) from error

    PATCH.setattr("core.license.license._parsed", parsed)
