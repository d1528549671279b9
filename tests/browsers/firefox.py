"""A real Firefox, spoken to by WebDriver BiDi."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.browser import extension
from tests.browsers.devtools import SECONDS, Wire, ending, soon, written

PROGRAM = "firefox-esr"
# Firefox gives the extension's own pages a number of each profile's own; here it is known.
NUMBER = "5d1c6c5e-3f43-4b0a-9a5e-0f6f3f0f7a11"
POPUP = f"moz-extension://{NUMBER}/popup.html"
# System access: BiDi may open the extension's own pages.
FLAGS = ("--headless", "--no-remote", "--remote-debugging-port=0", "--remote-allow-system-access")
QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9",
    "toolkit.telemetry.enabled": False,
}


class FirefoxPage:
    """One tab."""

    def __init__(self, wire: Wire, context: str) -> None:
        self._wire, self.context = wire, context

    def open(self, address: str) -> None:
        """Go there, and wait until it is loaded."""
        self._wire.call("browsingContext.navigate", {"context": self.context, "url": address, "wait": "complete"})

    def run(self, expression: str) -> Any:
        """What this comes to; it travels as JSON."""
        asked = f"Promise.resolve({expression}).then((found) => JSON.stringify(found ?? null))"
        target = {"context": self.context}
        found = self._wire.call("script.evaluate", {"expression": asked, "target": target, "awaitPromise": True})
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def click(self, selector: str) -> None:
        """Click in the middle of it."""
        target = {"context": self.context}
        asked = f"document.querySelector({json.dumps(selector)})"
        node = self._wire.call("script.evaluate", {"expression": asked, "target": target, "awaitPromise": False})
        origin = {"type": "element", "element": {"sharedId": node["result"]["sharedId"]}}
        moves = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        actions = [{"type": "pointer", "id": "mouse", "actions": moves}]
        self._wire.call("input.performActions", {"context": self.context, "actions": actions})


class Firefox:
    """Begins with the extension; what the user grants is clicked in the popup, and Firefox is set not to ask again."""

    def __init__(self, user: Path, names: Sequence[str], https: int = 443) -> None:
        """`names`: those that lead to this computer; `https`: to which port, in place of the usual one."""
        self.plugin_id = extension.firefox_id()
        self._profile = user / "firefox"
        self._profile.mkdir(exist_ok=True)
        own = {
            "extensions.webextensions.uuids": json.dumps({self.plugin_id: NUMBER}),
            "extensions.webextOptionalPermissionPrompts": False,
            "network.dns.localDomains": ",".join(names),
            "network.socket.forcePort": f"443={https}",
        }
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in {**QUIET, **own}.items()]
        (self._profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [PROGRAM, *FLAGS, "--profile", str(self._profile)]
        environment = {**os.environ, "HOME": str(user)}
        environment.pop("XDG_CONFIG_HOME", None)
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with ending(self._process):
            place = json.loads(written(self._profile / "WebDriverBiDiServer.json"))
            self._wire = Wire(f"ws://{place['ws_host']}:{place['ws_port']}/session")
            self._wire.call("session.new", {"capabilities": {}})
            data = {"type": "path", "path": str(extension.folder())}
            installed = self._wire.call("webExtension.install", {"extensionData": data})
            assert installed["extension"] == self.plugin_id
            [self._first] = self._tabs()

    def page(self) -> FirefoxPage:
        """A new tab, beside the first one."""
        beside = {"type": "tab", "referenceContext": self._first}
        return FirefoxPage(self._wire, self._wire.call("browsingContext.create", beside)["context"])

    def private_page(self) -> FirefoxPage:
        """A tab in a private window, which Firefox's own window opens."""
        before = set(self._tabs())
        [window, *_] = self._tabs("chrome")
        asked = "OpenBrowserWindow({private: true}); 0"
        self._wire.call("script.evaluate", {"expression": asked, "target": {"context": window}, "awaitPromise": False})
        [tab] = soon(lambda: set(self._tabs()) - before)
        page = FirefoxPage(self._wire, tab)
        # It shows a page of Firefox's own first.
        soon(lambda: page.run("document.readyState === 'complete' && location.href === 'about:privatebrowsing'"))
        return page

    def _tabs(self, scope: str = "content") -> list[str]:
        found = self._wire.call("browsingContext.getTree", {"moz:scope": scope, "maxDepth": 0})
        return [each["context"] for each in found["contexts"]]

    def popup(self) -> FirefoxPage:
        """The popup, in a tab."""
        page = self.page()
        page.open(POPUP)
        return page

    def close(self) -> None:
        """As a user does."""
        with ending(self._process):
            self._wire.call("browser.close")
            self._wire.close()
            self._process.wait(SECONDS)
