"""Looking opens no internet socket: the kernel is the witness."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.commands import REPOSITORY, command, environment, run

# Not every line that names such a family: the kernel's list of adapters, read by netlink, tells of addresses.
INTERNET = re.compile(r"\bsocket\(AF_INET6?,")
LOOKS = {
    "show": command("core", "show"),
    "show --json": command("core", "show", "--json"),
    "show --wire": command("core", "show", "environment", "--wire"),
    "show --bytes": command("core", "show", "installed_software", "--bytes"),
    "doctor": command("core", "doctor"),
    "schema": command("core", "schema"),
    "settings": command("core", "settings"),
    "settings set": command("core", "settings", "set", "theme", "dark"),
    "check file": command("core", "check", "file", str(REPOSITORY / "README.md"), sys.executable),
    "window": command("gui", "--screenshots", "pictures"),
}


def traced(folder: Path, asked: list[str]) -> list[str]:
    """Every call to do with networks that the command and its children make."""
    trace = folder / "trace"
    strace = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace), *asked]
    variables = environment(folder / "home", QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(REPOSITORY))
    done = run(strace, variables, folder)
    assert done.code == 0, done.error
    return trace.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("look", LOOKS)
def test_looking_opens_no_internet_socket(tmp_path: Path, look: str) -> None:
    assert [line for line in traced(tmp_path, LOOKS[look]) if INTERNET.search(line)] == []


def test_the_witness_would_see_an_internet_socket(tmp_path: Path) -> None:
    script = "import socket, subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])"
    assert any(INTERNET.search(line) for line in traced(tmp_path, [sys.executable, "-c", script]))
