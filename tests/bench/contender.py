"""One contender in a process of its own: told to go, it does its work once and says how much CPU time that took.

Everybody loads and warms up before the first round, so that only the work is counted.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path


def main(script: str, *arguments: str) -> None:
    """`script` has a function `work(arguments)` that hands back what does the work."""
    spec = importlib.util.spec_from_file_location("contender_script", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    work: Callable[[], object] = module.work(*arguments)
    work()
    print("ready", flush=True)
    for _ in sys.stdin:
        start = _cpu()
        work()
        print(_cpu() - start, flush=True)


def _cpu() -> float:
    """Seconds of CPU: its own, and of the processes it started."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(str(Path(sys.argv[1])), *sys.argv[2:])
