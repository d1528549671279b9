"""Where things lie: what came with the program, and what it keeps."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path


def resources() -> Path:
    """The folder of what came with the program: frozen, installed, or in a checkout."""
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [here / "resources", here.parent / "resources"]
    return next((place for place in places if place.is_dir()), places[-1])


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of everything the program keeps: VITRINE_HOME, else the system's place for a user's data."""
    named = environment.get("VITRINE_HOME")
    return Path(named).absolute() if named else user_data_path("Vitrine", appauthor=False)
