"""Where the program keeps what must lie in no file: the system's keyring, else this process's memory alone."""

from __future__ import annotations

import importlib
import os
import secrets
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, TypeAlias

Kept: TypeAlias = Literal["keyring", "memory", "asking"]

# Module and class, by system; never what a variable or a file names: the null backend keeps nothing and says nothing.
BACKENDS = {
    "linux": (("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring")),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
}
WAIT_SECONDS = 2.0
MEMORY = "so it is kept in memory only, until Vitrine ends."
NONE = f"This computer offers no keyring, {MEMORY}"
FAILED = f"The system’s keyring is locked or does not work, {MEMORY}"
SILENT = f"The system’s keyring does not answer yet, {MEMORY}"


class Secrets:
    """Texts by name. Nothing raises, and no call waits longer than `wait_seconds`, however long the keyring takes."""

    def __init__(self, service: str, wait_seconds: float = WAIT_SECONDS) -> None:
        self._service, self._wait_seconds = service, wait_seconds
        self._memory: dict[str, str] = {}
        self._alone = threading.Lock()
        self._pending: Future[Any] | None = None
        self._backend: Any = None
        self.kept: Kept = "memory"
        self.why = ""

    def read(self, name: str) -> str | None:
        """The text; None if there is none, or none that can be had now."""
        found = self._ask(lambda backend: backend.get_password(self._service, name))
        return found if isinstance(found, str) else self._memory.get(name)

    def write(self, name: str, text: str) -> None:
        """Keep it in the keyring; where that cannot be, in memory."""
        self._memory[name] = text
        self._ask(lambda backend: backend.set_password(self._service, name, text))
        if self.kept == "keyring":
            self._memory.pop(name, None)

    def delete(self, name: str) -> None:
        """Keep it no longer. What is not there is deleted already."""
        self._memory.pop(name, None)
        self._ask(lambda backend: _delete(backend, self._service, name))

    def _ask(self, call: Callable[[Any], Any]) -> Any:
        """What the keyring answers in time, else None; `kept` and `why` say which."""
        with self._alone:
            if not has_bus():
                return self._say("memory", NONE)
            if self._pending is not None and not self._pending.done():
                return self._say("asking", SILENT)
            self._pending = pending = Future[Any]()
            # A daemon of its own: the end of the program waits for no keyring.
            threading.Thread(target=self._work, args=(call, pending), daemon=True).start()
            try:
                found = pending.result(self._wait_seconds)
            except TimeoutError:
                return self._say("asking", SILENT)
            except Exception:  # noqa: BLE001 - whatever a keyring fails with, and its words may quote what it was given
                return self._say("memory", NONE if self._backend is None else FAILED)
            self._say("keyring", "")
            return found

    def _say(self, kept: Kept, why: str) -> None:
        self.kept, self.why = kept, why

    def _work(self, call: Callable[[Any], Any], pending: Future[Any]) -> None:
        try:
            if self._backend is None:
                self._backend = _proven(self._service)
            pending.set_result(call(self._backend))
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            pending.set_exception(error)


def has_bus() -> bool:
    """Whether there can be a keyring at all; on Linux it is reached by the session's bus."""
    if sys.platform != "linux":
        return True
    named = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if named:
        return not named.startswith("disabled:")
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(runtime) and Path(str(runtime), "bus").exists()


def _proven(service: str) -> Any:
    """The first keyring that gives back what it was given. Raises whatever the last one failed with."""
    failed: BaseException = LookupError("no keyring")
    for module, name in BACKENDS.get(sys.platform, ()):
        try:
            kind = getattr(importlib.import_module(module), name)
            if kind.priority <= 0:
                continue
            backend, text, probe = kind(), secrets.token_hex(16), "probe"
            backend.set_password(service, probe, text)
            if backend.get_password(service, probe) == text:
                _delete(backend, service, probe)
                return backend
        except Exception as error:  # noqa: BLE001 - each fails in its own way
            failed = error
    raise failed


def _delete(backend: Any, service: str, name: str) -> None:
    from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - only where a keyring is used

    with suppress(PasswordDeleteError):
        backend.delete_password(service, name)
