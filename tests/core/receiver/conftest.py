"""A running receiver for each test, alive and silent to the end."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.receiver.practice import PracticeReceiver
from tests.core.receiver.wire import CATALOGUE, envelope, post

# They send POSIX signals and look at POSIX rights.
collect_ignore = ["test_cli_receiver.py", "test_kills.py"] if sys.platform == "win32" else []


@pytest.fixture
def receiver(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[PracticeReceiver]:
    """Whatever the test did to it: afterwards it takes a submission as before, and it never printed or logged."""
    with PracticeReceiver(tmp_path / "receiver", CATALOGUE, seconds=2.0) as made:
        yield made
        assert_alive(made)
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []


def assert_alive(receiver: PracticeReceiver) -> None:
    """It takes a submission and gives a receipt."""
    sealed = envelope()
    assert post(receiver.port, sealed.body).json["receipts"][0]["sha256"] == sealed.sha256
