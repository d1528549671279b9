"""`python -m core.browser regular|safe …`: started by a browser, through the launcher that Vitrine wrote."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import get_args

from core.assembly import build, find_home
from core.browser import extension
from core.browser.answers import Answers
from core.browser.host import caller, serve
from core.browser.visits import Visits
from core.collectors.payment import Mode
from core.errors import Code, Refused
from core.log import Log
from core.wording.errors import sentence


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the extension that the browser names; 1 for anybody else, who is answered nothing."""
    try:
        return _answer(list(sys.argv[1:] if arguments is None else arguments))
    except Refused as error:
        print(f"vitrine: {sentence(error)}", file=sys.stderr)
        return 1
    except Exception as error:
        with suppress(Refused):
            Log(find_home(), "browser").unexpected(error)
        raise


def _answer(given: Sequence[str]) -> int:
    """Raises Refused where nobody is to be answered, or the product is not usable."""
    mode = next((each for each in get_args(Mode) if given[:1] == [each]), None)
    if mode is None:
        raise Refused(Code.BROWSER_STRANGER)
    vitrine = build(process="browser")
    plugin_id = caller(given[1:], vitrine.engine.product.software.plugin_id, extension.firefox_id())
    vitrine.log.start()
    visits = Visits(vitrine.engine, report=vitrine.log.unexpected)
    # Whatever else is printed in this process must never come between two answers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as outgoing:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        code = serve(sys.stdin.buffer, outgoing, Answers(vitrine, plugin_id, mode, visits))
    visits.finish()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
