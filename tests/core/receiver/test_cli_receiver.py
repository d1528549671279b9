"""`vitrinectl receiver`: two lines that a product file takes as they are, and a quiet end."""

from __future__ import annotations

import base64
import json
import signal
import socket
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.commands import REPOSITORY, command, environment, vitrinectl
from tests.core.receiver.wire import envelope, post


def started(home: Path, *arguments: str) -> tuple[subprocess.Popen[bytes], list[str]]:
    lines = 1 if "--json" in arguments else 2
    process = subprocess.Popen(
        command("core", "receiver", *arguments),
        cwd=REPOSITORY,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, [process.stdout.readline().decode("ascii") for _ in range(lines)]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_address_and_key_receives_and_ends_quietly(tmp_path: Path, end: signal.Signals) -> None:
    process, lines = started(tmp_path)
    told = tomllib.loads("".join(lines))
    port = urlsplit(told["endpoint"]).port or 0
    assert told["endpoint"] == f"http://127.0.0.1:{port}"
    assert len(base64.b64decode(told["receiver_key"], validate=True)) == 32
    assert post(port, envelope().body).status == 202
    process.send_signal(end)
    assert process.communicate(timeout=20) == (b"", b"")
    assert process.returncode == 0
    assert (tmp_path / "receiver" / "received.db").exists()


def test_for_scripts_it_is_one_line_and_data_and_port_are_as_asked(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process, lines = started(tmp_path, "--json", "--data", str(tmp_path / "data"), "--port", str(port))
    told = json.loads(lines[0])
    assert (told["endpoint"], told["data"]) == (f"http://127.0.0.1:{port}", str(tmp_path / "data"))
    taken = vitrinectl(tmp_path, "receiver", "--port", str(port))
    assert taken.code == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in taken.line
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert (tmp_path / "data" / "received.db").exists()


@pytest.mark.parametrize("port", ["-1", "0", "65536", "1e3", "٣٣٣٣", "x", ""])
def test_a_port_that_is_none_is_wrong_usage(tmp_path: Path, port: str) -> None:
    done = vitrinectl(tmp_path, "receiver", f"--port={port}")
    assert done.code == 2
    assert b"a port is a number from 1 to 65535" in done.error


def test_a_damaged_folder_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "receiver").mkdir()
    (tmp_path / "receiver" / "received.db").write_bytes(b"garbage " * 100)
    done = vitrinectl(tmp_path, "receiver")
    assert (done.code, done.out) == (1, b"")
    assert "received.db is damaged" in done.line
