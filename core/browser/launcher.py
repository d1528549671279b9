"""The small program that a browser starts: it starts Vitrine's own Python, for one home and one product."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import core
from core.browser import WORD
from core.collectors.payment import Mode

SAYS = "Written by Vitrine. A browser starts this for the extension, and says which one asks."
# What decides where Vitrine's home is and which product it shows; nothing else of a browser's environment is for it.
_FILES = ("VITRINE_HOME", "VITRINE_PRODUCT")
_USUAL = ("HOME", "XDG_DATA_HOME")
FORGOTTEN = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONSAFEPATH", "PYTHONWARNINGS")


def path(folder: Path, mode: Mode, system: str = sys.platform) -> Path:
    """Return the launcher's path in a folder; on Windows it is a batch file."""
    return folder / f"{mode}.bat" if system == "win32" else folder / mode


def text(mode: Mode, environment: Mapping[str, str], system: str = sys.platform) -> str:
    """Return the launcher's text. `mode` is said here and nowhere else: no page and no extension can choose it."""
    command, folder = [*_command(), mode], str(Path(core.__file__).parents[1])
    kept = {name: environment[name] for name in _USUAL if environment.get(name)}
    # The launcher starts in a folder of its own.
    kept |= {name: str(Path(environment[name]).absolute()) for name in _FILES if environment.get(name)}
    return _for_windows(command, folder, kept) if system == "win32" else _for_others(command, folder, kept)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        return [str(program.with_name(f"vitrinectl{program.suffix}")), WORD]
    return [sys.executable, "-B", "-m", "core.browser"]


def _for_others(command: Sequence[str], folder: str, kept: Mapping[str, str]) -> str:
    variables = shlex.join(f"{name}={value}" for name, value in kept.items())
    lines = [
        "#!/bin/sh",
        f"# {SAYS}",
        f"cd -- {shlex.quote(folder)} || exit 1",
        f'exec /usr/bin/env -i {variables} {shlex.join(command)} "$@"',
    ]
    return "\n".join([*lines, ""])


def _for_windows(command: Sequence[str], folder: str, kept: Mapping[str, str]) -> str:
    settings = [f'set "{name}={_plain(kept.get(name, ""))}"' for name in _FILES]
    forgotten = [f'set "{name}="' for name in FORGOTTEN]
    started = " ".join(f'"{_plain(each)}"' for each in command)
    lines = ["@echo off", f"rem {SAYS}", "chcp 65001 >nul", *settings, *forgotten, f'cd /d "{_plain(folder)}"']
    return "\r\n".join([*lines, f"{started} %*", ""])


def _plain(text: str) -> str:
    """As a batch file takes it literally; no path on Windows holds a quotation mark."""
    return text.replace("%", "%%")
