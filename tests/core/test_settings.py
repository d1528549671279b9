"""What is promised of the settings: a small file a person can read, replaced in one step, and never guessed at."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from msgspec.structs import asdict

from core.errors import Code, Refused, WrongUsage
from core.lock import ChangingLock
from core.network.proxy import Proxy
from core.record.ledger import Ledger
from core.secrets import Secrets
from core.settings import NAME, Settings, SettingsStore, changed, load_settings, save_settings
from core.wording.errors import sentence
from core.wording.readings import written
from tests.commands import command, environment, run, vitrinectl
from tests.fakes.keyrings import Keeping, offered

GOOD = [
    ("theme", "dark"), ("theme", "contrast"), ("theme", "system"), ("text_percent", "100"), ("text_percent", "200"),
    ("refresh_seconds", "2"), ("refresh_seconds", "3600"), ("send_paths", "true"), ("send_paths", "false"),
    ("interval_hours", "0"), ("interval_hours", "8784"), ("keep_days", "0"), ("keep_days", "3660"), ("proxy", ""),
    ("proxy", "http://proxy.example:3128"), ("proxy", "http://DOMAIN%5Csome%20body@[2001:db8::1]:1"),
]  # fmt: skip
WRONG = [
    ("theme", ""), ("theme", "Dark"), ("theme", "pink\u202e"), ("theme", "1"), ("text_percent", "99"),
    ("text_percent", "201"), ("text_percent", "1e2"), ("text_percent", "\uff11\uff10\uff10"), ("text_percent", "-100"),
    ("text_percent", " 150"), ("text_percent", "true"), ("refresh_seconds", "1"), ("refresh_seconds", "3601"),
    ("refresh_seconds", "9" * 10_000), ("refresh_seconds", "²"), ("nothing", "1"), ("send_paths", "1"),
    ("send_paths", "True"), ("send_paths", "yes"), ("send_paths", ""),
    ("interval_hours", "8785"), ("interval_hours", "-1"), ("keep_days", "3661"), ("keep_days", ""),
    ("keep_days", "1.5"),
]  # fmt: skip


def test_without_a_file_there_are_defaults_and_none_is_made(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "home") == Settings("system", 100, 5)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(("key", "text"), GOOD)
def test_what_was_set_is_there_again(tmp_path: Path, key: str, text: str) -> None:
    home = tmp_path / "new" / "home"
    save_settings(home, changed(load_settings(home), key, text))
    assert written(getattr(load_settings(home), key)) == text
    assert json.loads((home / NAME).read_bytes()).keys() == set(Settings.__struct_fields__)
    assert [path.name for path in home.iterdir()] == [NAME]


@pytest.mark.parametrize(("key", "text"), WRONG)
def test_a_wrong_setting_is_refused_in_one_line(key: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        changed(Settings(), key, text)
    assert sentence(refused.value).isprintable()
    assert key in sentence(refused.value)
    assert not [raw for raw in ("$", "Expected", "Invalid", "`") if raw in sentence(refused.value)]


BAD_PROXIES = [
    "proxy.example:3128", "http://proxy.example", "https://proxy.example:3128", "socks5://proxy.example:1080", "true",
    "http://proxy.example:0", "http://proxy.example:65536", "http://:3128", "http://@proxy.example:3128", "1", "http://",
    "http://proxy.example:3128/path", "http://proxy.example:3128?x", "http://pro xy.example:3128", " ", "HTTP://x:1",
    "http://user%3Apass@proxy.example:1", "http://user%0D%0AX@proxy.example:1", "http://%FF@proxy.example:1",
    "http://us\u200ber@proxy.example:1", "http://pröxy.example:3128", "http://proxy.example:3128\n", "x" * 600,
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_PROXIES)
def test_a_proxy_of_another_form_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(Refused) as refused:
        changed(Settings(), "proxy", text)
    assert refused.value.code in (Code.SETTING_NO_PROXY, Code.SETTING_TOO_LONG)
    assert sentence(refused.value).isprintable()
    assert "proxy.example" not in sentence(refused.value)


@pytest.mark.parametrize("text", ["http://somebody:hunter2@proxy.example:1", "http://a:hunter2@b@proxy.example:1"])
def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    done = vitrinectl(tmp_path / "home", "settings", "set", "proxy", text)
    assert (done.code, done.out) == (2, b"")
    assert "asked for apart" in done.line or "USER@HOST:PORT" in done.line
    assert "hunter2" not in done.line
    assert not (tmp_path / "home").exists()
    (tmp_path / NAME).write_text(json.dumps({"proxy": text}), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_settings(tmp_path)
    assert refused.value.about["file"] == tmp_path / NAME
    assert "hunter2" not in sentence(refused.value)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"theme": "pink"}', '{"nothing": 1}', '{"text_percent": 100.5}'])
def test_a_spoilt_file_is_refused_and_stays_as_it_is(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_settings(tmp_path)
    assert NAME in sentence(refused.value)
    assert not isinstance(refused.value, WrongUsage)
    assert (tmp_path / NAME).read_text(encoding="utf-8") == content


def test_paths_in_the_file_count_only_where_the_record_says_so(tmp_path: Path) -> None:
    save_settings(tmp_path, Settings(theme="dark", send_paths=True))
    store = SettingsStore(tmp_path, Secrets("test"), Ledger(tmp_path), nullcontext)
    assert store.load() == Settings(theme="dark", send_paths=False)
    store.change("send_paths", "false")
    store.change("send_paths", "true")
    assert store.load() == Settings(theme="dark", send_paths=True)
    store.change("send_paths", "false")
    save_settings(tmp_path, Settings(theme="dark", send_paths=True))
    assert store.load() == Settings(theme="dark", send_paths=False)


def test_a_full_disk_leaves_the_old_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    save_settings(tmp_path, Settings(theme="dark"))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused) as refused:
        save_settings(tmp_path, Settings(theme="light"))
    assert "No space left" in sentence(refused.value)
    assert load_settings(tmp_path).theme == "dark"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("below", ["", "home"])
def test_a_home_that_is_a_file_is_refused_in_one_line(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    done = vitrinectl(tmp_path / "file" / below, "settings", "set", "theme", "dark")
    assert done.code == 1
    assert "file" in done.line
    assert "Error" not in done.line
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_the_command_changes_one_setting_and_prints_them(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert vitrinectl(home, "settings", "set", "theme", "dark").out == b"theme = dark\n"
    assert vitrinectl(home, "settings", "set", "text_percent", "150").out == b"text_percent = 150\n"
    everything = vitrinectl(home, "settings", "--json")
    assert json.loads(everything.out).items() >= {**asdict(Settings()), "theme": "dark", "text_percent": 150}.items()
    assert vitrinectl(home, "settings", "get", "theme").out == b"theme = dark\n"


def test_the_command_refuses_what_it_cannot_set_and_changes_nothing(tmp_path: Path) -> None:
    done = vitrinectl(tmp_path / "home", "settings", "set", "theme", "pi\u202enk")
    assert (done.code, done.out) == (2, b"")
    assert done.line == "vitrinectl: theme is system or light or dark or contrast, not “pi<U+202E>nk”."
    assert not (tmp_path / "home").exists()


def test_a_new_home_is_the_users_alone(tmp_path: Path) -> None:
    save_settings(tmp_path / "home", Settings())
    shared = stat.S_IMODE((tmp_path / "home").stat().st_mode) & 0o077
    assert shared == 0 or sys.platform == "win32"


USED = "http://somebody@proxy.example:3128"


@pytest.fixture
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SettingsStore:
    """Of a home on a computer whose keyring keeps what it is given."""
    offered(monkeypatch, "Keeping")
    return SettingsStore(tmp_path, Secrets("a test"), Ledger(tmp_path), nullcontext)


def test_a_password_lies_in_the_keyring_and_in_no_file(preferences: SettingsStore, tmp_path: Path) -> None:
    preferences.change("proxy", USED)
    assert preferences.password() == (False, None)
    assert preferences.set_password("a pass:wörd") == (True, None)
    assert SettingsStore(tmp_path, Secrets("a test"), Ledger(tmp_path), nullcontext).proxy() == Proxy(
        "proxy.example", 3128, "somebody", "a pass:wörd"
    )
    assert {path.name for path in tmp_path.iterdir()} == {NAME, ChangingLock.file}
    assert "wörd" not in (tmp_path / NAME).read_text(encoding="utf-8")
    assert "wörd" not in repr(preferences.proxy())
    assert preferences.set_password("") == (False, None)
    assert Keeping.kept == {}


@pytest.mark.parametrize("other", ["http://else@proxy.example:3128", "http://somebody@proxy.example:3129"])
def test_a_password_is_for_one_proxy_and_one_user(preferences: SettingsStore, other: str) -> None:
    preferences.change("proxy", USED)
    preferences.set_password("a password")
    preferences.change("proxy", other)
    assert preferences.password() == (False, None)
    with pytest.raises(Refused) as refused:
        preferences.proxy()
    assert refused.value.code is Code.PASSWORD_NOT_SET
    preferences.change("proxy", USED)
    assert preferences.password() == (True, None)


@pytest.mark.parametrize("text", ["x" * 1025, "two\nlines", "un\u200bseen", "nul\0"])
def test_a_password_that_cannot_be_one_is_refused_and_not_repeated(preferences: SettingsStore, text: str) -> None:
    preferences.change("proxy", USED)
    with pytest.raises(Refused) as refused:
        preferences.set_password(text)
    assert text[:4] not in sentence(refused.value)
    assert Keeping.kept == {}


def test_nobody_is_asked_for_a_password_without_a_user(preferences: SettingsStore) -> None:
    preferences.change("proxy", "http://proxy.example:3128")
    assert preferences.proxy() == Proxy("proxy.example", 3128)
    with pytest.raises(Refused) as refused:
        preferences.set_password("a password")
    assert refused.value.code is Code.PASSWORD_NO_USER
    assert Keeping.kept == {}


def test_without_a_keyring_a_command_keeps_no_password_and_says_so(tmp_path: Path) -> None:
    vitrinectl(tmp_path, "settings", "set", "proxy", USED)
    done = run(command("core", "settings", "set", "proxy_password"), environment(tmp_path), typed=b"hunter2\n")
    assert (done.code, done.out) == (1, b"")
    assert done.line.endswith("cannot be kept beyond this command. This computer offers no keyring.")
    got = vitrinectl(tmp_path, "settings", "get", "proxy_password").out.decode()
    assert got == "proxy_password = not known. This computer offers no keyring.\n"
    assert b"hunter2" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("wrong", [["proxy_password", "hunter2"], ["theme"], ["proxy"]])
def test_a_password_on_the_command_line_and_a_missing_value_are_wrong_usage(tmp_path: Path, wrong: list[str]) -> None:
    done = vitrinectl(tmp_path / "home", "settings", "set", *wrong)
    assert (done.code, done.out) == (2, b"")
    assert b"hunter2" not in done.error
    assert not (tmp_path / "home").exists()


def test_whoever_asks_is_told_whether_there_is_a_password_and_never_which(tmp_path: Path) -> None:
    assert vitrinectl(tmp_path, "settings", "get", "proxy_password").out == b"proxy_password = not set\n"
    assert json.loads(vitrinectl(tmp_path, "settings", "--json").out)["proxy_password"] == "not set"
