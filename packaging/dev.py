"""Sets up the development environment, then runs, tests or checks Vitrine. Standard library only."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from display import has_display, has_x11
from gallery import drawings, fill

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
PEERS = ROOT / "packaging" / "bench-requirements.txt"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "vitrine-stamp"
LOG = ROOT / ".venv-setup.log"
GUARD = ROOT / ".venv-setup.lock"
INTERRUPTED = 130  # what a shell reports of a command ended by Ctrl-C

# Library that Qt loads: the Debian package that holds it.
QT_ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
QT_WINDOWS = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
QT_WAYLAND = {"libwayland-cursor.so.0": "libwayland-cursor0"}
CHECKS = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy"),
    # Called by its function: it has no module to run, and its script fails once the folder is moved.
    "lint-imports": ("-c", "from importlinter.cli import lint_imports_command as lint; lint()"),
}
OFFLINE = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "Temporary failure")


class Failure(Exception):
    """Something a person has to know or do, in one line."""


def fingerprint() -> str:
    """What .venv must have been made from; a Python that was only patched since keeps it."""
    return hashlib.sha256(LOCK.read_bytes() + str(sys.implementation.cache_tag).encode()).hexdigest()


def is_ready() -> bool:
    """Whether .venv was completed, from this lock and by this Python."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == fingerprint()


def set_up() -> None:
    """Make .venv from the lock, unless it is there."""
    if is_ready():
        return
    with alone():
        if is_ready():  # made by another run while this one waited
            return
        need_venv()
        print("Setting up .venv from requirements.txt (once, about a minute) …", flush=True)
        # Cleared, since what a killed run left cannot be trusted.
        logged("make .venv", sys.executable, "-I", "-m", "venv", "--clear", str(VENV))
        # --no-user and -I: what the user set up for other Pythons must not reach into this one.
        pip = (str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input")
        logged("install the packages", *pip, "install", "--no-user", "--require-hashes", "--requirement", str(LOCK))
        # The stamp comes last and in one step: a set-up killed before has none.
        half = STAMP.with_suffix(".half")
        half.write_text(fingerprint(), encoding="ascii")
        half.replace(STAMP)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep two set-ups of one folder apart; its steps hold on too, should this one be killed before them."""
    with GUARD.open("w", encoding="ascii") as guard:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415 - not there on Windows

            os.set_inheritable(guard.fileno(), True)
            fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def logged(what: str, *command: str, env: Mapping[str, str] | None = None) -> None:
    """Run a step of the set-up with its output in a log; tell of a failure by its most telling line."""
    with LOG.open("wb") as log:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, close_fds=False, check=False
        )
    if done.returncode:
        raise Failure(f"Could not {what}: {reason()} (more in {LOG})")
    LOG.unlink()


def reason() -> str:
    """The line of the log that says why; of a network that is not there, in words."""
    text = LOG.read_text(encoding="utf-8", errors="replace")
    if "No space left" in text:
        return "the disk is full."
    if any(sign in text for sign in OFFLINE):
        return "the network, or the place packages come from, was not reached."
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR:", "E:", "Error:"))]
    return (errors or lines or ["it ended without a word"])[-1]


def need_venv() -> None:
    """See that this Python can make virtual environments."""
    if not has_venv() and is_debian():
        install(["python3-venv"])
        importlib.invalidate_caches()
    if not has_venv():
        raise Failure(f"{sys.executable} lacks venv or ensurepip: install them, or use another Python.")


def has_venv() -> bool:
    """Whether venv and what it puts in are there; Debian packs them apart from Python."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def is_debian() -> bool:
    """Whether system packages are Debian's, or of its family."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install(packages: Sequence[str]) -> None:
    """Install Debian packages as root; anybody else is told which."""
    names = " ".join(packages)
    if sys.platform == "win32" or os.geteuid() != 0:
        raise Failure(f"Missing system packages; install them and run this again: apt-get install {names}")
    print(f"Installing system packages: {names} …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    patient = ("apt-get", "-o", "DPkg::Lock::Timeout=300")  # another installation may be under way
    command = (*patient, "install", "--yes", "--no-install-recommends", *packages)
    try:
        logged(f"install {names}", *command, env=env)
    except Failure:  # the lists of a fresh system are empty or old
        logged("read the lists of system packages", *patient, "update", env=env)
        logged(f"install {names}", *command, env=env)


def need_libraries(wanted: Mapping[str, str]) -> None:
    """See that the system libraries Qt loads are there."""
    if not sys.platform.startswith("linux"):
        return
    known = known_libraries()
    missing = [library for library in wanted if known and library not in known]
    if missing and is_debian():
        install([wanted[library] for library in missing])
    elif missing:
        print(f"Qt may not start: these libraries were not found: {' '.join(missing)}", flush=True)


def known_libraries() -> set[str]:
    """Names the system's linker knows; empty where it keeps no list."""
    linker = shutil.which("ldconfig") or "/sbin/ldconfig"  # /sbin is not on everybody's PATH
    try:
        listing = subprocess.run([linker, "-p"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return set()
    return {line.split()[0] for line in listing.splitlines() if "=>" in line}


def python(*arguments: str, offscreen: bool = False, last: bool = False) -> int:
    """Run .venv's Python; for the last step, become it, so that signals and the exit status are its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    if offscreen:
        env["QT_QPA_PLATFORM"] = "offscreen"
    # -P: a folder "core" or "gui" where the user stands must not be taken for ours.
    command = [str(PYTHON), "-P", *arguments]
    if last and sys.platform != "win32":
        os.execve(command[0], command, env)
    return subprocess.run(command, env=env, check=False).returncode


def run(arguments: Sequence[str]) -> int:
    """Open the viewer, or print what it would show where there is no display."""
    if any(argument.partition("=")[0] in ("--screenshots", "--help", "-h") for argument in arguments):
        need_libraries(QT_ALWAYS)
        return python("-m", "gui", *arguments, offscreen=True, last=True)
    if has_display():
        need_libraries({**QT_ALWAYS, **(QT_WINDOWS if has_x11() else QT_WAYLAND)})
        return python("-m", "gui", *arguments, last=True)
    demo, said = (["--profile", "demo"], "invented") if "demo" in arguments else ([], "live from this machine")
    print(f"There is no display, so here is what the viewer would show, {said}:\n", flush=True)
    return python("-m", "core", "show", *demo, last=True)


def test(arguments: Sequence[str]) -> int:
    """Run every test, or those that the arguments choose."""
    need_libraries({**QT_ALWAYS, **QT_WINDOWS} if has_x11() or shutil.which("Xvfb") else QT_ALWAYS)
    os.chdir(ROOT)
    return python("-m", "pytest", *arguments, offscreen="QT_QPA_PLATFORM" not in os.environ, last=True)


def check(_arguments: Sequence[str]) -> int:
    """Run lint, format, types and contracts, all of them whatever the first one says."""
    os.chdir(ROOT)
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        if python(*command):
            failed.append(name)
    print(f"Found wrong by: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


def screenshots(arguments: Sequence[str]) -> int:
    """Draw every page and state of the demo into a folder for each theme, scale and size."""
    if len(arguments) != 1:
        raise Failure("Name one folder: dev.py screenshots DIR")
    draw(drawings(Path(arguments[0])))
    return 0


def gallery(_arguments: Sequence[str]) -> int:
    """Draw the pictures that docs/GALLERY.md shows."""
    with tempfile.TemporaryDirectory() as drawn:
        draw(drawings(Path(drawn), chosen=True))
        fill(Path(drawn), ROOT / "docs")
    return 0


def draw(asked_for: Iterable[tuple[Path, list[str]]]) -> None:
    """Each into a folder of its own; the demo's times are those of UTC, so that all show the same."""
    need_libraries(QT_ALWAYS)
    os.environ["TZ"] = "UTC"
    for place, asked in asked_for:
        if python("-m", "gui", *asked, offscreen=True):
            raise Failure(f"The pages could not be drawn into {place}.")
        print(place, flush=True)


def faults(arguments: Sequence[str]) -> int:
    """Make faults, many of each, and count what comes of them."""
    need_libraries(QT_ALWAYS)
    return python("-m", "tests.faults", *arguments, offscreen=True, last=True)


def bench(arguments: Sequence[str]) -> int:
    """Measure beside peers, which are kept in an environment of their own."""
    peers = ROOT / ".venv-bench"
    interpreter, stamp = peers / PYTHON.relative_to(VENV), peers / STAMP.name
    if not stamp.exists() or stamp.read_bytes() != PEERS.read_bytes():
        print("Setting up .venv-bench for the peers (once) …", flush=True)
        logged("make .venv-bench", sys.executable, "-I", "-m", "venv", "--clear", str(peers))
        pip = (str(interpreter), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install")
        logged("install the peers", *pip, "--require-hashes", "--requirement", str(PEERS))
        shutil.copy(PEERS, stamp)
    return python("-m", "tests.bench", *arguments, offscreen=True, last=True)


COMMANDS = {each.__name__: each for each in (run, test, check, faults, bench, screenshots, gallery)}


def main() -> int:
    """Read the command and carry it out; a failure is one line."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Sets up .venv when needed, then:")
    kinds = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        kinds.add_parser(name, help=command.__doc__)
    chosen = parser.parse_args(sys.argv[1:2])  # the rest is for the program that is started
    try:
        if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
            raise Failure(f"Vitrine needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        set_up()
        return COMMANDS[chosen.command](sys.argv[2:])
    except KeyboardInterrupt:
        return INTERRUPTED
    except (Failure, OSError) as failure:
        print(f"dev.py: {failure}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
