"""What the user set: a small file that a person can read; and a proxy's password, which lies in the keyring."""

import dataclasses
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args, get_type_hints

import msgspec

from core.errors import Code, Refused, WrongUsage
from core.files import Strict, parse, replace
from core.lock import ChangingLock
from core.network.proxy import Proxy, parse_proxy
from core.record.events import Event, How
from core.record.ledger import WITH_PATH, Ledger
from core.secrets import Secrets, Why
from core.text import visible

NAME = "settings.json"
LARGEST_NUMBER = 3600
FOLDERS = ("rules_folder", "watched_folder")
SECRET = "proxy"
LONGEST_PASSWORD = 1024
Folder = Annotated[str, msgspec.Meta(max_length=4096)]
Theme = Literal["system", "light", "dark", "contrast"]
Lock: TypeAlias = Callable[[], AbstractContextManager[object]]


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

    @property
    def asked_by(self) -> str:
        """Who asks which proxy, `user@place`; "" where there is no proxy or it names nobody. Raises WrongUsage."""
        proxy = parse_proxy(self.proxy)
        return f"{proxy.user}@{proxy.place}" if proxy and proxy.user else ""


class PasswordPlace(NamedTuple):
    """Whether a password is set for the proxy; `why`: why the keyring cannot tell or keep it, None where it does."""

    is_set: bool
    why: Why | None


class NotForgotten(Refused):
    """The keyring may still hold the proxy's password."""


class SettingsStore:
    """The settings of one home. The file is read anew each time: a terminal may have changed it while a window is
    open."""

    def __init__(self, home: Path, secrets: Secrets, ledger: Ledger, lock: Lock) -> None:
        """`ledger`: this home's record; `lock`: held by whoever sends."""
        self._home, self._secrets, self._ledger, self._lock = home, secrets, ledger, lock

    def load(self) -> Settings:
        """Return what is set now. Raises Refused. What allows something counts only where the record says so too:
        whoever writes the file has decided nothing."""
        settings = load_settings(self._home)
        if settings.send_paths and not self._paths_decided():
            return msgspec.structs.replace(settings, send_paths=False)
        return settings

    def _paths_decided(self) -> bool:
        try:
            last = self._ledger.last("paths_on", "paths_off")
        except (OSError, Refused):
            return False
        return last is not None and last.kind == "paths_on"

    def change(self, key: str, text: str, how: How = "window") -> Settings:
        """Set `key` to what a person typed. Raises Refused or OSError, and has changed nothing then; Busy where it has,
        and somebody is still sending; NotForgotten where it has, and the proxy's password may still be kept."""
        # What cannot be is refused before a home is made for it.
        changed(self.load(), key, text)
        event = None
        with ChangingLock(self._home):
            before = self.load()
            settings = changed(before, key, text)
            # The file may say what nobody decided: what counts is whether it was.
            if key == "send_paths" and settings.send_paths != self._paths_decided():
                event = self._decide_paths(before, settings, how)
            else:
                save_settings(self._home, settings)
        if event is not None and not settings.send_paths:
            # Returns when no path can leave any more.
            with self._lock():
                self._ledger.stop(event, [WITH_PATH])
        if before.asked_by and not settings.asked_by:
            self._forget(Code.PASSWORD_OUTLIVES_PROXY)
        return settings

    def _decide_paths(self, before: Settings, settings: Settings, how: How) -> Event:
        """It is a decision, written down with the setting or not at all. Off means off for what waits too."""
        save = partial(save_settings, self._home, settings)
        kind, ending = ("paths_on", ()) if settings.send_paths else ("paths_off", [WITH_PATH])
        try:
            return self._ledger.append(kind, detail={"how": how}, ending=ending, keep=save)
        except BaseException:
            with suppress(Refused):
                save_settings(self._home, before)
            raise

    def proxy(self) -> Proxy | None:
        """Return the proxy with its password, None where none is set. Raises Refused; then nothing may go around it."""
        settings = self.load()
        proxy = parse_proxy(settings.proxy)
        if proxy is None or not proxy.user:
            return proxy
        password = self._password(settings.asked_by)
        if password is not None:
            return dataclasses.replace(proxy, password=password)
        if why := self._secrets.why:
            raise Refused(Code.PASSWORD_NOT_KNOWN, why=why)
        raise Refused(Code.PASSWORD_NOT_SET)

    def password(self) -> PasswordPlace:
        """Return whether the proxy's password is set, and where it lies. May wait for the keyring. Raises Refused."""
        asked_by = self.load().asked_by
        if not asked_by:
            return PasswordPlace(False, None)
        return PasswordPlace(self._password(asked_by) is not None, self._secrets.why)

    def set_password(self, text: str) -> PasswordPlace:
        """Keep it, for this proxy and this user; "" forgets it. Returns where it lies now. Raises Refused."""
        asked_by = self.load().asked_by
        if not text:
            self._forget(Code.PASSWORD_NOT_FORGOTTEN)
            return self.password()
        if not asked_by:
            raise Refused(Code.PASSWORD_NO_USER)
        if len(text) > LONGEST_PASSWORD or visible(text) != text:
            raise Refused(Code.PASSWORD_UNFIT, limit=LONGEST_PASSWORD)
        self._secrets.write(SECRET, f"{asked_by}\n{text}")
        return self.password()

    def _forget(self, code: Code) -> None:
        """Raises NotForgotten with this code where the keyring may still hold it."""
        self._secrets.delete(SECRET)
        if self._secrets.owes(SECRET):
            raise NotForgotten(code, why=self._secrets.why)

    def _password(self, asked_by: str) -> str | None:
        """Never one that was set for another proxy, or for another user."""
        whose, _, password = (self._secrets.read(SECRET) or "").partition("\n")
        return password if whose == asked_by else None


def load_settings(home: Path) -> Settings:
    """Return the settings kept in `home`; defaults where there are none. Raises Refused."""
    path = home / NAME
    # A link that leads nowhere is not the same as no settings.
    if not os.path.lexists(path):
        return Settings()
    try:
        return _whole(parse(path))
    except WrongUsage as error:
        # Whoever wrote the file did not type it here.
        raise Refused(Code.FILE_UNFIT, file=path, why=error) from error


def save_settings(home: Path, settings: Settings) -> None:
    """Replace the file in one step, so that a crash leaves the old or the new. Raises Refused."""
    replace(home / NAME, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n", links=True)


def changed(settings: Settings, key: str, text: str) -> Settings:
    """Return `settings` with `key` set to what a person typed. Raises WrongUsage; Refused for a folder not there."""
    if key in FOLDERS:
        return _whole({**msgspec.structs.asdict(settings), key: _folder(key, text)})
    whole = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER))
    plain = text if key == "proxy" else {"true": True, "false": False}.get(text, text)
    value = int(text) if whole and key != "proxy" else plain
    return _whole({**msgspec.structs.asdict(settings), key: value})


_SHAPES = get_type_hints(Settings, include_extras=True)


def _whole(data: Any) -> Settings:
    """Raises WrongUsage, which names the setting and what it may be."""
    if not isinstance(data, dict):
        raise WrongUsage(Code.SETTINGS_NO_OBJECT)
    if unknown := sorted(data.keys() - _SHAPES.keys()):
        raise WrongUsage(Code.SETTING_UNKNOWN, given=visible(str(unknown[0])[:80]), known=list(_SHAPES))
    for key, value in data.items():
        try:
            msgspec.convert(value, _SHAPES[key])
        except msgspec.ValidationError as error:
            raise _wrong(key, value) from error
    settings = msgspec.convert(data, Settings)
    try:
        parse_proxy(settings.proxy)
    except WrongUsage as error:
        raise WrongUsage(Code.SETTING_NO_PROXY, why=error) from error
    return settings


def _wrong(key: str, given: Any) -> WrongUsage:
    """What a setting of this type may be. A text is never quoted: it may hold a password."""
    shape = _SHAPES[key]
    typed = (given if isinstance(given, str) else msgspec.json.encode(given).decode())[:40]
    limits = next(iter(getattr(shape, "__metadata__", ())), msgspec.Meta())
    if limits.max_length:
        return WrongUsage(Code.SETTING_TOO_LONG, setting=key, limit=limits.max_length)
    if limits.le:
        return WrongUsage(Code.SETTING_NO_NUMBER, setting=key, least=limits.ge, most=limits.le, given=typed)
    return WrongUsage(Code.SETTING_WORD_UNKNOWN, setting=key, one_of=get_args(shape) or ("true", "false"), given=typed)


def _folder(key: str, text: str) -> str:
    """The folder as the file keeps it; it must be there now, and may be gone whenever it is used."""
    if not text:
        return ""
    path = Path(text).absolute()
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where nobody may look
        raise Refused(Code.SETTING_NO_FOLDER, setting=key, given=text)
    if visible(str(path)) != str(path):
        raise Refused(Code.SETTING_UNSEEN, setting=key, given=text)
    return str(path)
