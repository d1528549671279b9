"""What the user set, and the one thing of it that lies in no file: the proxy's password."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.proxy import Proxy, parse_proxy
from core.secrets import Secrets
from core.settings import Settings, changed, load_settings, save_settings
from core.strict import Refused
from core.text import visible

SECRET = "proxy"
LONGEST_PASSWORD = 1024
IN_KEYRING, NOT_SET = "set, in the keyring", "not set"
NO_USER = "The proxy names no user, so no password is asked for: it is written http://USER@HOST:PORT."
UNSEEN = f"A password has at most {LONGEST_PASSWORD} characters, all of which can be seen."
NO_PASSWORD = "The password for the proxy is {}, so nothing was sent. To set it: vitrinectl settings set proxy_password"


class Preferences:
    """Of one home. The file is read anew each time: a terminal may have changed it while a window is open."""

    def __init__(self, home: Path, secrets: Secrets) -> None:
        self._home, self._secrets = home, secrets

    def load(self) -> Settings:
        """What is set now. Raises Refused."""
        return load_settings(self._home)

    def change(self, key: str, text: str) -> Settings:
        """Set `key` to what a person typed. Raises Refused, and has changed nothing then."""
        settings = changed(self.load(), key, text)
        save_settings(self._home, settings)
        return settings

    def proxy(self) -> Proxy | None:
        """The proxy with its password; None where none is set. Raises Refused: then nothing may be sent around it."""
        proxy = self._proxy()
        if proxy is None or not proxy.user:
            return proxy
        password = self._password(proxy)
        if password is None:
            raise Refused(NO_PASSWORD.format(self.password()))
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
        return f"set. {why}" if is_set else f"not known. {why}"

    @property
    def why(self) -> str:
        """Why the keyring did not serve when it was asked last; "" where it did."""
        return self._secrets.why

    def set_password(self, text: str) -> str:
        """Keep it, for this proxy and this user; "" forgets it. Where it lies now. Raises Refused."""
        proxy = self._proxy()
        if not text:
            self._secrets.delete(SECRET)
            return NOT_SET
        if proxy is None or not proxy.user:
            raise Refused(NO_USER)
        if len(text) > LONGEST_PASSWORD or visible(text) != text:
            raise Refused(UNSEEN)
        self._secrets.write(SECRET, f"{_whose(proxy)}\n{text}")
        return self.password()

    def _proxy(self) -> Proxy | None:
        return parse_proxy(self.load().proxy)

    def _password(self, proxy: Proxy) -> str | None:
        """Never one that was set for another proxy, or for another user."""
        whose, _, password = (self._secrets.read(SECRET) or "").partition("\n")
        return password if whose == _whose(proxy) else None


def _whose(proxy: Proxy) -> str:
    return f"{proxy.user}@{proxy.place}"
