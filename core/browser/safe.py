"""The protected browser: Chromium with a profile of its own, fresh each time, without other extensions.

Only the entry inside that profile names the launcher that says so: whoever runs elsewhere cannot claim it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psutil

from core import files
from core.browser import extension, launcher
from core.browser.places import entry
from core.browser.registration import manifest
from core.errors import Code, Refused
from core.inspectors.address import reduced

FOLDER = "safe-browser"
# On macOS it is on no path.
NAMES = ("chromium", "chromium-browser", "/Applications/Chromium.app/Contents/MacOS/Chromium")


def start(address: str, home: Path, plugin_id: str, sites: Sequence[str], environment: Mapping[str, str]) -> int:
    """Open the address, and wait until the browser is closed; then its profile is gone. Raises Refused."""
    if reduced(address).scheme != "https":
        raise Refused(Code.BROWSER_SAFE_NO_PAGE)
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None or sys.platform == "win32":
        raise Refused(Code.BROWSER_SAFE_NOT_HERE)
    with _profile(home / FOLDER) as folder:
        made = _prepared(folder, plugin_id, sites, environment)
        command = [
            program,
            f"--user-data-dir={folder / 'profile'}",
            f"--disable-extensions-except={made}",
            f"--load-extension={made}",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-sync",
            # Reports of crashes would lie in the user's own folder.
            "--disable-breakpad",
            address,
        ]
        return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode


@contextmanager
def _profile(place: Path) -> Iterator[Path]:
    """A new folder, gone afterwards; and so is what one that was killed has left."""
    files.refuse_links(place)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(place)
    folder = Path(tempfile.mkdtemp(dir=place, prefix=f"{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(place: Path) -> None:
    used = {word for process in psutil.process_iter(["cmdline"]) for word in process.info["cmdline"] or ()}
    for folder in place.iterdir():
        owner = folder.name.partition("-")[0]
        begun = owner.isdigit() and psutil.pid_exists(int(owner))
        if not begun and not any(str(folder) in word for word in used):
            shutil.rmtree(folder, ignore_errors=True)


def _prepared(folder: Path, plugin_id: str, sites: Sequence[str], environment: Mapping[str, str]) -> Path:
    """The entry, its launcher, and the extension with leave to tell exactly the listed sites."""
    program = launcher.path(folder, "safe")
    files.replace(program, launcher.text("safe", environment).encode(), 0o700)
    files.replace(entry(folder / "profile"), manifest("chromium", program, plugin_id))
    made = folder / "extension"
    shutil.copytree(extension.folder(), made)
    pages = [f"https://{site}/*" for site in sites]
    own = {**extension.manifest(), "host_permissions": pages}
    if pages:
        # Here from the start: the first page is open before the extension could ask which sites are listed.
        own["content_scripts"] = [{"matches": pages, "js": ["payment.js"], "run_at": "document_end"}]
    (made / extension.MANIFEST).write_bytes(msgspec.json.encode(own))
    return made
