"""What the user can do: the only way pages change anything. Each call returns at once; a worker does it."""

import threading
from collections import Counter
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.clock import now, stamp
from core.engine import Engine, Shown
from core.envelope import Envelope
from core.errors import Busy, Changed, Refused, Stale
from core.files import read_text
from core.license.licensing import Licensing
from core.license.status import Status
from core.log import Log
from core.record.submission import State
from core.sending.sender import Delivered, End, Sender
from core.settings import Settings
from core.text import visible
from core.wording import sending as words
from core.wording.errors import failed
from gui.bridge import Bridge, Ended
from gui.state import licensed
from gui.state.snapshot import Records, Seen, nothing_seen, read_records


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
        log: Log,
        settings: Callable[[], Settings] = Settings,
    ) -> None:
        """`settings` reads what is set now, on a worker; `log` is told of errors that nobody foresaw."""
        super().__init__()
        self._engine, self._delivery, self._licensing, self._settings = engine, delivery, licensing, settings
        self._deciding, self._sending, self._looking, self._checking, self._keyring = (
            Bridge(log, self) for _ in range(5)
        )
        self._closing, self._stop_verifying = threading.Event(), threading.Event()
        self._scheduled = False
        self.offline, self.log = "", log
        self._read: Records | None = None
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
        self._decide("accept", lambda: self._engine.consent.accept(region, "window"), words.ACCEPTED)

    def decline(self) -> None:
        """Decline the agreement."""
        self._decide("decline", lambda: self._engine.decline("window"), words.DECLINED)

    def withdraw(self) -> None:
        """Withdraw the agreement: done when nothing can leave any more."""
        self._decide("withdraw", lambda: self._engine.withdraw("window"), words.WITHDRAWN)

    def choose(self, key: str, on: bool) -> None:
        """Switch a group on or off."""
        said = words.SWITCHED_ON if on else words.SWITCHED_OFF_NOW
        self._decide("choose", lambda: self._engine.choose(key, on, "window"), said, key)

    def pause(self) -> None:
        """Pause all sending."""
        self._decide("pause", lambda: self._engine.pause("window"), words.SENDING_PAUSED)

    def resume(self) -> None:
        """End the pause of all sending."""
        self._decide("resume", lambda: self._engine.resume("window"), words.SENDING_RESUMED)

    def cancel(self, identifier: str) -> None:
        """Take one submission out of the Outbox."""

        def cancel() -> str:
            return words.CANCELLED if self._engine.ledger.cancel(identifier) else words.NOT_CANCELLED

        self._run(self._deciding, "cancel", cancel, identifier)

    def send(self, key: str, painted: Envelope) -> None:
        """Queue exactly the painted envelope of a group and send it now."""
        self._run(self._sending, "send", lambda: self._send(key, painted), key)

    def retry(self) -> None:
        """Try at once what is due, however long it would be left alone."""
        self._run(self._sending, "retry", self._retry)

    def schedule(self) -> None:
        """Send what is due, queue what is ripe, erase what is kept no longer; one at a time. Only a failure is told."""
        if self.can_send and not self._scheduled:
            self._scheduled = True
            self._sending.run(self._keep_schedule, self._end_schedule, self._miss_schedule)

    def page(self, before: int | None, states: Collection[State] | None = None) -> None:
        """Read a page of the history, newest first; it comes by `paged`."""
        read = partial(self._engine.ledger.history.submissions, states, before)
        self._looking.run(read, lambda page: self.paged.emit(page, before), self._failing("page"))

    def recall(self, limit: int) -> None:
        """Read the newest submissions; they come by `recalled`."""
        read = partial(self._engine.ledger.history.submissions, limit=limit)
        self._looking.run(read, self.recalled.emit, self._failing("recall"))

    def verify(self) -> None:
        """Check the whole record; tells `verifying`, then `verified`."""
        self._stop_verifying.clear()
        verify = partial(self._engine.ledger.history.verify, progress=self._verifying)
        self._checking.run(verify, self.verified.emit, self._failing("verify"))

    def stop_verify(self) -> None:
        """End the check under way."""
        self._stop_verifying.set()

    def export(self, path: Path) -> None:
        """Write the whole record into a new file."""

        def export() -> str:
            count = self._engine.ledger.history.export(path)
            return words.EXPORTED.format(count=count, file=visible(path.name))

        self._run(self._checking, "export", export)

    def activate(self, path: Path) -> None:
        """Use the license in this file from now on."""
        self._hold("activate", lambda: self._licensing.activate(read_text(path), "window"))

    def activate_product(self) -> None:
        """Use the license that came with the product."""
        self._hold("activate_product", lambda: self._licensing.activate_product("window"))

    def remove_license(self) -> None:
        """Hold no license any more."""
        self._hold("remove_license", lambda: self._licensing.remove("window"))

    def records(self) -> Records:
        """Read what changed of the record. Blocks: for a worker."""
        self._read = read_records(self._engine, self.offline, self.seen, self._read)
        return self._read

    def _hold(self, name: str, operation: Callable[[], Status]) -> None:
        # The keyring may take its time, and nobody's decision waits for it.
        self._run(self._keyring, name, lambda: licensed.held(operation()))

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

        bridge.run(lambda: (operation(), self.records()), succeed, self._failing(name, about))

    def _failing(self, name: str, about: str = "") -> Callable[[BaseException], None]:
        def fail(error: BaseException) -> None:
            line = failed(error)
            self.failed.emit(name, line)
            self.told.emit(name, about, line, True)
            # What it says may not be what the pages show: a write that failed, a decision made elsewhere.
            self._looking.run(self.records, self.recorded.emit)

        return fail

    def _retry(self) -> str:
        delivered = self._drain(urgent=True)
        return words.delivered(Counter[str](delivered.states.values()), delivered.why)

    def _send(self, key: str, painted: Envelope) -> str:
        # Not what the group holds by now: the ledger refuses it if that is something else.
        shown = Shown(self._engine.catalogue.categories[key], {}, "live", painted)
        self._engine.queue(shown, stamp(now()))
        delivered = self._drain(urgent=True)
        return words.sent(delivered.states.get(painted.id), len(painted.body), delivered.why)

    def _drain(self, *, urgent: bool) -> Delivered:
        delivered = self._delivery.drain(urgent=urgent, progress=self._progress)
        # A decision is no hindrance: it stands on the screen already.
        self.offline = "" if delivered.end is End.DECIDED else delivered.why
        return delivered

    def _progress(self, tried: int) -> None:
        if self._closing.is_set():
            raise Ended
        self._sending.tell(lambda: self.progressed.emit(tried))

    def _keep_schedule(self) -> tuple[Records, str]:
        """What the record holds then, and why what is kept no longer could not be erased."""
        # First what is due: a full Outbox must not keep itself full.
        self._in_silence(lambda: self._drain(urgent=False))
        self._in_silence(lambda: self._engine.schedule(self._settings().interval_hours))
        unerased = self._erase_older()
        return self.records(), unerased

    def _in_silence(self, step: Callable[[], object]) -> None:
        try:
            step()
        except (Busy, Changed, Stale):
            # Another Vitrine is sending, or a value or a decision changed just now: the next minute is soon enough.
            pass
        except (OSError, Refused) as error:
            self.offline = failed(error)

    def _erase_older(self) -> str:
        try:
            self._engine.ledger.erase_older(self._settings().keep_days)
        except (OSError, Refused) as error:
            return words.UNERASED.format(why=failed(error))
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
        self.failed.emit("schedule", failed(error))

    def _verifying(self, done: int, of: int) -> bool:
        self._checking.tell(lambda: self.verifying.emit(done, of))
        return not self._stop_verifying.is_set()
