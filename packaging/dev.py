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
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from display import has_display, has_x11
from gallery import drawings, fill

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
PROJECT = ROOT / "pyproject.toml"
LANGUAGES = ROOT / "resources" / "languages"
PEERS = ROOT / "packaging" / "bench-requirements.txt"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "vitrine-stamp"
PLACE_STAMP = VENV / "vitrine-place-stamp"
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
    # What it must not take for dead stands in pyproject.toml, each with its reason.
    "vulture": ("-m", "vulture"),
}
OFFLINE = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "Temporary failure")


class Failure(Exception):
    """Something a person has to know or do, in one line."""


def fingerprint() -> str:
    """What .venv must have been made from; a Python that was only patched since keeps it."""
    return hashlib.sha256(LOCK.read_bytes() + str(sys.implementation.cache_tag).encode()).hexdigest()


def place() -> str:
    """What the commands in .venv must have been made for: this very folder, and what pyproject.toml has installed."""
    import tomllib  # noqa: PLC0415 - an older Python, which lacks it, is told that it is too old

    told = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    installed = repr((told["project"], told["tool"]["hatch"]))
    return hashlib.sha256(os.fsencode(ROOT) + b"\0" + installed.encode()).hexdigest()


def has_packages() -> bool:
    """Whether .venv was completed, from this lock and by this Python."""
    return PYTHON.exists() and holds(STAMP, fingerprint())


def has_commands() -> bool:
    """Whether `vitrine` and `vitrinectl` in .venv are this folder's: one that was moved or copied brings another's."""
    return holds(PLACE_STAMP, place())


def holds(stamp: Path, wanted: str) -> bool:
    """Whether a step of the set-up left this stamp, with what is wanted."""
    return stamp.exists() and stamp.read_text(encoding="ascii") == wanted


def set_up() -> None:
    """Make .venv from the lock, with the commands of this folder in it, unless both are there."""
    if has_packages() and has_commands():
        return
    with alone():  # another run may have made them while this one waited
        if not has_packages():
            make_environment()
        if not has_commands():
            put_commands()


def make_environment() -> None:
    """Make .venv anew, with everything that is in the lock."""
    need_venv()
    print("Setting up .venv from requirements.txt (once, about a minute) …", flush=True)
    # Cleared, since what a killed run left cannot be trusted.
    logged("make .venv", sys.executable, "-I", "-m", "venv", "--clear", str(VENV))
    pip_install("install the packages", "--require-hashes", "--requirement", str(LOCK))
    leave(STAMP, fingerprint())


def put_commands() -> None:
    """Put `vitrine` and `vitrinectl` into .venv: they run what lies in this folder. Nothing is loaded for it."""
    print("Putting vitrine and vitrinectl into .venv …", flush=True)
    way = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}), "_vitrine.pth")
    way.unlink(missing_ok=True)  # one that a killed run left could keep .venv's Python from starting; see below
    from_here = ("--isolated", "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT))
    pip_install("put vitrine and vitrinectl into .venv", *from_here)
    # From there to here, instead of the whole path: it holds wherever the folder is moved, and is ASCII. Python before
    # 3.13 reads it in the user's locale, and does not start at all when that cannot be done.
    way.write_text(os.path.relpath(ROOT, way.parent), encoding="ascii")
    leave(PLACE_STAMP, place())


def pip_install(what: str, *arguments: str) -> None:
    """Let .venv's pip install something; what the user set up for other Pythons must not reach into this one."""
    pip = (str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--no-user")
    logged(what, *pip, *arguments)


def leave(stamp: Path, holding: str) -> None:
    """Leave a stamp, last and in one step: a step of the set-up that was killed has none."""
    half = stamp.with_suffix(".half")
    half.write_text(holding, encoding="ascii")
    half.replace(stamp)


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
    """Run lint, format, types, contracts and the search for dead code, all of them whatever the first one says."""
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


def messages(arguments: Sequence[str]) -> int:
    """Extract what is to be translated into a .pot file, and compile the translations that are there."""
    if len(arguments) > 1:
        raise Failure("Name one file, or none: dev.py messages [FILE]")
    template = Path(arguments[0] if arguments else LANGUAGES / "vitrine.pot").absolute()
    template.parent.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)  # where a message stands is told from here
    babel = ("-m", "babel.messages.frontend", "--quiet")
    noted = ("--project=Vitrine", "--add-comments=Translators:", f"--output-file={template}")
    status = python(*babel, "extract", *noted, "core", "gui")
    if not status and any(LANGUAGES.glob("*/LC_MESSAGES/vitrine.po")):
        status = python(*babel, "compile", "--domain=vitrine", f"--directory={LANGUAGES}")
    if not status:
        print(template, flush=True)
    return status


COMMANDS = {each.__name__: each for each in (run, test, check, faults, bench, screenshots, gallery, messages)}


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
