"""`python3 packaging/dev.py bench [AXIS…] [--json FILE]`: one table of ratios against peers and floors."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench.measure import Ratio

AXES = {"start": "start", "window-alive": "window_alive", "file-check": "file_check"}
WORDS = {True: "met", False: "NOT MET", None: "no verdict: too noisy"}


def main() -> int:
    """Exit 0 unless a goal was missed beyond doubt."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measures beside peers, in turns.")
    parser.add_argument("axes", metavar="AXIS", nargs="*", help=f"of {', '.join(AXES)}; none means all")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the table for scripts")
    chosen = parser.parse_args()
    if unknown := [axis for axis in chosen.axes if axis not in AXES]:
        parser.error(f"there is no axis {unknown[0]}; axes: {', '.join(AXES)}")
    table: list[Ratio] = []
    for axis in chosen.axes or AXES:
        for row in importlib.import_module(f"tests.bench.{AXES[axis]}").measure():
            table.append(row)
            print(_shown(row), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps({"rows": [asdict(row) for row in table]}), encoding="utf-8")
    return 1 if any(row.met is False for row in table) else 0


def _shown(row: Ratio) -> str:
    goal = f"goal {row.goal}: {WORDS[row.met]}" if row.goal else ""
    return f"{row.axis:<36} against {row.peer:<28} {row.ratio:>7.3f} x (± {row.spread:.1%})  {goal}"


if __name__ == "__main__":
    sys.exit(main())
