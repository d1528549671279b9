"""The receiver's folder: what is damaged is told in one line and left as it is."""

from __future__ import annotations

import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.envelope import Envelope
from core.errors import Code, Refused
from core.receiver.kept import _SCHEMA, APPLICATION_ID, KEY, NAME
from core.receiver.practice import PracticeReceiver
from core.wording.errors import sentence
from tests.core.receiver.wire import CATALOGUE, envelope, kept_bodies, post
from tests.fakes.receipts import RECEIVED


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


# As version 1 made its file.
OLD_TABLES = (
    """CREATE TABLE submission (
        number    INTEGER PRIMARY KEY,
        id        TEXT NOT NULL UNIQUE,
        sha256    TEXT NOT NULL,
        body      BLOB NOT NULL,
        received  TEXT NOT NULL,
        signature TEXT NOT NULL
    ) STRICT""",
    "CREATE TABLE tombstone (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE signer (one INTEGER PRIMARY KEY CHECK (one = 1), public BLOB NOT NULL) STRICT",
)


def made_old(folder: Path, count: int) -> list[Envelope]:
    """A folder as an older receiver left it: so many submissions, the last of them deleted."""
    with PracticeReceiver(folder, CATALOGUE) as receiver:
        public = receiver.public_key
    sealed = [envelope(os_build=str(number)) for number in range(count)]
    (folder / NAME).unlink()
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as connection:
        for statement in (f"PRAGMA application_id={APPLICATION_ID}", "PRAGMA user_version=1", *OLD_TABLES):
            connection.execute(statement)
        connection.execute("INSERT INTO signer VALUES (1, ?)", (public,))
        rows = [(each.id, each.sha256, each.body, RECEIVED, "c2lnbmVk") for each in sealed[:-1]]
        insert = "INSERT INTO submission (id, sha256, body, received, signature) VALUES (?, ?, ?, ?, ?)"
        connection.execute("BEGIN")
        connection.executemany(insert, rows)
        connection.execute("INSERT INTO tombstone VALUES (?)", (sealed[-1].id,))
        connection.execute("COMMIT")
    return sealed


def test_what_an_older_receiver_kept_is_received_since_then_and_signed_anew(tmp_path: Path) -> None:
    *sealed, deleted = made_old(tmp_path, 5)
    with PracticeReceiver(tmp_path, CATALOGUE) as receiver:
        answer = post(receiver.port, b"\n".join(each.body for each in (*sealed, deleted))).json
        assert [each["received"] for each in answer["receipts"]] == [RECEIVED] * 4
        assert answer["tree"]["size"] == 4
        assert [each["submission"] for each in answer["refused"]] == [deleted.id]
        assert kept_bodies(receiver) == [each.body for each in sealed]
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        old = [row[1] for row in connection.execute("PRAGMA table_info(submission)")]
    made = sqlite3.connect(":memory:")
    for table in _SCHEMA:
        made.execute(table)
    assert old == [row[1] for row in made.execute("PRAGMA table_info(submission)")]


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
