"""lief's verdict on every file of a folder."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path


def work(folder: str) -> Callable[[], object]:
    """Each must be right by its own word."""
    lief = importlib.import_module("lief")
    files = sorted(str(path) for path in Path(folder).iterdir())

    def check() -> None:
        for path in files:
            assert lief.PE.parse(path).verify_signature() == lief.PE.Signature.VERIFICATION_FLAGS.OK, path

    return check
