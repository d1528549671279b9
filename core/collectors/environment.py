"""Your device: what the operating system says."""

from __future__ import annotations

from collections.abc import Callable

from core.reading import Reading


def read(system: Callable[[], Reading]) -> Reading:
    """All of it, as the system's own source gives it."""
    return system()
