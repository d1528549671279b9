"""What the user set, and the one thing of it that lies in no file: the proxy's password."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from core.ledger.events import Event, How
from core.ledger.ledger import Ledger
from core.ledger.rows import WITH_PATH
from core.lock import ChangingLock
from core.proxy import Proxy, parse_proxy
from core.secrets import Secrets, in_memory
from core.settings import Settings, changed, load_settings, save_settings
from core.strict import Refused
from core.text import visible

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


class Preferences:
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
