"""Speaks to a browser through its WebSocket: one command at a time, and every event kept until it is asked for."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from websockets.sync.client import connect

SECONDS = 30.0
TICK = 0.02
Found = TypeVar("Found")


class Page(Protocol):
    """A tab."""

    def open(self, address: str) -> None:
        """Go there, and wait until it is loaded."""

    def run(self, expression: str) -> Any:
        """What this JavaScript comes to in the page; of a promise, what it is resolved to."""

    def click(self, selector: str) -> None:
        """Click as a person does, in the middle of it."""


class Browser(Protocol):
    """A real browser with the extension, as the user has it."""

    plugin_id: str

    def page(self) -> Page:
        """A new tab."""

    def private_page(self) -> Page:
        """A tab in a private window."""

    def popup(self) -> Page:
        """What opens from the extension's button, in a tab of its own."""

    def close(self) -> None:
        """End it as a user does."""


class Wire:
    """One connection on which commands are answered and events are told."""

    def __init__(self, address: str) -> None:
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(address, max_size=None, proxy=None, open_timeout=SECONDS))
        self._number = 0
        self._told: list[dict[str, Any]] = []

    def close(self) -> None:
        """Speak no more."""
        self._open.close()

    def call(self, method: str, params: dict[str, Any] | None = None, **more: Any) -> Any:
        """What it answers. An error it tells is one here."""
        self._number += 1
        number = self._number
        self._socket.send(json.dumps({"id": number, "method": method, "params": params or {}, **more}))
        end = time.monotonic() + SECONDS
        while (found := self._next(end)).get("id") != number:
            self._told.append(found)
        assert "error" not in found, (method, found)
        return found["result"]

    def wait(self, method: str, session: str, **params: str) -> None:
        """Until that event came, of this session, with these params; those before it are forgotten."""

        def is_it(told: dict[str, Any]) -> bool:
            same = (told.get("method"), told.get("sessionId")) == (method, session)
            return same and params.items() <= told.get("params", {}).items()

        told, self._told = self._told, []
        end = time.monotonic() + SECONDS
        while not any(map(is_it, told)):
            told = [self._next(end)]

    def _next(self, end: float) -> dict[str, Any]:
        found = json.loads(self._socket.recv(timeout=max(TICK, end - time.monotonic())))
        assert isinstance(found, dict)
        return found


def until(page: Page, condition: str) -> None:
    """Wait until this JavaScript is true in the page."""
    look = f"const look = () => ({condition}) ? resolve(true) : setTimeout(look, 20); look();"
    page.run(f"new Promise((resolve) => {{ {look} }})")


@contextmanager
def ending(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A browser that cannot be spoken to is not left behind."""
    try:
        yield
    except BaseException:
        process.kill()
        process.wait()
        raise


def soon(look: Callable[[], Found]) -> Found:
    """What it finds, as soon as it finds something."""
    end = time.monotonic() + SECONDS
    while not (found := look()):
        assert time.monotonic() < end, look
        time.sleep(TICK)
    return found


def written(path: Path) -> str:
    """The file's text, as soon as a browser has written all of it: it then ends as such files do."""

    def whole() -> str:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return text if text.endswith("}") or "\n/" in text else ""

    return soon(whole)
