"""What an action came to, in one sentence each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from core.envelope import Envelope
from core.errors import Refused
from core.license import words
from core.license.status import Status
from core.record.submission import State
from core.sending.sender import Delivered
from core.text import visible

# In the order of their weight; what is left out cannot come of a sending.
_COUNTED = {
    State.CONFIRMED: "confirmed",
    State.REFUSED: "refused, kept here",
    State.UNCONFIRMED: "sent, not confirmed",
    State.WAITING: "still waiting",
}
_SENT = {
    State.CONFIRMED: "Sent and confirmed: {count} bytes.",
    State.REFUSED: "The receiver refused it. It is kept in the Outbox.",
    State.UNCONFIRMED: "Sent, not confirmed: {count} bytes. It stands in the Outbox.",
}


def sent(envelope: Envelope, delivered: Delivered) -> str:
    """What came of one submission."""
    state = delivered.states.get(envelope.id)
    if state is None:
        # Another one may have sent it, or a decision ended it, before this sending came to it.
        return f"It was not sent just now: History tells what became of it. {_sentence(delivered.why)}".strip()
    if state in _SENT:
        return _SENT[state].format(count=len(envelope.body))
    return f"Not sent yet: it waits in the Outbox. {_sentence(delivered.why)}".strip()


def delivered(found: Delivered) -> str:
    """What came of a sending of all that is due."""
    counted = Counter(found.states.values())
    told = ", ".join(f"{counted[state]} {words}" for state, words in _COUNTED.items() if counted[state])
    if not told:
        return _sentence(found.why) or "Nothing is due now."
    return f"{told[0].upper()}{told[1:]}. {_sentence(found.why)}".strip()


def cancelled(done: bool) -> str:
    """Whether a submission could be cancelled."""
    return (
        "Cancelled: it is not tried any more." if done else "It is not waiting any more, so it could not be cancelled."
    )


def exported(count: int, path: Path) -> str:
    """How much was written, and where."""
    return f"{count} lines written to {visible(path.name)}."


def held(status: Status) -> str:
    """What is held after a license was activated or removed."""
    kept = f" {status.place_why}" if status.place in ("memory", "asking") and status.state != "none" else ""
    return f"{words.title(status)}.{kept}"


def unerased(error: BaseException) -> str:
    """Why what is kept no longer is still here."""
    return f"What you keep no longer could not be erased: {failed(error)}"


def failed(error: BaseException) -> str:
    """Why something could not be done."""
    if isinstance(error, Refused):
        return _sentence(str(error))
    if isinstance(error, OSError):
        return _sentence(f"It could not be finished: {visible(str(error))}")
    return _sentence(f"It failed: {visible(f'{type(error).__name__} {error}')[:200]}")


def _sentence(text: str) -> str:
    """With a capital, and one full stop."""
    text = text.strip().rstrip(".")
    return f"{text[0].upper()}{text[1:]}." if text else ""
