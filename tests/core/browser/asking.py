"""Asks the native host as a browser does: a process of its own, messages with their lengths."""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.browser import NAME, extension
from tests.commands import REPOSITORY, command, environment, vitrinectl

SITE = "pay.example"
TELL = {"ask": "payment", "url": f"https://{SITE}"}
STATE = {"ask": "state"}
CHROMIUM = [f"chrome-extension://{extension.chromium_id()}/"]
FIREFOX = [f"/home/a/.mozilla/native-messaging-hosts/{NAME}.json", extension.firefox_id()]


def frame(question: object) -> bytes:
    """One message."""
    message = json.dumps(question).encode()
    return struct.pack("=I", len(message)) + message


def split(written: bytes) -> list[dict[str, Any]]:
    """The answers; nothing else may stand between or behind them."""
    found = []
    while written:
        (length,) = struct.unpack_from("=I", written)
        found.append(json.loads(written[4 : 4 + length]))
        written = written[4 + length :]
    return found


def ended(home: Path, given: bytes, *arguments: str, **more: str) -> tuple[int, list[dict[str, Any]]]:
    """How the host ended, and its answers."""
    done = subprocess.run(
        command("core.browser", *arguments),
        cwd=REPOSITORY,
        env=environment(home, **more),
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr
    return done.returncode, split(done.stdout)


def asked(
    home: Path, caller: Sequence[str], *questions: object, mode: str = "regular"
) -> tuple[int, list[dict[str, Any]]]:
    """The same, of these questions."""
    return ended(home, b"".join(map(frame, questions)), mode, *caller)


def switch_on(home: Path, group: str = "payment") -> None:
    """Accept the agreement, and switch the group on."""
    for words in (("agreement", "accept", "--region", "eu"), ("consent", "on", group)):
        assert vitrinectl(home, *words).code == 0
