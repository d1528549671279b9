"""Two homes, one browser: whoever is told to tell it of one takes nothing from the other in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Ended, vitrinectl

ENTRIES = (
    (".config/chromium", ".config/chromium/NativeMessagingHosts/org.vitrine.browser.json"),
    (".mozilla", ".mozilla/native-messaging-hosts/org.vitrine.browser.json"),
)


class User:
    """Of one computer, with browsers that were started once, and two homes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.one, self.other = folder / "one", folder / "other"
        self.entries = [folder / entry for _, entry in ENTRIES]
        for browser, _ in ENTRIES:
            (folder / browser).mkdir(parents=True)

    def does(self, home: Path, *words: str) -> Ended:
        """Give the command."""
        return vitrinectl(home, "browser", *words, HOME=str(self._folder), XDG_CONFIG_HOME="")

    def told(self) -> set[str]:
        """The homes of the programs that the browsers would start."""
        there = [entry for entry in self.entries if entry.exists()]
        return {str(Path(json.loads(entry.read_bytes())["path"]).parents[1]) for entry in there}


@pytest.fixture
def user(tmp_path: Path) -> User:
    """Whose browsers are told of the first home."""
    found = User(tmp_path)
    assert found.does(found.one, "install").code == 0
    assert found.told() == {str(found.one)}
    return found


def test_another_home_does_not_take_over_a_browser_without_a_word_of_the_user(user: User) -> None:
    done = user.does(user.other, "install")
    assert (done.code, done.out) == (1, b"")
    assert str(user.one) in done.line
    assert "--take-over" in done.line
    assert user.told() == {str(user.one)}
    assert user.does(user.other, "install", "--take-over").code == 0
    assert user.told() == {str(user.other)}


def test_the_same_home_may_tell_again(user: User) -> None:
    assert user.does(user.one, "install").code == 0


def test_removing_takes_back_what_is_of_this_home_and_names_the_rest(user: User) -> None:
    done = user.does(user.other, "remove")
    assert done.code == 0
    assert done.out.decode().count("Left: ") == len(ENTRIES)
    assert str(user.one) in done.out.decode()
    assert user.told() == {str(user.one)}
    left = json.loads(user.does(user.other, "remove", "--json").out)["left"]
    assert {each["path"] for each in left} == set(map(str, user.entries))
    assert b"Left" not in user.does(user.one, "remove").out
    assert user.told() == set()


def test_an_entry_that_leads_nowhere_is_nobodys(user: User) -> None:
    (user.one / "browser" / "regular").unlink()
    assert user.does(user.other, "install").code == 0
    assert user.told() == {str(user.other)}
