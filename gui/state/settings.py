"""What the user set, read and changed on a worker of its own: neither file nor keyring is waited for."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from core.clock import now, stamp
from core.errors import Refused
from core.log import Log
from core.record.history import History
from core.settings import Settings, SettingsStore
from core.wording.errors import failed
from core.wording.settings import beside_control
from gui.bridge import Bridge

PASSWORD = "proxy_password"
# The days of whoever keeps what was sent for ever.
FOR_EVER = "0"
# More than this are not counted.
MOST_COUNTED = 100_000


class SettingsState(QObject):
    """Everything that can be set in the window."""

    changed = Signal(object)  # Settings, as they stand now
    told = Signal(str, str)  # of which setting, why not: "" where it is saved
    password_lies = Signal(object)  # PasswordPlace: whether a password for the proxy is set, and where
    counted = Signal(int, int)  # for so many days, how many would be erased

    def __init__(self, kept: SettingsStore, history: History, log: Log, first: Settings) -> None:
        """`first`: as they were when the program was built; `log` is told of errors that nobody foresaw."""
        super().__init__()
        self._kept, self._history, self._last = kept, history, first
        self._bridge = Bridge(log, self)

    def read(self) -> tuple[Settings, Refused | None]:
        """Return what is set now; where that cannot be read, what was set before, and why. Blocks: for a worker."""
        try:
            self._last = self._kept.load()
        except Refused as error:
            return self._last, error
        return self._last, None

    def change(self, key: str, text: str) -> None:
        """Set the setting `key` to what a person typed or chose."""
        self._set(key, lambda: self._kept.change(key, text), self.changed)

    def set_password(self, text: str) -> None:
        """Keep the password of the proxy; "" forgets it."""
        self._set(PASSWORD, lambda: self._kept.set_password(text), self.password_lies)

    def look(self) -> None:
        """Ask the keyring whether there is a password."""
        self._bridge.run(self._kept.password, self.password_lies.emit, self._failing(PASSWORD))

    def count_older(self, days: int) -> None:
        """Count how many would be erased if all were kept for so many days only; it comes by `counted`."""
        older = partial(self._history.finished_before, stamp(now() - timedelta(days=days)), MOST_COUNTED)
        self._bridge.run(older, lambda found: self.counted.emit(days, len(found)), self._failing("keep_days"))

    def close(self) -> None:
        """Finish what was asked for: whoever sets something and closes the window at once has set it."""
        self._bridge.close(finish=True)

    def _set(self, key: str, operation: Callable[[], object], heard: SignalInstance) -> None:
        def succeed(holds: object) -> None:
            heard.emit(holds)
            self.told.emit(key, "")

        self._bridge.run(operation, succeed, self._failing(key))

    def _failing(self, key: str) -> Callable[[BaseException], None]:
        def fail(error: BaseException) -> None:
            self.told.emit(key, beside_control(error, key) if isinstance(error, Refused) else failed(error))

        return fail
