"""Keyrings that fail in the ways real ones do."""

from __future__ import annotations

import threading

import pytest
from keyring.errors import KeyringLocked

from core import secrets


def offered(monkeypatch: pytest.MonkeyPatch, kind: str) -> dict[tuple[str, str], str]:
    """This computer's keyring is of this kind, and empty; what lies in it."""
    names = ((__name__, kind),)
    monkeypatch.setattr(secrets, "BACKENDS", dict.fromkeys(secrets.BACKENDS, names))
    monkeypatch.setattr(secrets, "has_bus", lambda: True)
    monkeypatch.setattr(Keeping, "kept", {})
    return Keeping.kept


class Keeping:
    """Keeps what it is given."""

    priority = 5.0
    kept: dict[tuple[str, str], str] = {}  # noqa: RUF012 - one keyring for all who ask

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self.kept[service, name] = text

    def delete_password(self, service: str, name: str) -> None:
        self.kept.pop((service, name), None)


class Null(Keeping):
    """Says nothing and keeps nothing."""

    def set_password(self, service: str, name: str, text: str) -> None:
        """As keyring's own null backend."""


class Locked(Keeping):
    """Somebody would have to type a password; `asked` counts how often."""

    locked = True
    asked = 0

    def get_password(self, service: str, name: str) -> str | None:
        self._unlock(name)
        return super().get_password(service, name)

    def set_password(self, service: str, name: str, text: str) -> None:
        self._unlock(text)
        super().set_password(service, name, text)

    def _unlock(self, about: str) -> None:
        Locked.asked += 1
        if self.locked:
            raise KeyringLocked(f"locked: {about}")


class Slow(Keeping):
    """Answers only when it is let go."""

    go = threading.Event()

    def get_password(self, service: str, name: str) -> str | None:
        self.go.wait(60)
        return super().get_password(service, name)


class Stubborn(Keeping):
    """Gives and takes, and deletes only while it is not `locked`."""

    locked = False

    def delete_password(self, service: str, name: str) -> None:
        if self.locked:
            raise KeyringLocked(f"locked: {name}")
        super().delete_password(service, name)
