"""Checks a web address: reduced first, judged, and its server asked who it is."""

from dataclasses import dataclass
from functools import cache

from core.collectors import web_request
from core.inspectors.address import reduced
from core.inspectors.certificate import Way, ask
from core.inspectors.finding import Server
from core.network.connection import client_context
from core.reading import Reading


@dataclass(frozen=True, slots=True)
class CheckedAddress:
    """What was learnt of the server, and what would be told of it."""

    found: Server
    reading: Reading

    @property
    def events(self) -> list[Reading]:
        """The readings for the engine to queue: none where the name leads nowhere."""
        return [self.reading] if self.found.is_found else []


def check_address(
    text: str, *, with_path: bool = False, allow_private: bool = False, way: Way | None = None
) -> CheckedAddress:
    """Ask the server at an address who it is. Raises Refused; Special, unasked, where the user must agree first."""
    found = ask(reduced(text, with_path=with_path), way or _usual(), allow_private=allow_private)
    return CheckedAddress(found, web_request.reading(found))


@cache
def _usual() -> Way:
    """The authorities that came with the program, and this computer's own name service."""
    return Way(client_context())
