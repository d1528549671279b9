"""One draft a group: the same bytes everywhere until an item changes, and nothing lost when the file is bad."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from core.envelope import Envelope, seal
from core.errors import Code, Refused
from core.reading import known
from core.record.drafts import Drafts
from core.record.store import NAME


def sealing(value: str) -> Callable[[Envelope | None], Envelope]:
    return lambda like: seal("environment", {"os_family": known(value, "a source")}, "s@1", like)


def test_the_draft_stays_until_an_item_changes(tmp_path: Path) -> None:
    first = Drafts(tmp_path).renew("environment", sealing("Linux"))
    assert Drafts(tmp_path).renew("environment", sealing("Linux")) == first
    changed = Drafts(tmp_path).renew("environment", sealing("Windows"))
    assert changed.body != first.body
    assert Drafts(tmp_path).renew("environment", sealing("Windows")) == changed


def test_an_unchanged_draft_writes_nothing(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.renew("environment", sealing("Linux"))
    before = (tmp_path / NAME).stat()
    drafts.renew("environment", sealing("Linux"))
    after = (tmp_path / NAME).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_threads_and_processes_that_start_at_once_agree_on_one_draft(tmp_path: Path) -> None:
    found: list[Envelope] = []

    def renew() -> None:
        found.append(Drafts(tmp_path).renew("environment", sealing("Linux")))

    threads = [threading.Thread(target=renew) for _ in range(8)]
    for thread in threads:
        thread.start()
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.core.test_drafts import Drafts, sealing\n"
        "print(Drafts(Path(sys.argv[1])).renew('environment', sealing('Linux')).id)"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) for _ in range(3)
    ]
    identifiers = {process.communicate()[0].decode().strip() for process in processes}
    for thread in threads:
        thread.join()
    assert identifiers == {envelope.id for envelope in found}
    assert len(identifiers) == 1


def test_only_the_user_may_read_the_file(tmp_path: Path) -> None:
    Drafts(tmp_path / "new").renew("environment", sealing("Linux"))
    assert (tmp_path / "new" / NAME).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def foreign(path: Path) -> None:
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")


def newer(path: Path) -> None:
    Drafts(path.parent).renew("environment", sealing("Linux"))
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("PRAGMA user_version=99")


def torn(path: Path) -> None:
    Drafts(path.parent).renew("environment", sealing("Linux"))
    path.write_bytes(path.read_bytes()[:5000])


def noise(path: Path) -> None:
    path.write_bytes(b"no database at all " * 400)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (foreign, Code.RECORD_NOT_OURS),
        (newer, Code.RECORD_NEWER),
        (torn, Code.RECORD_DAMAGED),
        (noise, Code.RECORD_DAMAGED),
    ],
)
def test_a_file_that_is_not_ours_is_told_and_left_alone(
    tmp_path: Path, spoil: Callable[[Path], None], code: Code
) -> None:
    path = tmp_path / NAME
    spoil(path)
    before = path.read_bytes()
    drafts = Drafts(tmp_path)
    first = drafts.renew("environment", sealing("Linux"))
    assert isinstance(drafts.trouble, Refused)
    assert drafts.trouble.code is code
    assert str(path) in str(drafts.trouble)
    assert path.read_bytes() == before
    # Viewing goes on, with one draft in memory; it is kept as soon as the file was moved away.
    assert drafts.renew("environment", sealing("Linux")) is first
    path.rename(tmp_path / "set-aside.db")
    assert drafts.renew("environment", sealing("Linux")) == first
    assert drafts.trouble is None
    assert Drafts(tmp_path).renew("environment", sealing("Linux")) == first


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()
    drafts = Drafts(tmp_path)
    drafts.renew("environment", sealing("Linux"))
    assert drafts.trouble is None


def test_a_file_locked_by_another_program_is_told_and_read_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.record.store.BUSY_SECONDS", 0.1)
    drafts = Drafts(tmp_path)
    drafts.renew("environment", sealing("Linux"))
    with closing(apsw.Connection(str(tmp_path / NAME))) as other:
        other.execute("BEGIN IMMEDIATE")
        held = drafts.renew("environment", sealing("Windows"))
        assert "locked" in str(drafts.trouble)
        other.execute("ROLLBACK")
    assert drafts.renew("environment", sealing("Windows")) == held
    assert drafts.trouble is None
