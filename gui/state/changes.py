"""Which values changed since the user last looked at them."""

from __future__ import annotations

from core.reading import Reading, written

NO_VALUE = "no value"


class ChangedValues:
    """Of one group: remembers each value as it was when last looked at."""

    def __init__(self) -> None:
        self._looked: dict[str, str] = {}
        self._now: dict[str, str] = {}

    def take(self, reading: Reading) -> None:
        """A new reading. The first one counts as looked at."""
        self._now = {key: NO_VALUE if fact.value is None else written(fact.value) for key, fact in reading.items()}
        for key, value in self._now.items():
            self._looked.setdefault(key, value)

    def was(self, key: str) -> str | None:
        """The value when last looked at, if it is another now."""
        before = self._looked.get(key)
        return before if before != self._now.get(key) else None

    def look(self, key: str) -> None:
        """The user looks at this value."""
        if key in self._now:
            self._looked[key] = self._now[key]

    def look_at_all(self) -> None:
        """The user leaves the page, having had it before him."""
        self._looked.update(self._now)

    @property
    def count(self) -> int:
        """How many values are marked."""
        return sum(self.was(key) is not None for key in self._now)
