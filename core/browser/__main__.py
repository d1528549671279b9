"""`python -m core.browser regular|safe …`: started by a browser, through the launcher that Vitrine wrote."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import get_args

from core.assembly import build
from core.browser import extension
from core.browser.answers import Answers
from core.browser.caller import STRANGER, caller
from core.browser.host import serve
from core.browser.visits import Visits
from core.collectors.payment import Mode
from core.errors import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the extension that the browser names; 1 for anybody else, who is answered nothing."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    mode = next((each for each in get_args(Mode) if given[:1] == [each]), None)
    try:
        if mode is None:
            raise Refused(STRANGER)
        vitrine = build()
        known = vitrine.engine.product.software.plugin_id, extension.firefox_id()
        plugin_id = caller(given[1:], *known)
    except Refused as error:
        print(f"vitrine: {error}", file=sys.stderr)
        return 1
    visits = Visits(vitrine.engine)
    # Whatever else is printed in this process must never come between two answers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as outgoing:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        code = serve(sys.stdin.buffer, outgoing, Answers(vitrine, plugin_id, mode, visits))
    visits.finish()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
