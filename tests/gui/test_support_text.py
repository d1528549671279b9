"""The text for support: what it leaves out of what messages say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.models import support


def test_the_system_s_own_words_about_our_folder_are_kept() -> None:
    text = "[Errno 13] Permission denied: '/home/anna/.local/Vitrine/vitrine.db'; “/etc/x” is 'odd"
    assert support.unquoted(text, ("/home/anna/.local/Vitrine", "/usr/share")) == (
        "[Errno 13] Permission denied: '/home/anna/.local/Vitrine/vitrine.db'; “…” is '…'"
    )


@pytest.mark.parametrize(
    ("user", "text", "shown"),
    [
        ("/home/anna", "/home/anna/x, /home/anna2 and /mnt/home/anna", "~/x, /home/anna2 and /mnt~"),
        ("/home/anna/", "in /home/anna.", "in ~."),
        ("C:\\Users\\Anna", "c:\\users\\anna\\x 'C:\\\\Users\\\\Anna\\\\x' C:/Users/Anna/x", "~\\x '~\\\\x' ~/x"),
        ("/", "/etc", "/etc"),
        ("~", "~/x", "~/x"),
    ],
)
def test_the_users_folder_is_written_as_a_tilde(user: str, text: str, shown: str) -> None:
    assert support.without_home(text, user) == shown


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.text(st.characters(codec="utf-8"), max_size=40))
def test_whatever_stands_around_it_the_users_folder_is_gone(before: str, after: str) -> None:
    user = "/home/someone"
    left = support.without_home(f"{before}{user}/{after}", user)
    assert f"{user}/" not in left
