"""signify's verdict on every file of a folder."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch


def work(folder: str) -> Callable[[], object]:
    """Each must be right by its own word, or nothing is measured."""
    authenticode = _signify()
    files = sorted(Path(folder).iterdir())

    def check() -> None:
        for path in files:
            with path.open("rb") as file:
                authenticode.AuthenticodeFile.from_stream(file).verify()

    return check


def _signify() -> Any:
    """It with a library that reads OpenSSL's number of today: 3.0.19 has two digits where that one looks for one."""
    search = re.search

    def lenient(pattern: Any, *more: Any) -> Any:
        is_number = isinstance(pattern, str) and r"\d\.\d\.\d[a-z]" in pattern
        return search(pattern.replace(r"\d[a-z]", r"\d+[a-z]") if is_number else pattern, *more)

    with patch.object(re, "search", lenient):
        return importlib.import_module("signify.authenticode")
