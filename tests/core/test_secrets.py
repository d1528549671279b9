"""Secrets lie in the keyring, or in memory and that is said; whatever the keyring does, a call returns in time."""

from __future__ import annotations

import time

import pytest

from core import secrets
from core.errors import Code
from core.secrets import Secrets
from tests.fakes.keyrings import Keeping, Locked, Slow, offered

SECONDS = 0.2


@pytest.fixture
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring of this system is this one."""
    offered(monkeypatch, request.param)
    monkeypatch.setattr(Locked, "asked", 0)
    Slow.go.clear()


@pytest.mark.parametrize("backend", ["Keeping"], indirect=True)
def test_what_the_keyring_keeps_is_there_for_others(backend: None) -> None:
    Secrets("one").write("license", "a text")
    again = Secrets("one")
    assert (again.read("license"), again.kept, again.why) == ("a text", "keyring", None)
    assert Secrets("other").read("license") is None
    again.delete("license")
    again.delete("license")
    assert Secrets("one").read("license") is None
    assert Keeping.kept == {}


@pytest.mark.parametrize(
    ("backend", "why"),
    [("Null", Code.KEYRING_FAILED), ("Locked", Code.KEYRING_FAILED), ("Missing", Code.KEYRING_NONE)],
    indirect=["backend"],
)
def test_a_keyring_that_keeps_nothing_is_not_used_and_that_is_said(backend: None, why: Code) -> None:
    kept = Secrets("one")
    kept.write("license", "a text")
    assert (kept.read("license"), kept.kept, kept.why) == ("a text", "memory", why)
    assert Secrets("one").read("license") is None


@pytest.mark.parametrize("backend", ["Slow"], indirect=True)
def test_a_keyring_that_hangs_costs_no_more_than_the_deadline_and_is_used_once_it_answers(backend: None) -> None:
    Keeping.kept["one", "license"] = "a text"
    kept = Secrets("one", wait_seconds=SECONDS)
    start = time.monotonic()
    assert kept.read("license") is None
    assert kept.kept == "asking"
    assert [kept.read("license") for _ in range(50)] == [None] * 50
    assert time.monotonic() - start < 10 * SECONDS
    answer(kept)
    assert (kept.read("license"), kept.kept) == ("a text", "keyring")


@pytest.mark.parametrize("backend", ["Slow"], indirect=True)
def test_a_keyring_that_is_always_late_is_read_all_the_same(backend: None) -> None:
    Keeping.kept["one", "license"] = "a text"
    kept = Secrets("one", wait_seconds=SECONDS)
    kept.read("license")
    answer(kept)
    Slow.go.clear()
    start = time.monotonic()
    assert kept.read("license") == "a text"
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize("backend", ["Slow"], indirect=True)
def test_what_a_hanging_keyring_could_not_take_is_put_there_once_it_answers(backend: None) -> None:
    kept = Secrets("one", wait_seconds=SECONDS)
    kept.write("license", "a text")
    kept.write("other", "another")
    kept.write("license", "a newer text")
    kept.delete("other")
    assert (kept.read("license"), kept.read("other"), kept.kept) == ("a newer text", None, "asking")
    answer(kept)
    kept.settle()
    assert (kept.kept, kept._owed) == ("keyring", {})
    assert Keeping.kept == {("one", "license"): "a newer text"}


@pytest.mark.parametrize("backend", ["Locked"], indirect=True)
def test_what_a_locked_keyring_could_not_take_is_put_there_once_it_is_unlocked(
    backend: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Secrets("one", again_seconds=0)
    kept.write("license", "a text")
    assert Keeping.kept == {}
    monkeypatch.setattr(Locked, "locked", False)
    kept.settle()
    assert (kept.kept, Secrets("one").read("license")) == ("keyring", "a text")


@pytest.mark.parametrize("backend", ["Locked"], indirect=True)
def test_whoever_does_not_unlock_the_keyring_is_not_asked_at_every_reading(backend: None) -> None:
    kept = Secrets("one")
    for _ in range(20):
        kept.read("license")
    assert Locked.asked == 1
    kept.write("license", "a text")
    assert (Locked.asked, kept.read("license")) == (2, "a text")


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring"])
def test_no_variable_chooses_the_keyring(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    monkeypatch.setattr(secrets, "has_bus", lambda: True)
    kept = Secrets("one", wait_seconds=10)
    kept.write("license", "a text")
    assert kept.kept == "memory"


def answer(kept: Secrets) -> None:
    """The keyring goes on, and has answered what it was asked."""
    Slow.go.set()
    [late] = kept._late
    late.answer.exception(10)
