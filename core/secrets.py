"""Where the program keeps what must lie in no file: the system's keyring, else this process's memory alone."""

import importlib
import os
import secrets
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Literal, TypeAlias

from core.errors import Code

Kept: TypeAlias = Literal["keyring", "memory", "asking"]
Why: TypeAlias = Literal[Code.KEYRING_NONE, Code.KEYRING_FAILED, Code.KEYRING_SILENT]

# Module and class, by system; never what a variable or a file names: the null backend keeps nothing and says nothing.
BACKENDS = {
    "linux": (("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring")),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
}
WAIT_SECONDS = 2.0
# Each question to a locked keyring puts a window before the user; who closed it is left alone for so long.
AGAIN_SECONDS = 600.0


class NoKeyring(Exception):
    """This computer offers no keyring."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is there under this name, once all of `first` is put there? None in it: nothing any more."""

    name: str
    first: Mapping[str, str | None]
    answer: Future[str | None] = field(default_factory=Future)


class Secrets:
    """Texts by name. Nothing raises, and no call waits longer than `wait_seconds`, however long the keyring takes.

    What the keyring could not take is put there with the next question that it answers. While one is not answered,
    no other is asked; a late answer goes to whoever asks the same again. `kept`: where texts lie now, as the last
    question showed; `why`: why not in the keyring, None where it serves.
    """

    def __init__(self, service: str, wait_seconds: float = WAIT_SECONDS, again_seconds: float = AGAIN_SECONDS) -> None:
        self._service, self._wait_seconds, self._again_seconds = service, wait_seconds, again_seconds
        self._alone = threading.Lock()
        # What the keyring does not have yet, in memory until then.
        self._owed: dict[str, str | None] = {}
        # The one question that was not answered in time, if there is one: the keyring is asked one thing at a time.
        self._late: list[_Question] = []
        self._again_at = 0.0
        self._backend: Any = None
        self.kept: Kept = "memory"
        self.why: Why | None = None

    def read(self, name: str) -> str | None:
        """Return the text kept under this name; None if there is none, or none that can be had now."""
        return self._ask(name, {})

    def write(self, name: str, text: str) -> None:
        """Keep it in the keyring; where that cannot be, in memory until it can."""
        self._ask(name, {name: text})

    def delete(self, name: str) -> None:
        """Keep it no longer. What is not there is deleted already."""
        self._ask(name, {name: None})

    def leave(self, name: str) -> None:
        """Drop what the keyring could not take yet under this name: what lies there stays as it is."""
        with self._alone:
            self._owed.pop(name, None)

    def owes(self, name: str) -> bool:
        """Whether a keyring that did not answer may hold something else under this name than it should."""
        with self._alone:
            return name in self._owed and self.why is not Code.KEYRING_NONE

    def settle(self) -> None:
        """Put into the keyring what it could not take before."""
        if self._owed:
            self._ask(next(iter(self._owed)), {})

    def _ask(self, name: str, change: Mapping[str, str | None]) -> str | None:
        with self._alone:
            self._owed.update(change)
            late = self._late.pop() if self._late else None
            if late is not None and self._answered(late, 0) and late.name == name and name not in self._owed:
                return late.answer.result()
            if not self._late and (change or monotonic() >= self._again_at):
                asked = _Question(name, dict(self._owed))
                # On a daemon of its own: the end of the program waits for no keyring.
                threading.Thread(target=self._work, args=(asked,), daemon=True).start()
                if self._answered(asked, self._wait_seconds):
                    return asked.answer.result()
            return self._owed.get(name)

    def _answered(self, question: _Question, seconds: float) -> bool:
        """Whether the keyring did, within this time; `kept` and `why` say how."""
        if not wait([question.answer], seconds).done:
            self._late.append(question)
            return self._say("asking", Code.KEYRING_SILENT)
        if error := question.answer.exception():
            self._again_at = monotonic() + self._again_seconds
            return self._say("memory", Code.KEYRING_NONE if isinstance(error, NoKeyring) else Code.KEYRING_FAILED)
        for name, text in question.first.items():
            if self._owed.get(name) == text:
                self._owed.pop(name, None)
        return self._say("keyring", None)

    def _say(self, kept: Kept, why: Why | None) -> bool:
        self.kept, self.why = kept, why
        return kept == "keyring"

    def _work(self, question: _Question) -> None:
        try:
            if self._backend is None:
                self._backend = _proven(self._service)
            for name, text in question.first.items():
                if text is None:
                    _delete(self._backend, self._service, name)
                else:
                    self._backend.set_password(self._service, name, text)
            question.answer.set_result(self._backend.get_password(self._service, question.name))
        except BaseException as error:  # noqa: BLE001 - whatever a keyring fails with; its words may quote what it was given
            question.answer.set_exception(error)


def has_bus() -> bool:
    """Whether there can be a keyring at all; on Linux it is reached by the session's bus."""
    if sys.platform != "linux":
        return True
    if named := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return not named.startswith("disabled:")
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(runtime) and Path(str(runtime), "bus").exists()


def _proven(service: str) -> Any:
    """The first keyring that gives back what it was given. Raises NoKeyring, or why the last one failed."""
    failed: Exception = NoKeyring()
    for kind in _offered():
        # Of this thread alone: another Vitrine may try at the same time.
        backend, text, probe = kind(), secrets.token_hex(16), f"probe {threading.get_native_id()}"
        try:
            backend.set_password(service, probe, text)
            found = backend.get_password(service, probe)
            _delete(backend, service, probe)
            if found == text:
                return backend
            failed = LookupError(service)
        except Exception as error:  # noqa: BLE001 - each fails in its own way
            failed = error
    raise failed


def _offered() -> Iterator[Any]:
    """The kinds of keyring that say they could work here."""
    for module, name in BACKENDS.get(sys.platform, ()) if has_bus() else ():
        with suppress(Exception):
            kind = getattr(importlib.import_module(module), name)
            if kind.priority > 0:
                yield kind


def _delete(backend: Any, service: str, name: str) -> None:
    from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - only where a keyring is used

    with suppress(PasswordDeleteError):
        backend.delete_password(service, name)
