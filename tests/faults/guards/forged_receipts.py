"""Row 43, broken: a receipt is believed as it stands."""

from __future__ import annotations

from core.record.receipt import Receipt
from tests.faults.guards.patch import PATCH


class _Same(bytes):
    """A hash like every other."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0


class _Believed(Receipt):
    """A receipt of which every hash is that of the one that came."""

    __slots__ = ()

    def digest(self, identifier: str, sha256: str) -> bytes:
        return _Same()


def signatures() -> None:
    """Whatever stands there is a signature."""
    PATCH.setattr("core.record.receipt.is_signed", lambda *_: True)
    for module in ("checks", "walk"):
        PATCH.setattr(f"core.record.verification.{module}.is_signed", lambda *_: True, raising=False)


def low_order() -> None:
    """Every key is one."""
    PATCH.setattr("core.record.receipt._LOW_ORDER", frozenset())


def came() -> None:
    """Whether it is the one that came is not asked."""
    PATCH.setattr("core.record.history.Receipt", _Believed)
