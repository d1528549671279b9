"""What the user set: a small file that a person can read; and a proxy's password, which lies in the keyring."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_type_hints

import msgspec

from core.errors import Refused, WrongUsage
from core.files import Strict, parse
from core.lock import ChangingLock
from core.network.proxy import Proxy, parse_proxy
from core.record.events import Event, How
from core.record.ledger import Ledger
from core.record.rows import WITH_PATH
from core.secrets import Secrets, in_memory
from core.text import failure, visible

NAME = "settings.json"
LARGEST_NUMBER = 3600
FOLDERS = ("rules_folder", "watched_folder")
Folder = Annotated[str, msgspec.Meta(max_length=4096)]
Theme = Literal["system", "light", "dark", "contrast"]


class Settings(Strict, frozen=True):
    """`text_percent`: the size of all text; `refresh_seconds`: how often the viewer reads the values again;
    `send_paths`: the path belongs to the web addresses that are told; `rules_folder`: the user's own YARA rules;
    `watched_folder`: its new and changed files are checked while the viewer is open. "" is no folder.

    `interval_hours`: how often snapshots go, 0 or less than the product's is as the product says; `keep_days`: what
    finished longer ago is erased here, 0 keeps all; `proxy`: through which sending goes, without its password."""

    theme: Theme = "system"
    text_percent: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    refresh_seconds: Annotated[int, msgspec.Meta(ge=2, le=LARGEST_NUMBER)] = 5
    send_paths: bool = False
    rules_folder: Folder = ""
    watched_folder: Folder = ""
    interval_hours: Annotated[int, msgspec.Meta(ge=0, le=24 * 366)] = 0
    keep_days: Annotated[int, msgspec.Meta(ge=0, le=3660)] = 0
    proxy: Annotated[str, msgspec.Meta(max_length=512)] = ""

    def __post_init__(self) -> None:
        parse_proxy(self.proxy)


_SHAPES = get_type_hints(Settings, include_extras=True)


def load_settings(home: Path) -> Settings:
    """The settings kept in `home`; defaults where there are none. Raises Refused."""
    path = home / NAME
    # A link that leads nowhere is not the same as no settings.
    if not os.path.lexists(path):
        return Settings()
    try:
        return _whole(parse(path))
    except WrongUsage as error:
        # Whoever wrote the file did not type it here.
        raise Refused(f"{path}: {error}") from error


def changed(settings: Settings, key: str, text: str) -> Settings:
    """`settings` with `key` set from what a person typed. Raises WrongUsage; Refused for a folder that is not there."""
    if key in FOLDERS:
        return _whole({**msgspec.structs.asdict(settings), key: _folder(key, text)})
    whole = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER))
    plain = text if key == "proxy" else {"true": True, "false": False}.get(text, text)
    value = int(text) if whole and key != "proxy" else plain
    return _whole({**msgspec.structs.asdict(settings), key: value})


def _whole(data: Any) -> Settings:
    """Raises WrongUsage, which names the setting and what it may be."""
    if not isinstance(data, dict):
        raise WrongUsage("it must hold one object, of settings and their values.")
    if unknown := sorted(data.keys() - set(Settings.__struct_fields__)):
        known = ", ".join(Settings.__struct_fields__)
        raise WrongUsage(f"there is no setting “{visible(str(unknown[0])[:80])}”. Settings: {known}.")
    for key, value in data.items():
        _check(key, value)
    try:
        return msgspec.convert(data, Settings)
    except msgspec.ValidationError as error:
        raise WrongUsage(f"proxy: {error}.") from error


def _check(key: str, value: Any) -> None:
    try:
        msgspec.convert(value, _SHAPES[key])
    except msgspec.ValidationError as error:
        raise WrongUsage(f"{key} is {_words(_SHAPES[key], value)}.") from error


def _words(shape: Any, given: Any) -> str:
    """What a setting of this type may be. A text is never quoted: it may hold a password."""
    typed = (given if isinstance(given, str) else msgspec.json.encode(given).decode())[:40]
    limits = next(iter(getattr(shape, "__metadata__", ())), msgspec.Meta())
    if limits.max_length:
        return f"a text of at most {limits.max_length} characters"
    if limits.le:
        return f"a whole number from {limits.ge} to {limits.le}, not “{typed}”"
    return f"{' or '.join(get_args(shape)) or 'true or false'}, not “{typed}”"


def _folder(key: str, text: str) -> str:
    """The folder as the file keeps it; it must be there now, and may be gone whenever it is used."""
    if not text:
        return ""
    path = Path(text).absolute()
    try:
        found = path.is_dir()
    except OSError:
        found = False
    if not found:
        raise Refused(f"{key}: “{text}” is not a folder you can read.")
    if visible(str(path)) != str(path):
        raise Refused(f"{key}: “{text}” holds a character that cannot be seen, so the settings cannot keep it.")
    return str(path)


def save_settings(home: Path, settings: Settings) -> None:
    """Replace the file in one step, so that a crash leaves the old or the new. Raises Refused."""
    path, fresh = home / NAME, home / f"{NAME}.{os.getpid()}.new"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with fresh.open("xb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise Refused(f"{path} cannot be written: {failure(error)}.") from error


Lock: TypeAlias = Callable[[], AbstractContextManager[object]]
SECRET = "proxy"
LONGEST_PASSWORD = 1024
IN_KEYRING, NOT_SET = "set, in the keyring", "not set"
NO_USER = "The proxy names no user, so no password is asked for: it is written http://USER@HOST:PORT."
NOT_FORGOTTEN = "The proxy’s password was not deleted. {}: it may still lie there. Try again once the keyring answers."
UNSEEN = f"A password has at most {LONGEST_PASSWORD} characters, all of which can be seen."
NO_PASSWORD = "The password for the proxy is {}, so nothing was sent. To set it: vitrinectl settings set proxy_password"


class NotForgotten(Refused):
    """The keyring may still hold the proxy's password."""


class SettingsStore:
    """Of one home. The file is read anew each time: a terminal may have changed it while a window is open."""

    def __init__(self, home: Path, secrets: Secrets, ledger: Ledger, lock: Lock) -> None:
        """`ledger`: this home's record; `lock`: held by whoever sends."""
        self._home, self._secrets, self._ledger, self._lock = home, secrets, ledger, lock

    def load(self) -> Settings:
        """What is set now. Raises Refused."""
        return load_settings(self._home)

    def change(self, key: str, text: str, how: How = "window") -> Settings:
        """Set `key` to what a person typed. Raises Refused or OSError, and has changed nothing then; Busy where it has,
        and somebody is still sending; NotForgotten where it has, and the proxy's password may still be kept."""
        # What cannot be is refused before a home is made for it.
        changed(self.load(), key, text)
        event = None
        with ChangingLock(self._home):
            before = self.load()
            settings = changed(before, key, text)
            if before.send_paths and not settings.send_paths:
                event = self._end_paths(before, settings, how)
            else:
                save_settings(self._home, settings)
        if event is not None:
            # Returns when no path can leave any more.
            with self._lock():
                self._ledger.stop(event, [WITH_PATH])
        if _user(before) and not _user(settings):
            self._forget("The proxy was changed. ")
        return settings

    def _end_paths(self, before: Settings, settings: Settings, how: How) -> Event:
        """Off means off for what waits too: it is a decision, written down with the setting or not at all."""
        save = partial(save_settings, self._home, settings)
        try:
            return self._ledger.append("paths_off", detail={"how": how}, ending=[WITH_PATH], keep=save)
        except BaseException:
            with suppress(Refused):
                save_settings(self._home, before)
            raise

    def proxy(self) -> Proxy | None:
        """The proxy with its password; None where none is set. Raises Refused: then nothing may be sent around it."""
        proxy = self._proxy()
        if proxy is None or not proxy.user:
            return proxy
        password = self._password(proxy)
        if password is None:
            raise Refused(NO_PASSWORD.format(self.password().removesuffix(".")))
        return replace(proxy, password=password)

    def password(self) -> str:
        """Whether a password is set for the proxy, and where it lies. May wait for the keyring. Raises Refused."""
        proxy = self._proxy()
        if proxy is None or not proxy.user:
            return NOT_SET
        is_set = self._password(proxy) is not None
        if self._secrets.kept == "keyring":
            return IN_KEYRING if is_set else NOT_SET
        why = self._secrets.why
        return f"set. {in_memory(why)}" if is_set else f"not known. {why}."

    @property
    def why(self) -> str:
        """Why the keyring did not serve when it was asked last; "" where it did."""
        return self._secrets.why

    def set_password(self, text: str) -> str:
        """Keep it, for this proxy and this user; "" forgets it. Where it lies now. Raises Refused."""
        proxy = self._proxy()
        if not text:
            self._forget()
            return self.password()
        if proxy is None or not proxy.user:
            raise Refused(NO_USER)
        if len(text) > LONGEST_PASSWORD or visible(text) != text:
            raise Refused(UNSEEN)
        self._secrets.write(SECRET, f"{_whose(proxy)}\n{text}")
        return self.password()

    def _forget(self, done: str = "") -> None:
        """Raises NotForgotten where the keyring may still hold it, and says what is `done` all the same."""
        self._secrets.delete(SECRET)
        if self._secrets.owes(SECRET):
            raise NotForgotten(f"{done}{NOT_FORGOTTEN.format(self._secrets.why)}")

    def _proxy(self) -> Proxy | None:
        return parse_proxy(self.load().proxy)

    def _password(self, proxy: Proxy) -> str | None:
        """Never one that was set for another proxy, or for another user."""
        whose, _, password = (self._secrets.read(SECRET) or "").partition("\n")
        return password if whose == _whose(proxy) else None


def _user(settings: Settings) -> str:
    proxy = parse_proxy(settings.proxy)
    return proxy.user if proxy else ""


def _whose(proxy: Proxy) -> str:
    return f"{proxy.user}@{proxy.place}"
