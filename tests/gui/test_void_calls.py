"""Calls of Qt that return nothing cost no reference to None: a binding that drops one dies after some thousands."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.commands import environment, run

CALLS = 10_000
SCRIPT = f"""
import json, sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
widget = QWidget()
calls = [widget.update, widget.repaint, widget.updateGeometry, app.processEvents]
calls += [lambda: widget.setEnabled(True), lambda: widget.setToolTipDuration(1)]
found = []
for call in calls:
    before = sys.getrefcount(None)
    for _ in range({CALLS}):
        call()
    found.append(sys.getrefcount(None) - before)
json.dump(found, sys.stdout)
"""


def test_ten_thousand_calls_that_return_nothing_leave_none_as_it_was(tmp_path: Path) -> None:
    # In a process of its own: where the fault is there, that process dies.
    done = run([sys.executable, "-c", SCRIPT], environment(tmp_path, QT_QPA_PLATFORM="offscreen"))
    assert (done.code, done.error) == (0, b"")
    assert all(abs(drift) < CALLS // 100 for drift in json.loads(done.out)), done.out
