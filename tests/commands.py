"""Runs the program as a person does: in a process of its own, every warning an error."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: bytes
    error: bytes

    @property
    def line(self) -> str:
        """What it wrote on stderr, which must be one line."""
        text = self.error.decode()
        assert text.endswith("\n"), text
        assert text.count("\n") == 1, text
        assert "Traceback" not in text
        return text.removesuffix("\n")

    @property
    def said(self) -> list[str]:
        """What it wrote on stderr of itself; Qt's offscreen platform writes a line of its own."""
        return [line for line in self.error.decode().splitlines() if "propagateSizeHints" not in line]


def environment(home: Path, **more: str) -> dict[str, str]:
    """A user's environment with a home of the test's own."""
    left_out = ("VITRINE_PRODUCT", "DISPLAY", "WAYLAND_DISPLAY")
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    return {**kept, "VITRINE_HOME": str(home), "PYTHONWARNINGS": "error", **more}


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path = REPOSITORY, typed: bytes = b"") -> Ended:
    """Run a command to its end; `typed` is all it can read."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input=typed,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def command(program: str, *arguments: str) -> list[str]:
    """`python -m core …` or `python -m gui …`."""
    return [sys.executable, "-m", program, *arguments]


def vitrinectl(home: Path, *arguments: str, **more: str) -> Ended:
    """Run `vitrinectl` with these arguments; `more` goes into its environment."""
    return run(command("core", *arguments), environment(home, **more))


def vitrine(home: Path, *arguments: str, **more: str) -> Ended:
    """Run the viewer where there is no screen."""
    return run(command("gui", *arguments), environment(home, QT_QPA_PLATFORM="offscreen", **more))


def another_product(folder: Path, before: str, after: str) -> Path:
    """A product file in `folder`: the one that came with the program, with one text replaced."""
    text = (REPOSITORY / "resources" / "product.toml").read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path = folder / "another.toml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def dev(*arguments: str) -> list[str]:
    """`packaging/dev.py …`, with the Python that runs the tests: it must never set up anew what they stand on."""
    script = (
        "import sys; sys.path.insert(0, 'packaging'); import dev; dev.set_up = lambda: None; "
        "dev.PYTHON = dev.Path(sys.executable); sys.exit(dev.main())"
    )
    return [sys.executable, "-c", script, *arguments]
