"""What a sweep hands back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """So many faults were made, this is what came of them, and whether the promise held throughout."""

    n: int
    figure: str
    held: bool
