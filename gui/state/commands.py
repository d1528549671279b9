"""What the user can do: the only way pages change anything. Each call returns at once; a worker does it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.clock import now, stamp
from core.engine import Engine, Shown
from core.envelope import Envelope
from core.errors import Busy, Changed, Refused, Stale
from core.files import read_text
from core.license.licensing import Licensing
from core.license.status import Status
from core.record.submission import State, Submission
from core.sending.sender import CHANGED as DECIDED_MEANWHILE
from core.sending.sender import Delivered, Sender
from core.settings import Settings
from gui.bridge import Bridge
from gui.state import outcome
from gui.state.snapshot import Records, Seen, nothing_seen, read_records


class _Closing(Exception):
    """The window closes: nothing new is begun."""


class Commands(QObject):
    """Decides, sends and looks into the record, each on a worker of its own: a withdrawal never waits its turn
    behind a sending, nor a page of the history behind the check of all of it."""

    done = Signal(str, str)  # name of the method, what it came to
    failed = Signal(str, str)  # name of the method, why not, in one line
    told = Signal(str, str, str, bool)  # both of the above, and between them which group or submission; last: failed
    recorded = Signal(object)  # Records, as they stand after what was done
    progressed = Signal(int)  # how many submissions were tried in this sending
    recalled = Signal(object)  # list[Submission], the newest of all
    paged = Signal(object, object)  # list[Submission], and `before` as asked
    verifying = Signal(int, int)  # done, of how many
    verified = Signal(object)  # Verdict

    def __init__(
        self,
        engine: Engine,
        delivery: Sender,
        licensing: Licensing,
        settings: Callable[[], Settings] = Settings,
        parent: QObject | None = None,
    ) -> None:
        """`settings` reads what is set now, on a worker."""
        super().__init__(parent)
        self._engine, self._delivery, self._licensing, self._settings = engine, delivery, licensing, settings
        self._deciding, self._sending, self._looking, self._checking, self._keyring = (Bridge(self) for _ in range(5))
        self._closing, self._stop_verifying = threading.Event(), threading.Event()
        self._scheduled = False
        self.offline = ""
        self.seen: Seen = nothing_seen

    def close(self) -> None:
        """Begin nothing new; what was decided is written down, and a request under way is cut off."""
        self._closing.set()
        self._stop_verifying.set()
        self._delivery.stop()
        # Whoever withdraws and closes the window at once has withdrawn.
        for bridge in (self._deciding, self._keyring):
            bridge.close(finish=True)
        for bridge in (self._checking, self._looking, self._sending):
            bridge.close()

    @property
    def can_send(self) -> bool:
        """Whether there is a way to send at all; the demo has none."""
        return self._delivery.can_send

    def accept(self, region: str) -> None:
        """Accept the agreement for a region."""
        self._decide("accept", lambda: self._engine.consent.accept(region, "window"), "Accepted.")

    def decline(self) -> None:
        """Decline it."""
        self._decide("decline", lambda: self._engine.decline("window"), "Declined. Nothing is sent.")

    def withdraw(self) -> None:
        """Withdraw it: done when nothing can leave any more."""
        self._decide("withdraw", lambda: self._engine.withdraw("window"), "Withdrawn. Nothing is sent.")

    def choose(self, key: str, on: bool) -> None:
        """Switch a group on or off."""
        said = "Switched on." if on else "Switched off. What waited of this group was removed."
        self._decide("choose", lambda: self._engine.choose(key, on, "window"), said, key)

    def pause(self) -> None:
        """Pause all sending."""
        self._decide("pause", lambda: self._engine.pause("window"), "Sending is paused. What waits stays.")

    def resume(self) -> None:
        """Send again."""
        self._decide("resume", lambda: self._engine.resume("window"), "Sending goes on.")

    def cancel(self, identifier: str) -> None:
        """Take one submission out of the Outbox."""
        ledger = self._engine.ledger
        self._run(self._deciding, "cancel", lambda: outcome.cancelled(ledger.cancel(identifier)), identifier)

    def send(self, key: str | None, painted: Envelope | None) -> None:
        """Queue exactly the painted envelope of a group and send it now; without one, what is due in the Outbox."""
        self._run(self._sending, "send", lambda: self._send(key, painted), key or "")

    def retry(self) -> None:
        """Try at once what is due, however long it would be left alone."""
        self._run(self._sending, "retry", lambda: outcome.delivered(self._drain(urgent=True)))

    def schedule(self) -> None:
        """Send what is due, queue what is ripe, erase what is kept no longer; nobody asked, so only a failure is told.
        One at a time."""
        if self.can_send and not self._scheduled:
            self._scheduled = True
            self._sending.run(self._keep_schedule, self._end_schedule, self._miss_schedule)

    def page(self, before: int | None, states: Collection[State] | None = None) -> None:
        """Read a page of the history, newest first; it comes by `paged`."""

        def found(page: list[Submission]) -> None:
            self.paged.emit(page, before)

        history = self._engine.ledger.history
        self._looking.run(lambda: history.submissions(states, before), found, self._failing("page"))

    def recall(self, limit: int) -> None:
        """Read the newest submissions; they come by `recalled`."""
        history = self._engine.ledger.history
        self._looking.run(lambda: history.submissions(limit=limit), self.recalled.emit, self._failing("recall"))

    def verify(self) -> None:
        """Check the whole record; tells `verifying`, then `verified`."""
        self._stop_verifying.clear()
        history = self._engine.ledger.history
        self._checking.run(
            lambda: history.verify(progress=self._verifying), self.verified.emit, self._failing("verify")
        )

    def stop_verify(self) -> None:
        """End the check under way."""
        self._stop_verifying.set()

    def export(self, path: Path) -> None:
        """Write the whole record into a new file."""
        self._run(self._checking, "export", lambda: outcome.exported(self._engine.ledger.history.export(path), path))

    def activate(self, path: Path) -> None:
        """Use the license in this file from now on."""
        self._hold("activate", lambda: self._licensing.activate(read_text(path), "window"))

    def activate_product(self) -> None:
        """Use the license that came with the product."""
        self._hold("activate_product", lambda: self._licensing.activate_product("window"))

    def remove_license(self) -> None:
        """Hold no license any more."""
        self._hold("remove_license", lambda: self._licensing.remove("window"))

    def _records(self) -> Records:
        return read_records(self._engine, self.offline, self.seen)

    def _hold(self, name: str, operation: Callable[[], Status]) -> None:
        # The keyring may take its time, and nobody's decision waits for it.
        self._run(self._keyring, name, lambda: outcome.held(operation()))

    def _decide(self, name: str, operation: Callable[[], object], said: str, about: str = "") -> None:
        def decide() -> str:
            operation()
            return said

        self._run(self._deciding, name, decide, about)

    def _run(self, bridge: Bridge, name: str, operation: Callable[[], str], about: str = "") -> None:
        """Do it, hand on the record as it stands then, and tell what it came to."""

        def succeed(found: tuple[str, Records]) -> None:
            said, records = found
            self.recorded.emit(records)
            self.done.emit(name, said)
            self.told.emit(name, about, said, False)
            if name in ("accept", "choose", "resume"):
                self.schedule()

        def work() -> tuple[str, Records]:
            said = operation()
            return said, self._records()

        bridge.run(work, succeed, self._failing(name, about))

    def _failing(self, name: str, about: str = "") -> Callable[[BaseException], None]:
        def fail(error: BaseException) -> None:
            line = outcome.failed(error)
            self.failed.emit(name, line)
            self.told.emit(name, about, line, True)
            # What it says may not be what the pages show: a write that failed, a decision made elsewhere.
            self._looking.run(self._records, self.recorded.emit, _ignore)

        return fail

    def _send(self, key: str | None, painted: Envelope | None) -> str:
        if key is None or painted is None:
            return outcome.delivered(self._drain(urgent=True))
        # Not what the group holds by now: the ledger refuses it if that is something else.
        shown = Shown(self._engine.catalogue.categories[key], {}, "live", painted)
        self._engine.queue(shown, stamp(now()))
        return outcome.sent(painted, self._drain(urgent=True))

    def _drain(self, *, urgent: bool) -> Delivered:
        delivered = self._delivery.drain(urgent=urgent, progress=self._progress)
        # A decision is no hindrance: it stands on the screen already.
        self.offline = "" if delivered.why == DECIDED_MEANWHILE else delivered.why
        return delivered

    def _progress(self, tried: int) -> None:
        if self._closing.is_set():
            raise _Closing
        self._sending.tell(lambda: self.progressed.emit(tried))

    def _keep_schedule(self) -> tuple[Records, str]:
        """What the record holds then, and why what is kept no longer could not be erased."""
        # First what is due: a full Outbox must not keep itself full.
        self._in_silence(lambda: self._drain(urgent=False))
        self._in_silence(lambda: self._engine.schedule(self._settings().interval_hours))
        unerased = self._erase_older()
        return self._records(), unerased

    def _in_silence(self, step: Callable[[], object]) -> None:
        try:
            step()
        except (Busy, Changed, Stale):
            # Another Vitrine is sending, or a value or a decision changed just now: the next minute is soon enough.
            pass
        except (OSError, Refused) as error:
            self.offline = outcome.failed(error)

    def _erase_older(self) -> str:
        try:
            self._engine.ledger.erase_older(self._settings().keep_days)
        except (OSError, Refused) as error:
            return outcome.unerased(error)
        return ""

    def _end_schedule(self, found: tuple[Records, str]) -> None:
        self._scheduled = False
        records, unerased = found
        self.recorded.emit(records)
        if unerased:
            self.failed.emit("erase", unerased)
        else:
            self.done.emit("erase", "")

    def _miss_schedule(self, error: BaseException) -> None:
        self._scheduled = False
        self.failed.emit("schedule", outcome.failed(error))

    def _verifying(self, done: int, of: int) -> bool:
        self._checking.tell(lambda: self.verifying.emit(done, of))
        return not self._stop_verifying.is_set()


def _ignore(_: BaseException) -> None:
    pass
