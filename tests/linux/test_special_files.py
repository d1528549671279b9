"""What is no file, has no end or takes nothing stands in the place of a file: told at once, never waited for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from core.settings import NAME as SETTINGS
from core.sources.install_record import NAME as RECORD
from tests.commands import REPOSITORY, Ended, command, environment, vitrinectl

PRODUCT = "product.toml"


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_loop(path: Path) -> None:
    path.symlink_to(path)


def show(home: Path) -> Ended:
    product = home / PRODUCT
    named = {"VITRINE_PRODUCT": str(product)} if product.is_symlink() or product.exists() else {}
    return vitrinectl(home, "show", **named)


@pytest.mark.parametrize(
    ("name", "lie"),
    [
        *((name, lie) for name in (PRODUCT, RECORD, SETTINGS) for lie in (os.mkfifo, endless)),
        *((name, a_loop) for name in (PRODUCT, RECORD)),
    ],
)
def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path, name: str, lie: Callable[[Path], None]) -> None:
    lie(tmp_path / name)
    done = show(tmp_path)
    assert done.code == 1
    assert name in done.line
    assert done.line.isprintable()


@pytest.mark.parametrize("asked", [["show"], ["show", "--json"], ["doctor"], ["settings"], ["schema"]])
def test_an_output_that_takes_nothing_is_told_in_one_line(tmp_path: Path, asked: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("core", *asked),
            cwd=REPOSITORY,
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert "No space left" in Ended(done.returncode, b"", done.stderr).line
    assert done.returncode == 1
