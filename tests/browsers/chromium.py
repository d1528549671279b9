"""A real Chromium, spoken to by its DevTools."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.browser import extension
from tests.browsers.devtools import SECONDS, Wire, ending, soon, written

PROGRAM = "chromium"
# As a test machine needs it: root has no sandbox, and nothing but the tests' own names is looked up or fetched.
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"),
)
RULES = "--host-resolver-rules={}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
PERMISSIONS = ("activeTab", "nativeMessaging", "scripting")


class ChromiumPage:
    """One tab."""

    def __init__(self, wire: Wire, target: str) -> None:
        self._wire = wire
        attached = wire.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        self.session: str = attached["sessionId"]
        self.call("Page.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    def call(self, method: str, **params: Any) -> Any:
        """A command to this tab."""
        return self._wire.call(method, params, sessionId=self.session)

    def open(self, address: str) -> None:
        """Go there, and wait until it is loaded."""
        found = self.call("Page.navigate", url=address)
        assert "errorText" not in found, found
        # Of this very load: an earlier one may have ended unheard.
        self._wire.wait("Page.lifecycleEvent", self.session, loaderId=found["loaderId"], name="load")

    def run(self, expression: str) -> Any:
        """What this comes to."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def click(self, selector: str) -> None:
        """Click in the middle of it."""
        box = self.run(
            f"(() => {{ const box = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)


class Chromium:
    """Begins with what the user has granted the extension: pages of these hosts, and whether it notices addresses."""

    def __init__(
        self,
        user: Path,
        hosts: Sequence[str] = (),
        *,
        watching: bool = False,
        beside: Sequence[Path] = (),
        names: Mapping[str, str],
    ) -> None:
        """`beside`: other extensions; `names`: where names lead."""
        self.plugin_id = extension.chromium_id()
        self._profile = user / ".config" / "chromium"
        self._grant([f"https://{host}/*" for host in hosts], ["webNavigation"] if watching else [])
        loaded = ",".join(map(str, (extension.folder(), *beside)))
        command = [PROGRAM, *FLAGS, resolving(names), f"--user-data-dir={self._profile}", f"--load-extension={loaded}"]
        environment = {**os.environ, "HOME": str(user)}
        # What an earlier one left tells where that one was.
        (self._profile / "DevToolsActivePort").unlink(missing_ok=True)
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with ending(self._process):
            self._wire = Wire(devtools(self._profile))
            soon(self._listens)

    def _listens(self) -> bool:
        """Whether the extension has begun: nothing that happens before is told to it."""
        background = f"chrome-extension://{self.plugin_id}/background.js"
        found = [each["targetId"] for each in targets(self._wire) if each["url"] == background]
        attached = [self._wire.call("Target.attachToTarget", {"targetId": each, "flatten": True}) for each in found]
        heard = [self._run(each["sessionId"], "chrome.runtime.onStartup.hasListeners()") for each in attached]
        for each in attached:
            self._wire.call("Target.detachFromTarget", each)
        return any(heard)

    def _run(self, session: str, expression: str) -> Any:
        return self._wire.call("Runtime.evaluate", {"expression": expression}, sessionId=session)["result"].get("value")

    def page(self) -> ChromiumPage:
        """A new tab."""
        return ChromiumPage(self._wire, self._wire.call("Target.createTarget", {"url": "about:blank"})["targetId"])

    def private_page(self) -> ChromiumPage:
        """A tab in an incognito window."""
        context = self._wire.call("Target.createBrowserContext")["browserContextId"]
        private = {"url": "about:blank", "browserContextId": context}
        return ChromiumPage(self._wire, self._wire.call("Target.createTarget", private)["targetId"])

    def popup(self) -> ChromiumPage:
        """The popup, in a tab."""
        page = self.page()
        page.open(f"chrome-extension://{self.plugin_id}/popup.html")
        return page

    def close(self) -> None:
        """As a user does."""
        with ending(self._process):
            self._wire.call("Browser.close")
            self._wire.close()
            self._process.wait(SECONDS)

    def _grant(self, origins: list[str], more: list[str]) -> None:
        """As Chromium keeps what a user has granted, for no window that asks is there to be clicked."""
        granted = {
            "api": [*PERMISSIONS, *more],
            "explicit_host": origins,
            "manifest_permissions": [],
            "scriptable_host": [],
        }
        kinds = ("active_permissions", "granted_permissions", "runtime_granted_permissions")
        settings = {self.plugin_id: dict.fromkeys(kinds, granted)}
        kept = {"extensions": {"ui": {"developer_mode": True}, "settings": settings}}
        (self._profile / "Default").mkdir(parents=True, exist_ok=True)
        (self._profile / "Default" / "Preferences").write_text(json.dumps(kept), encoding="utf-8")


def here(https: int) -> dict[str, str]:
    """Names that lead to this computer; from the usual port to this one."""
    return {"*.example:443": f"127.0.0.1:{https}", "*.example": "127.0.0.1"}


def resolving(names: Mapping[str, str]) -> str:
    """The option that leads these names there, and all others nowhere."""
    return RULES.format(", ".join(f"MAP {name} {place}" for name, place in names.items()))


def targets(wire: Wire) -> list[dict[str, Any]]:
    """Everything that runs in this browser: pages, and what works behind them."""
    found = wire.call("Target.getTargets", {"filter": [{}]})["targetInfos"]
    assert isinstance(found, list)
    return found


def devtools(profile: Path) -> str:
    """Where the browser of this profile is spoken to."""
    port, path = written(profile / "DevToolsActivePort").split()
    return f"ws://127.0.0.1:{port}{path}"
