"""What the extension may ask, and what it is answered: exactly these forms, and no other key."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from core.errors import Code, Refused
from core.files import Strict

Url: TypeAlias = Annotated[str, msgspec.Meta(max_length=8192)]
Host: TypeAlias = Annotated[str, msgspec.Meta(max_length=253)]


class AskState(Strict, frozen=True, tag_field="ask", tag="state"):
    """Ask what is on, and which sites are listed."""


class AskPayment(Strict, frozen=True, tag_field="ask", tag="payment"):
    """A listed site was opened: what may it be told? `url`: where its server is, no path."""

    url: Url


class AskWebRequest(Strict, frozen=True, tag_field="ask", tag="web_request"):
    """The user went to this server. `url`: its path only by the second choice; `private`: in a private window."""

    url: Url
    private: bool


class AskAddSite(Strict, frozen=True, tag_field="ask", tag="add_site"):
    """Put a payment site on the list, by its exact host name."""

    host: Host


class AskRemoveSite(Strict, frozen=True, tag_field="ask", tag="remove_site"):
    """Take a payment site off the list."""

    host: Host


Question: TypeAlias = AskState | AskPayment | AskWebRequest | AskAddSite | AskRemoveSite


class GroupAnswer(Strict, frozen=True):
    """Whether a group is on, as Vitrine has it; and why not."""

    on: bool
    why: Literal["", "open", "declined", "withdrawn", "paused", "changed", "off", "unread"]


class Site(Strict, frozen=True):
    """A payment site. `own`: the user added it; else the product lists it."""

    host: str
    own: bool


class StateAnswer(Strict, frozen=True, tag_field="answer", tag="state"):
    """`paths`: the user's second choice, that the path belongs to a web address."""

    product: str
    vendor: str
    mode: Literal["safe", "regular"]
    payment: GroupAnswer
    web_request: GroupAnswer
    paths: bool
    sites: list[Site]


class Facts(Strict, frozen=True, tag_field="answer", tag="payment"):
    """The exact text to be handed to the page; None where it is told nothing."""

    facts: str | None


class TakenAnswer(Strict, frozen=True, tag_field="answer", tag="web_request"):
    """Whether the address is looked at, to be queued."""

    taken: bool


class No(Strict, frozen=True, tag_field="answer", tag="refused"):
    """What was asked cannot be done, and why."""

    why: str


class Wrong(Strict, frozen=True, tag_field="answer", tag="error"):
    """The message was no question, and why. Nothing is answered after it."""

    why: str


Answer: TypeAlias = StateAnswer | Facts | TakenAnswer | No | Wrong

_DECODER: msgspec.json.Decoder[Question] = msgspec.json.Decoder(Question)


def parsed(message: bytes) -> Question:
    """The question in a message of UTF-8 JSON. Raises Refused for anything else."""
    try:
        return _DECODER.decode(message)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Refused(Code.BROWSER_MESSAGE_UNFIT, why=str(error)) from error
