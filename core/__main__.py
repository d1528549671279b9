"""`python -m core` and `vitrinectl`; asked by a program with a word of its own, a process that works for that one."""

import importlib
import sys

from core import browser, cli, record
from core.inspectors import WORD


def main() -> int:
    """One command for a person; or, asked by Vitrine or a browser, inspect, check or answer what comes on stdin."""
    if sys.argv[1:2] == [WORD]:
        # Imported when asked for: every command would wait for the engines.
        return int(importlib.import_module("core.inspectors.worker_process").serve(*sys.argv[2:]))
    if sys.argv[1:2] == [browser.WORD]:
        return int(importlib.import_module("core.browser.__main__").main(sys.argv[2:]))
    if sys.argv[1:2] == [record.WORD]:
        return int(importlib.import_module("core.record.verification.process").serve(*sys.argv[2:]))
    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())
