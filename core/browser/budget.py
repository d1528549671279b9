"""A bound on how much is done: so many at once, and so many a second after that."""

from __future__ import annotations

from core import clock


class Budget:
    """Fills up as time goes by, by the clock that nobody can set."""

    def __init__(self, most: float, a_second: float) -> None:
        self._most, self._a_second = most, a_second
        self._left, self._at = most, clock.monotonic()

    def take(self) -> bool:
        """Whether there is room for one more; it is taken then."""
        at = clock.monotonic()
        self._left = min(self._most, self._left + (at - self._at) * self._a_second)
        self._at = at
        if self._left < 1:
            return False
        self._left -= 1
        return True
