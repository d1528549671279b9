"""On a real X server the viewer opens a window, and that window is drawn."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from gui.theme import DARK, LIGHT
from tests.commands import REPOSITORY, SECONDS, command, dev, environment

# The server's own picture of its screen: a head, then four bytes a dot.
SCREEN = "1280x900x24"
DOTS = 1280 * 900


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A display of the test's own, and the file that holds its picture."""
    folder, (read, write) = tmp_path_factory.mktemp("display"), os.pipe()
    asked = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp", "-fbdir", str(folder)]
    process = subprocess.Popen(asked, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read, encoding="ascii") as told:
        number = told.readline().strip()
    yield f":{number}", folder / "Xvfb_screen0"
    process.terminate()
    process.wait(SECONDS)


@contextmanager
def opened(server: tuple[str, Path], home: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A viewer on this display; ended afterwards."""
    variables = environment(home, DISPLAY=server[0], QT_QPA_PLATFORM="xcb", **more)
    viewer = subprocess.Popen(command("gui", *arguments), cwd=REPOSITORY, env=variables, stderr=subprocess.PIPE)
    try:
        yield viewer
    finally:
        viewer.kill()
        viewer.communicate()


def dots(picture: Path, colour: QColor) -> int:
    """How many dots of the screen have this colour."""
    blue_green_red = bytes([colour.blue(), colour.green(), colour.red()])
    return picture.read_bytes().count(blue_green_red)


def wait_for(viewer: subprocess.Popen[bytes], picture: Path, colour: QColor, least: int) -> None:
    """Wait until this colour covers so much of the screen; the viewer must live on meanwhile."""
    for _ in range(10 * SECONDS):
        if dots(picture, colour) > least:
            return
        with suppress(subprocess.TimeoutExpired):
            viewer.wait(0.1)
            pytest.fail(f"the viewer ended: {viewer.communicate()[1]!r}")
    pytest.fail("nothing was drawn")


@pytest.mark.parametrize(("theme", "ground"), [("light", LIGHT.window), ("dark", DARK.window)])
def test_a_window_is_opened_and_drawn_and_stays(
    server: tuple[str, Path], tmp_path: Path, theme: str, ground: QColor
) -> None:
    assert dots(server[1], ground) < DOTS // 100
    with opened(server, tmp_path, "--page", "environment", "--theme", theme) as viewer:
        wait_for(viewer, server[1], ground, DOTS // 10)
        assert viewer.poll() is None


def test_why_it_cannot_start_is_told_in_a_window_too(server: tuple[str, Path], tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"{[")
    with opened(server, tmp_path / "home", VITRINE_PRODUCT=str(tmp_path / "bad.toml")) as viewer:
        wait_for(viewer, server[1], LIGHT.window, 1000)
        assert viewer.stderr is not None
        line = viewer.stderr.readline()
    assert line.startswith(b"vitrine: ")
    assert b"bad.toml" in line


def test_the_one_command_opens_the_window(server: tuple[str, Path], tmp_path: Path) -> None:
    variables = environment(tmp_path, DISPLAY=server[0])
    variables.pop("QT_QPA_PLATFORM", None)
    viewer = subprocess.Popen(dev("run", "--theme", "light"), cwd=REPOSITORY, env=variables, stderr=subprocess.PIPE)
    try:
        wait_for(viewer, server[1], LIGHT.window, DOTS // 10)
    finally:
        viewer.kill()
        viewer.communicate()


def test_ctrl_c_ends_the_viewer_without_a_traceback(server: tuple[str, Path], tmp_path: Path) -> None:
    with opened(server, tmp_path, "--theme", "light") as viewer:
        wait_for(viewer, server[1], LIGHT.window, DOTS // 10)
        viewer.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            viewer.wait(5)
        assert viewer.poll() in (0, 130, -signal.SIGINT), "it goes on"
        assert viewer.stderr is not None
        assert b"Traceback" not in viewer.stderr.read()
