"""A session of the sweep's own: a bus, and on it a real keyring that can be locked, stopped and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType

TOOLS = ("dbus-daemon", "gnome-keyring-daemon")
SECONDS = 20
# No service is started by asking for it: what is not started here is not there.
BUS = """<busconfig><type>session</type><listen>unix:path={}</listen><policy context="default">
<allow send_destination="*"/><allow own="*"/></policy></busconfig>"""


class Session:
    """Nothing of this computer's user is reached: home, runtime folder and bus are below one folder."""

    def __init__(self, folder: Path) -> None:
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700, parents=True)
        self.address = f"unix:path={folder / 'bus'}"
        config = folder / "bus.conf"
        config.write_text(BUS.format(folder / "bus"), encoding="ascii")
        self.variables = {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(runtime),
        }
        self._environment = {"PATH": os.environ["PATH"], **self.variables}
        self._ending = ExitStack()
        self._keyring: subprocess.Popen[bytes] | None = None
        self._start("dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile")
        _until((folder / "bus").exists)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ending.close()

    def unlock(self) -> None:
        """Start the keyring, opened with a password."""
        self._keyring = self._start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        assert self._keyring.stdin is not None
        self._keyring.stdin.write(b"a password\n")
        self._keyring.stdin.close()
        _until(self._is_unlocked)

    def lock(self) -> None:
        """Lock it, as a screen saver does: there is nobody who could type the password."""
        import secretstorage

        with closing(secretstorage.dbus_init()) as connection:
            secretstorage.get_default_collection(connection).lock()

    def stop(self) -> None:
        """It answers nobody from now on."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again, also what it was asked meanwhile."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """It is gone, in the middle of whatever it did."""
        self._signal(signal.SIGKILL)
        assert self._keyring is not None
        self._keyring.wait(SECONDS)

    def _signal(self, number: signal.Signals) -> None:
        assert self._keyring is not None
        self._keyring.send_signal(number)

    def _is_unlocked(self) -> bool:
        import secretstorage

        with suppress(Exception), closing(secretstorage.dbus_init()) as connection:
            return not secretstorage.get_default_collection(connection).is_locked()
        return False

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=self._environment, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, cwd="/"
        )
        self._ending.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def _until(is_so: object) -> None:
    assert callable(is_so)
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end, "the session did not start"
        time.sleep(0.01)
