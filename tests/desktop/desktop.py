"""A desktop of the tests' own: a screen, and the buses on which programs and assistive technology meet."""

from __future__ import annotations

import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor

from tests.commands import SECONDS
from tests.desktop.accessible import Area, Bus

SCREEN = "1400x1000x24"
SETTINGS = """<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/session</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""
# The head of the server's picture, in numbers of four bytes: first its own length, then, among others, these.
WIDE, COLOURS, HEAD = 12, 19, 25


@dataclass(frozen=True, slots=True)
class Desktop:
    """What a program needs to know of it, the bus on which programs can be read, and the picture of its screen."""

    variables: dict[str, str]
    bus: Bus
    picture: Path

    def dots(self, area: Area, colour: QColor) -> int:
        """How many dots of this part of the screen have this colour."""
        data, blue_green_red = self.picture.read_bytes(), bytes([colour.blue(), colour.green(), colour.red()])
        head = struct.unpack(f">{HEAD}I", data[: 4 * HEAD])
        left, top, width, height = area
        start = head[0] + 12 * head[COLOURS] + 4 * left
        rows = (start + row * head[WIDE] for row in range(top, top + height))
        return sum(data[row : row + 4 * width].count(blue_green_red) for row in rows)


@contextmanager
def desktop(folder: Path, starter: Path) -> Iterator[Desktop]:
    """A desktop that lasts as long as this does; its files lie in `folder`. `starter`: who starts the bus that is read,
    as the system knows it. Nothing else can be started here: no keyring."""
    runtime, services = folder / "runtime", folder / "services"
    runtime.mkdir(mode=0o700)
    services.mkdir()
    (services / starter.name).symlink_to(starter)
    (folder / "bus.conf").write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    with _screen(folder) as display:
        own = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime), "DISPLAY": display}
        with _session(folder, own) as address, closing(Bus(address)) as session:
            (accessibility,) = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")
            with closing(Bus(accessibility)) as bus:
                bus.listen()
                yield Desktop({**own, "DBUS_SESSION_BUS_ADDRESS": address}, bus, folder / "Xvfb_screen0")


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    read, write = os.pipe()
    asked = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp", "-fbdir", str(folder)]
    process = subprocess.Popen(asked, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with _ended(process), os.fdopen(read, encoding="ascii") as told:
        yield f":{told.readline().strip()}"


@contextmanager
def _session(folder: Path, own: dict[str, str]) -> Iterator[str]:
    """The session bus's address. What it starts ends with it, and keeps its settings in memory."""
    asked = ["dbus-daemon", "--config-file", str(folder / "bus.conf"), "--nofork", "--print-address"]
    variables = {**own, "GSETTINGS_BACKEND": "memory"}
    process = subprocess.Popen(asked, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with _ended(process):
        assert process.stdout is not None
        yield process.stdout.readline().decode("ascii").strip()


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    with process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(SECONDS)
