"""One browser's connection: question, answer, question, until it ends or something comes that is no question."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import BinaryIO

from core.browser import frames
from core.browser.answers import Answers
from core.browser.budget import Budget
from core.browser.questions import Answer, Wrong, parsed, written
from core.errors import Refused

# A browser that brings back a hundred tabs asks some hundreds of questions at once.
MOST_AT_ONCE, MOST_A_SECOND = 1000, 50
FLOOD = "More is asked than any browser has to ask."


class Gone(Exception):
    """The browser went away in the middle."""


def serve(incoming: BinaryIO, outgoing: BinaryIO, answers: Answers) -> int:
    """Answer until the browser ends it; 1 where it sent what is no question: that gets one error, and no more."""
    budget, say = Budget(MOST_AT_ONCE, MOST_A_SECOND), partial(_say, outgoing)
    try:
        while (message := frames.read(incoming)) is not None:
            if not budget.take():
                raise Refused(FLOOD)
            answers.to(parsed(message), say)
    except Refused as error:
        with suppress(Gone):
            say(Wrong(str(error)))
        return 1
    except (OSError, Gone):
        return 1
    return 0


def _say(outgoing: BinaryIO, answer: Answer) -> None:
    """Raises Gone, which nobody takes for an error of the record's."""
    try:
        frames.write(outgoing, written(answer))
    except OSError as error:
        raise Gone from error
