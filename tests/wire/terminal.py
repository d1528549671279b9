"""What the terminal prints of the same program: its commands run here, on the program that the pages show."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from core.assembly import Vitrine
from core.cli import main


def printed(built: Vitrine, *arguments: str) -> bytes:
    """Every byte that a command prints; it must have said that it was done."""
    kept = io.BytesIO()
    out = io.TextIOWrapper(kept, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for module in ("show", "outbox", "history"):
            patch.setattr(f"core.cli.{module}.build", lambda *_: built)
        patch.setattr("sys.stdout", out)
        # A reading that failed is told on stderr and by the code; what is printed is what is looked at.
        patch.setattr("sys.stderr", io.StringIO())
        main([*arguments])
        out.flush()
    return kept.getvalue()


def exported(built: Vitrine, place: str) -> bytes:
    """What an export of the outbox, or of the history, writes into a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "exported"
        printed(built, place, "export", str(file))
        return file.read_bytes()


def listed(built: Vitrine, place: str, identifier: str) -> dict[str, Any]:
    """The row of one submission in the outbox or the history, as scripts get it."""
    rows: list[dict[str, Any]] = json.loads(printed(built, place, "list", "--json"))["submissions"]
    return next((row for row in rows if row["id"] == identifier), {})


def category(built: Vitrine, key: str) -> dict[str, Any]:
    """One group, as scripts get it."""
    [found] = json.loads(printed(built, "show", key, "--json"))["categories"]
    assert isinstance(found, dict)
    return found
