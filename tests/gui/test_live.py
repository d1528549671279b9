"""One reading of everything, made whole on the worker: what pages show of it always fits together."""

from __future__ import annotations

from pathlib import Path

from core import paths
from core.catalogue import load_catalogue
from core.reading import Fact, Reason, absent
from core.record.store import NAME
from gui.state.snapshot import read
from tests.engines import engine

CATALOGUE = load_catalogue(paths.resources() / "catalogue", frozenset())
ITEMS = sum(len(category.items) for category in CATALOGUE.categories.values())


def broken_device() -> dict[str, Fact]:
    """A device of which nothing could be read."""
    failed = absent(Reason.FAILED, "/etc/os-release: Input/output error")
    return {item.key: failed for item in CATALOGUE.categories["environment"].items}


def test_every_group_comes_with_the_request_of_its_own_bytes(tmp_path: Path) -> None:
    live = read(engine(tmp_path))
    assert list(live.groups) == list(CATALOGUE.categories)
    assert live.problems == []
    assert live.values == (ITEMS, ITEMS)
    for group in live.groups.values():
        envelope = group.shown.envelope
        assert (group.request is None) == (envelope is None)
        if envelope and group.request:
            assert group.request.body == envelope.body
            assert all(fragment.encode() in envelope.body for fragment in group.sent_as.values())


def test_one_failure_is_told_once_however_many_items_it_costs(tmp_path: Path) -> None:
    live = read(engine(tmp_path, collectors={"environment": broken_device}))
    assert live.problems == ["/etc/os-release: Input/output error"]
    assert live.values == (ITEMS - len(CATALOGUE.categories["environment"].items), ITEMS)


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    live = read(engine(tmp_path / "file" / "home", keeps=True))
    assert len(live.problems) == 1
    assert "Nothing can be kept" in live.problems[0]
    assert live.values == (ITEMS, ITEMS)


def test_a_foreign_state_file_is_told_and_nothing_is_hidden(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"foreign" * 1000)
    live = read(engine(tmp_path, keeps=True))
    assert len(live.problems) == 1
    assert NAME in live.problems[0]
    assert all(group.request for group in live.groups.values() if group.shown.category.is_snapshot)


def test_a_sample_is_never_an_envelope(tmp_path: Path) -> None:
    for group in read(engine(tmp_path)).groups.values():
        assert isinstance(group.sample_bytes, bytes)
        assert b"submission" not in group.sample_bytes
        assert set(group.sample) == {item.key for item in group.shown.category.items}
