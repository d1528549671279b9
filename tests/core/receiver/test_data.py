"""The receiver's folder: what is damaged is told in one line and left as it is."""

from __future__ import annotations

import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import Code, Refused
from core.receiver.kept import KEY, NAME
from core.receiver.practice import PracticeReceiver
from core.wording.errors import sentence
from tests.core.receiver.wire import CATALOGUE, envelope, post


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x01
    path.write_bytes(data)


def garbage(path: Path) -> None:
    path.write_bytes(b"garbage\n" * 1000)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE another (program)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def missing(path: Path) -> None:
    path.unlink()


def another_key(path: Path) -> None:
    with PracticeReceiver(path.parent.parent / "another", CATALOGUE):
        pass
    path.write_bytes((path.parent.parent / "another" / KEY).read_bytes())


DAMAGES = [(NAME, damage) for damage in (garbage, emptied, cut, foreign, newer)]
# Making a link needs special rights on Windows.
DAMAGES += [(NAME, linked)] if sys.platform != "win32" else []
DAMAGES += [(KEY, damage) for damage in (garbage, emptied, cut, flipped, missing, another_key)]


@pytest.mark.parametrize(("name", "damage"), DAMAGES)
def test_what_is_damaged_is_told_in_one_line_and_left_as_it_is(
    tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    folder = tmp_path / "receiver"
    with PracticeReceiver(folder, CATALOGUE) as receiver:
        for number in range(50):
            post(receiver.port, envelope(os_build=str(number)).body)
    damage(folder / name)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refused) as refused:
        PracticeReceiver(folder, CATALOGUE).start()
    assert name in sentence(refused.value)
    assert "\n" not in sentence(refused.value)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_is_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "receiver").write_text("a file", encoding="ascii")
    with pytest.raises(Refused) as refused:
        PracticeReceiver(tmp_path / "receiver", CATALOGUE).start()
    assert refused.value.code is Code.RECEIVER_FOLDER_UNUSABLE


def test_a_port_in_use_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused) as refused:
            PracticeReceiver(tmp_path, CATALOGUE, port).start()
    assert (
        sentence(refused.value) == f"Port {port} of 127.0.0.1 cannot be used: Address already in use. Choose another."
    )
