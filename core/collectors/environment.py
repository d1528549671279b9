"""Your device: what the operating system says."""

from __future__ import annotations

from collections.abc import Callable

from core.reading import Reading
from core.sources import System


def source(system: System) -> Callable[[], Reading]:
    """Return what reads the group: the system's own method, which tells it whole."""
    return system.environment
