"""Files for an engine to look at."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from core.inspectors.detection.contract import Detector
from core.inspectors.finding import Scan


def scan(engine: Detector, data: bytes, seconds: float = 20.0) -> Scan:
    """What the engine says of a file of these bytes. It is open; its name is gone, and leads nowhere."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a-private-name"
        path.write_bytes(data)
        with path.open("rb") as file:
            path.unlink()
            return engine.scan(file, path, seconds)
