"""The first paint waits for next to nothing: counted in modules, which no busy computer changes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.commands import environment, run

MOST = 12
# What takes its time, or has to do with data: it is loaded once the empty window stands there.
LATER = {
    *("core.assembly", "core.engine", "core.catalogue", "gui.viewer", "gui.window", "gui.pages", "gui.models"),
    *("sqlite3", "requests", "cryptography", "psutil", "keyring", "msgspec", "dataclasses", "platformdirs"),
}
SAID = "import json, os, sys; out = lambda *_: (print(json.dumps(sorted(sys.modules)), flush=True), os._exit(0)); "
BARE = (
    "from PySide6.QtWidgets import QApplication, QWidget; app = QApplication([]); "
    "window = type('Bare', (QWidget,), {'paintEvent': out})(); window.show(); app.exec()"
)
OURS = "from gui import app; app.Start.load = out; app.main([])"


def loaded(home: Path, program: str) -> set[str]:
    """The modules there are when the window was painted."""
    done = run([sys.executable, "-c", SAID + program], environment(home, QT_QPA_PLATFORM="offscreen"))
    assert done.code == 0
    return set(json.loads(done.out))


def test_before_the_first_paint_hardly_more_is_loaded_than_for_a_bare_window(tmp_path: Path) -> None:
    more = loaded(tmp_path, OURS) - loaded(tmp_path, BARE)
    assert "gui.shell" in more
    assert more & LATER == set()
    assert len(more) <= MOST, sorted(more)
