"""Speaks to a browser: Chromium's DevTools, one question at a time, everything else that is said kept."""

from __future__ import annotations

import json
import time
from typing import Any

from websockets.sync.client import connect

SECONDS = 30.0


class Wire:
    """One connection on which commands are answered and events are told."""

    def __init__(self, address: str) -> None:
        self._socket = connect(address, max_size=None, proxy=None, open_timeout=SECONDS)
        self._number = 0
        self.told: list[dict[str, Any]] = []

    def close(self) -> None:
        """Speak no more."""
        self._socket.close()

    def call(self, method: str, params: dict[str, Any], **more: Any) -> Any:
        """What it answers. An error it tells is one here."""
        self._number += 1
        number = self._number
        self._socket.send(json.dumps({"id": number, "method": method, "params": params, **more}))
        while (found := self._next(time.monotonic() + SECONDS)).get("id") != number:
            self.told.append(found)
        assert "error" not in found, (method, found)
        return found["result"]

    def wait(self, method: str, **params: Any) -> dict[str, Any]:
        """The first event of that name with these parameters, told already or still to come."""
        end, at = time.monotonic() + SECONDS, 0
        while True:
            for place, event in enumerate(self.told[at:], at):
                if event.get("method") == method and params.items() <= event["params"].items():
                    return self.told.pop(place)
            at = len(self.told)
            self.told.append(self._next(end))

    def _next(self, end: float) -> dict[str, Any]:
        found = json.loads(self._socket.recv(timeout=max(0.01, end - time.monotonic())))
        assert isinstance(found, dict)
        return found
