"""The long sweeps: `python3 packaging/dev.py faults [ROW…] [--json FILE] [--n N] [--seed S]`."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from tests.faults.driver import ROWS, SEED, Line, lines


def main() -> int:
    """Exit 0 if every promise held and every broken guard was missed."""
    parser = argparse.ArgumentParser(prog="dev.py faults", description="Makes faults, many times, and counts.")
    known = ", ".join(str(number) for number in ROWS)
    parser.add_argument("rows", metavar="ROW", nargs="*", type=int, help=f"of {known}; none means all")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the table for scripts")
    parser.add_argument("--n", type=_positive, help="how often, instead of what each row has for a long run")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed makes the same choices")
    chosen = parser.parse_args()
    if unknown := set(chosen.rows) - ROWS.keys():
        parser.error(f"there is no row {min(unknown)}; rows: {known}")
    if missing := [tool for tool in ("localedef", "strace", "unshare") if shutil.which(tool) is None]:
        print(f"dev.py faults: install these first: {' '.join(missing)}", file=sys.stderr)
        return 1
    table = []
    for line in lines(chosen.rows or list(ROWS), chosen.n, chosen.seed):
        table.append(line)
        print(_shown(line), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps({"rows": [asdict(line) for line in table]}), encoding="utf-8")
    return 0 if all(line.held and line.control == "red" for line in table) else 1


def _shown(line: Line) -> str:
    held = "held" if line.held else "BROKEN"
    fault = ROWS[line.row].fault
    return f"{line.row:>3} {fault:<24} n {line.n:<7} seed {line.seed}  {held}  control {line.control}  {line.figure}"


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
