"""Where things lie: what came with the program, and what it keeps."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def resources() -> Path:
    """Return the folder of what came with the program: frozen, installed, or in a checkout."""
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [here / "resources", here.parent / "resources"]
    return next((place for place in places if place.is_dir()), places[-1])


def handbook() -> Path:
    """Return the folder of the handbook: packed with the program, or in a checkout; it may be missing."""
    packaged = resources() / "handbook"
    return packaged if packaged.is_dir() else resources().parent / "docs" / "handbook"


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of everything the program keeps: VITRINE_HOME, else the system's place for a user's data."""
    named = environment.get("VITRINE_HOME")
    if named:
        return Path(named).absolute()
    from platformdirs import user_data_path

    return user_data_path("Vitrine", appauthor=False)
