"""Two processes that change what is set at the same time: no change that was answered as done is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from core.browser.sites import Sites
from core.errors import Busy, Code, Refused
from core.lock import ChangingLock
from core.record.ledger import Ledger
from core.secrets import Secrets
from core.settings import Settings, SettingsStore, load_settings
from tests.commands import REPOSITORY

TIMES = 30
SITES = f"""
import sys
from pathlib import Path
from core.browser.sites import Sites
sites = Sites(Path(sys.argv[1]), [])
for number in range({TIMES}):
    sites.add(f"{{sys.argv[2]}}{{number}}.example")
"""
# Each process alone changes its setting, so it must find there what it put there.
SETTINGS = f"""
import sys
from contextlib import nullcontext
from pathlib import Path
from core.record.ledger import Ledger
from core.settings import SettingsStore
from core.secrets import Secrets
home, key = Path(sys.argv[1]), sys.argv[2]
preferences = SettingsStore(home, Secrets("a test"), Ledger(home), nullcontext)
for number in range({TIMES}):
    preferences.change(key, str(100 + number))
    assert getattr(preferences.load(), key) == 100 + number, number
"""


def both(code: str, home: Path, *each: str) -> None:
    """Run it in a process for each of these words, all at once; each must end well."""
    with ExitStack() as stack:
        command = [sys.executable, "-c", code, str(home)]
        running = [stack.enter_context(subprocess.Popen([*command, word], cwd=REPOSITORY)) for word in each]
        assert [process.wait(60) for process in running] == [0] * len(each)


def test_of_sites_that_two_browsers_add_none_is_lost(tmp_path: Path) -> None:
    both(SITES, tmp_path, "one", "two")
    expected = {f"{word}{number}.example" for word in ("one", "two") for number in range(TIMES)}
    assert {site.host for site in Sites(tmp_path, []).all()} == expected


def test_of_settings_that_two_programs_change_none_is_lost(tmp_path: Path) -> None:
    both(SETTINGS, tmp_path, "text_percent", "keep_days")
    found = load_settings(tmp_path)
    assert (found.text_percent, found.keep_days) == (99 + TIMES, 99 + TIMES)


@contextmanager
def sending() -> Iterator[None]:
    """A sender that does not end in time."""
    raise Busy(Code.BUSY_SENDING)
    yield


def test_whoever_waits_for_the_sender_keeps_nobody_from_changing_what_is_set(tmp_path: Path) -> None:
    mine = SettingsStore(tmp_path, Secrets("a test"), Ledger(tmp_path), sending)
    mine.change("send_paths", "true")
    with pytest.raises(Busy):
        mine.change("send_paths", "false")
    with ChangingLock(tmp_path, 0):
        # Busy means that all but the sender is done; here nothing is.
        with pytest.raises(Refused) as refused, ChangingLock(tmp_path, 0):
            pass
        assert refused.value.code is Code.BUSY_CHANGING
        assert not isinstance(refused.value, Busy)
    assert load_settings(tmp_path) == Settings()
