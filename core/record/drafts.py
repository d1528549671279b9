"""One draft per snapshot group: the same bytes in every process until an item changes."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import apsw

from core.envelope import SECRET_BYTES, Envelope
from core.errors import Code, Refused
from core.record.store import Store
from core.record.submission import id_bytes

LONG_SECONDS = 1.0
Seal: TypeAlias = Callable[[Envelope | None], Envelope]


class Drafts:
    """Keeps drafts in the state file; where that cannot be written, in memory, and says why in `trouble`."""

    def __init__(self, place: Path | Store | None) -> None:
        """`place` is the state file or its folder; None keeps drafts in memory by intention."""
        self._store = place if isinstance(place, Store) else Store(place)
        self._memory: dict[str, Envelope] = {}
        self._troubles: dict[str, OSError | Refused] = {}
        self._again_at = 0.0

    @property
    def trouble(self) -> OSError | Refused | None:
        """Why some draft is kept in memory only; None where all that were read are kept."""
        return next(iter(self._troubles.values()), None)

    def renew(self, category: str, seal: Seal) -> Envelope:
        """The category's draft after `seal(the one kept)`; it is written only if it changed."""
        kept = self._store.folder is not None
        envelope = self._renew_kept(category, seal) if kept else seal(self._memory.get(category))
        self._memory[category] = envelope
        return envelope

    def _renew_kept(self, category: str, seal: Seal) -> Envelope:
        trouble, start = self.trouble, time.monotonic()
        try:
            if trouble is not None and start < self._again_at:
                # A file that was locked a moment ago would make every group wait for it again.
                raise trouble
            envelope = self._kept(category, seal)
        except (OSError, Refused) as error:
            if time.monotonic() - start > LONG_SECONDS:
                self._again_at = time.monotonic() + LONG_SECONDS
            self._troubles[category] = error
            return seal(self._memory.get(category))
        self._troubles.pop(category, None)
        return envelope

    def _kept(self, category: str, seal: Seal) -> Envelope:
        with self._store.reading() as connection:
            found = _read(connection, category)
        if found is not None and seal(found) is found:
            return found
        with self._store.transaction() as connection:
            # Read again under the lock: another process may have renewed it meanwhile.
            remembered = _unqueued(connection, self._memory.get(category))
            envelope = _fitting(seal, _read(connection, category), remembered)
            connection.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (category, envelope.body, envelope.secret)
            )
        return envelope


def _unqueued(connection: apsw.Connection, envelope: Envelope | None) -> Envelope | None:
    """The envelope, unless it was queued: what goes next then needs an ID of its own."""
    if envelope is None:
        return None
    queued = connection.execute("SELECT 1 FROM submission WHERE id = ?", (id_bytes(envelope.id),)).get
    return None if queued else envelope


def _fitting(seal: Seal, *candidates: Envelope | None) -> Envelope:
    """The first candidate whose items are still the same, else a new one."""
    fits = (candidate for candidate in candidates if candidate is not None and seal(candidate) is candidate)
    return next(fits, None) or seal(None)


def _read(connection: apsw.Connection, category: str) -> Envelope | None:
    row = connection.execute("SELECT body, secret FROM draft WHERE category = ?", (category,)).fetchone()
    if row is None:
        return None
    body, secret = row
    if not isinstance(body, bytes) or not isinstance(secret, bytes) or len(secret) != SECRET_BYTES:
        raise Refused(Code.DRAFT_UNFIT)
    return Envelope(category, body, secret)
