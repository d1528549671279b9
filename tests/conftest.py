"""What every test stands on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# No test touches the keyring of whoever runs it; those about a keyring start one of their own.
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
# The same examples each time, and no clock: a slow machine is not a failure.
settings.register_profile("vitrine", derandomize=True, deadline=None)
settings.load_profile("vitrine")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own; nothing of this computer's user is read or changed."""
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("VITRINE_PRODUCT", raising=False)
    return tmp_path / "home"
