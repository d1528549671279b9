"""The text for support: what it leaves out of what messages say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.state import support


def test_the_system_s_own_words_about_our_folder_are_kept() -> None:
    text = "[Errno 13] Permission denied: '/home/anna/.local/Vitrine/vitrine.db'; “/etc/x” is 'odd"
    assert support.unquoted(text, ("/home/anna/.local/Vitrine", "/usr/share")) == (
        "[Errno 13] Permission denied: '/home/anna/.local/Vitrine/vitrine.db'; “…”"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x.json: Object contains unknown field `canary`.", "x.json: Object contains unknown field `…`."),
        ("theme is dark, not “”canary“”.", "theme is dark, not “…”."),
        ("'it\\'s canary \" x' is odd", "'…' is odd"),
        ("`a` canary `b`: odd", "`…`: odd"),
        ("not “a' canary…; 3 of 9 items", "not “…”"),
        ("'/ours/x.db' of `canary` is odd", "'/ours/x.db' of `…` is odd"),
        ("'/ours/x.db' and nothing more", "'/ours/x.db' and nothing more"),
        ("nothing is quoted", "nothing is quoted"),
    ],
)
def test_what_a_message_quotes_is_left_out_however_it_is_quoted(text: str, shown: str) -> None:
    assert support.unquoted(text, ("/ours",)) == shown


ANYTHING = st.text(st.characters(codec="utf-8"), max_size=20)
QUOTING = [
    "x: not “{}”.",
    "unknown field `{}` - at `$`.",
    "'{}' is odd",
    '"{}", or “more”',
    "cut “{}…",
    "cut `{}…; 3 of 9",
]


@given(ANYTHING, ANYTHING, st.sampled_from(QUOTING))
def test_whatever_a_file_holds_none_of_it_gets_out_of_its_quotes(before: str, after: str, message: str) -> None:
    assert "canary" not in support.unquoted(message.format(f"{before}canary{after}"), ("/ours",))


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
