"""One draft per snapshot group: the same bytes in every process until an item changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from core.envelope import Envelope
from core.store import Store
from core.strict import Refused

Seal: TypeAlias = Callable[[Envelope | None], Envelope]


class Drafts:
    """Keeps drafts in the state file; where that cannot be written, in memory, and says why in `trouble`."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` holds the state file; None keeps drafts in memory by intention."""
        self._folder = folder
        self._store: Store | None = None
        self._memory: dict[str, Envelope] = {}
        self.trouble: OSError | Refused | None = None

    def renew(self, category: str, seal: Seal) -> Envelope:
        """The category's draft after `seal(the one kept)`; it is written only if it changed."""
        if self._folder is None:
            envelope = seal(self._memory.get(category))
        else:
            envelope = self._renew_in(self._folder, category, seal)
        self._memory[category] = envelope
        return envelope

    def _renew_in(self, folder: Path, category: str, seal: Seal) -> Envelope:
        try:
            # Opened again after trouble: the disk may have room by now, the file may have been moved away.
            self._store = self._store or Store(folder)
            envelope = self._kept(self._store, category, seal)
        except (OSError, Refused) as error:
            self._store, self.trouble = None, error
            return seal(self._memory.get(category))
        self.trouble = None
        return envelope

    def _kept(self, store: Store, category: str, seal: Seal) -> Envelope:
        with store.reading() as connection:
            found = _read(connection, category)
        if found is not None and seal(found) is found:
            return found
        with store.transaction() as connection:
            # Read again under the lock: another process may have renewed it meanwhile.
            envelope = _fitting(seal, _read(connection, category), self._memory.get(category))
            connection.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (category, envelope.body, envelope.secret)
            )
        return envelope


def _fitting(seal: Seal, *candidates: Envelope | None) -> Envelope:
    """The first candidate whose items are still the same, else a new one."""
    fits = (candidate for candidate in candidates if candidate is not None and seal(candidate) is candidate)
    return next(fits, None) or seal(None)


def _read(connection: sqlite3.Connection, category: str) -> Envelope | None:
    row = connection.execute("SELECT body, secret FROM draft WHERE category = ?", (category,)).fetchone()
    return Envelope(category, *row) if row else None
