"""One contender in a process of its own: told to go, it does its work once and says what that took.

Everybody loads and warms up before the first round, so that only the work is counted.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path


def main(script: str, *arguments: str) -> None:
    """`script` has a function `work(arguments)` that hands back what does the work; or a pair, of which the first
    prepares it and is not counted. The work may tell two figures of its own instead."""
    spec = importlib.util.spec_from_file_location("contender_script", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.work(*arguments)
    prepare, work = made if isinstance(made, tuple) else (lambda: None, made)
    _taken(prepare, work)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(*_taken(prepare, work), flush=True)


def _taken(prepare: Callable[[], object], work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of CPU, and by the clock; or what the work itself tells."""
    prepare()
    cpu, start = _cpu(), time.monotonic()
    told = work()
    return told if isinstance(told, tuple) else (_cpu() - cpu, time.monotonic() - start)


def _cpu() -> float:
    """Seconds of CPU: its own, and of the processes it started."""
    if sys.platform == "win32":
        return sum(os.times()[:4])
    # Finer than os.times, which counts hundredths of a second.
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main(str(Path(sys.argv[1])), *sys.argv[2:])
