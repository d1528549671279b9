"""`python3 packaging/dev.py bench [AXIS…] [--json FILE]`: one table of ratios against peers and floors."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.bench.measure import Asked, Ratio, unjudged

AXES = {
    "start": "start",
    "window-alive": "window_alive",
    "file-check": "file_check",
    "delivery": "delivery",
    "growth": "growth",
}
ROUNDS, RECORDS, SIZE = 9, 10_000, 1_000_000
LINE = "{:<48} {:<30} {:>9} {:>7} {:>9}  {}"


def main() -> int:
    """Exit 0 unless a goal was missed beyond doubt, or something could not be measured."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measures beside peers, in turns.")
    parser.add_argument("axes", metavar="AXIS", nargs="*", help=f"of {', '.join(AXES)}; none means all")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the table for scripts")
    parser.add_argument("--rounds", metavar="N", type=int, default=ROUNDS, help=f"of each comparison ({ROUNDS})")
    parser.add_argument("--records", metavar="N", type=int, default=RECORDS, help=f"to be delivered ({RECORDS:,})")
    parser.add_argument("--size", metavar="N", type=int, default=SIZE, help=f"of the large record ({SIZE:,})")
    chosen = parser.parse_args()
    if unknown := [axis for axis in chosen.axes if axis not in AXES]:
        parser.error(f"there is no axis {unknown[0]}; axes: {', '.join(AXES)}")
    asked, table = Asked(chosen.rounds, chosen.records, chosen.size), list[Ratio]()
    print(LINE.format("figure", "peer", "ratio", "spread", "goal", "met"), flush=True)
    for axis in chosen.axes or AXES:
        for row in _measured(axis, asked):
            table.append(row)
            print(_shown(row), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps({"rows": [asdict(row) for row in table]}), encoding="utf-8")
    return 1 if any(row.met is False or row.ratio is None for row in table) else 0


def _measured(axis: str, asked: Asked) -> Iterator[Ratio]:
    """What an axis came to; of one that broke down, what came before that, and why it did."""
    try:
        yield from importlib.import_module(f"tests.bench.{AXES[axis]}").measure(asked)
    except RuntimeError as error:
        yield unjudged(axis, "", f"{error}")


def _shown(row: Ratio) -> str:
    met = {True: "yes", False: "NO", None: f"no verdict: {row.why}"}[row.met]
    measured = ("", "") if row.ratio is None else (f"{row.ratio:.3f}", f"{row.spread:.1%}")
    return LINE.format(row.axis, row.peer, *measured, row.goal, met)


if __name__ == "__main__":
    sys.exit(main())
