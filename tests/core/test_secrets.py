"""Secrets lie in the keyring, or in memory and that is said; whatever the keyring does, a call returns in time."""

from __future__ import annotations

import time

import pytest

from core import secrets
from core.secrets import Secrets
from tests.fakes.keyrings import Keeping, Slow

SECONDS = 0.2


@pytest.fixture
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring of this system is this one."""
    names = (("tests.fakes.keyrings", request.param),)
    monkeypatch.setattr(secrets, "BACKENDS", dict.fromkeys(secrets.BACKENDS, names))
    monkeypatch.setattr(secrets, "has_bus", lambda: True)
    monkeypatch.setattr(Keeping, "kept", {})


@pytest.mark.parametrize("backend", ["Keeping"], indirect=True)
def test_what_the_keyring_keeps_is_there_for_others(backend: None) -> None:
    Secrets("one").write("license", "a text")
    again = Secrets("one")
    assert (again.read("license"), again.kept, again.why) == ("a text", "keyring", "")
    assert Secrets("other").read("license") is None
    again.delete("license")
    again.delete("license")
    assert Secrets("one").read("license") is None
    assert Keeping.kept == {}


@pytest.mark.parametrize("backend", ["Null", "Locked", "Missing"], indirect=True)
def test_a_keyring_that_keeps_nothing_is_not_used_and_that_is_said(backend: None) -> None:
    kept = Secrets("one")
    kept.write("license", "a text")
    assert (kept.read("license"), kept.kept) == ("a text", "memory")
    assert "in memory only" in kept.why
    assert "a text" not in kept.why
    assert Secrets("one").read("license") is None


@pytest.mark.parametrize("backend", ["Slow"], indirect=True)
def test_a_keyring_that_hangs_costs_no_more_than_the_deadline_and_is_used_once_it_answers(backend: None) -> None:
    Slow.go.clear()
    Keeping.kept["one", "license"] = "a text"
    kept = Secrets("one", wait_seconds=SECONDS)
    start = time.monotonic()
    assert kept.read("license") is None
    assert kept.kept == "asking"
    assert [kept.read("license") for _ in range(50)] == [None] * 50
    assert time.monotonic() - start < 10 * SECONDS
    Slow.go.set()
    assert kept._pending is not None
    kept._pending.exception(10)
    assert (kept.read("license"), kept.kept) == ("a text", "keyring")


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring"])
def test_no_variable_chooses_the_keyring(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    monkeypatch.setattr(secrets, "has_bus", lambda: True)
    kept = Secrets("one", wait_seconds=10)
    kept.write("license", "a text")
    assert kept.kept == "memory"
