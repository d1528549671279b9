"""The license in a real keyring: gnome-keyring on a bus of the test's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from tests.commands import REPOSITORY
from tests.core.license.vendor import Vendor

SESSION = (
    'printf "a password\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec sh -e -c "$1"'
)


def in_session(folder: Path, script: str, **variables: str) -> str:
    """Run a script where a keyring is; what it prints. Nothing of this computer's user is reached."""
    for tool in ("dbus-run-session", "gnome-keyring-daemon"):
        assert shutil.which(tool), f"{tool} is not installed"
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    own = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": str(folder / "data")}
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SESSION, "sh", script],
        env={**kept, **own, "PYTHONPATH": str(REPOSITORY), "VITRINE_HOME": str(folder / "home"), **variables},
        cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_license_goes_into_the_keyring_and_comes_back_in_another_process(tmp_path: Path) -> None:
    vendor = Vendor()
    text = vendor.license(number="T-secret-4711", term_days=3650)
    file = tmp_path / "a.license"
    file.write_text(text, encoding="ascii")
    python = f"{sys.executable} -m core"
    found = in_session(
        tmp_path,
        f"{python} license activate {file} >&2; {python} license show --json; "
        f"{python} history export {tmp_path / 'export'} >&2; {python} license remove >&2; {python} license show --json",
        VITRINE_PRODUCT=str(vendor.product(tmp_path)),
    )
    held, removed = (json.loads(line) for line in found.splitlines())
    assert (held["state"], held["kept"], held["days_remaining"] > 0) == ("active", "keyring", True)
    assert removed["state"] == "none"
    files = [*(tmp_path / "home").rglob("*"), tmp_path / "export"]
    inside = b"".join(path.read_bytes() for path in files if path.is_file())
    assert b"T-secret-4711" not in inside
    assert all(line.encode() not in inside for line in text.splitlines()[1:-1])


def test_when_a_trial_began_is_known_though_the_record_is_gone(tmp_path: Path) -> None:
    vendor = Vendor()
    product = vendor.product(tmp_path, vendor.license(type="trial", term_days=90))
    python, record = f"{sys.executable} -m core", tmp_path / "home" / "vitrine.db"
    in_session(
        tmp_path, f"{python} license show --json; cp {record} {tmp_path}/gone.db; rm {record}; {python} license show",
        VITRINE_PRODUCT=str(product),
    )  # fmt: skip
    firsts = []
    for path in (tmp_path / "gone.db", record):
        with closing(apsw.Connection(str(path))) as connection:
            detail: Any = connection.execute("SELECT detail FROM decision WHERE kind='license_activated'").get
        firsts.append(json.loads(detail)["first"])
    assert firsts[0] == firsts[1]


def test_the_password_of_a_proxy_goes_into_the_keyring_and_nowhere_else(tmp_path: Path) -> None:
    python = f"{sys.executable} -m core settings"
    steps = (
        f"{python} set proxy http://somebody@proxy.example:3128",
        f"printf 'T-secret-4712\\n' | {python} set proxy_password",
        f"{python} get proxy_password --json",
        f"{python} --json",
        f"{python} set proxy_password",
        f"{python} get proxy_password",
    )
    found = in_session(tmp_path, "; ".join(steps))
    lines = found.splitlines()
    assert lines[1:3] == ["proxy_password = set, in the keyring", '{"proxy_password":"set, in the keyring"}']
    assert json.loads(lines[3])["proxy_password"] == "set, in the keyring"
    assert lines[4:] == ["proxy_password = not set"] * 2
    files = [path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert b"T-secret-4712" not in b"".join([found.encode(), *files])
