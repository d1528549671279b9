"""The request that carries submissions: the same bytes for the preview and for sending. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.envelope import Envelope
from core.product import Endpoint

SUBMISSIONS = "/v1/submissions"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP/1.1 request, complete: no header is added later.

    `head` is made of the rest: the very bytes before the body, the empty line included.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    head: bytes = field(init=False)

    def __post_init__(self) -> None:
        path = "/" + self.url.split("/", 3)[3]
        lines = [f"{self.method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers), ""]
        object.__setattr__(self, "head", "".join(f"{line}\r\n" for line in lines).encode("ascii"))


def request(envelopes: Sequence[Envelope], endpoint: Endpoint) -> Request:
    """The request that carries these envelopes, one a line; alone, the body is the envelope's to the byte."""
    body = b"\n".join(envelope.body for envelope in envelopes)
    headers = (
        ("Host", endpoint.host),
        ("User-Agent", "Vitrine"),
        ("Accept", "application/json"),
        # Answers are read as they come: nothing to unpack, nothing that could explode.
        ("Accept-Encoding", "identity"),
        ("Content-Type", "application/x-ndjson"),
        ("Content-Length", str(len(body))),
    )
    return Request("POST", f"{endpoint.address}{SUBMISSIONS}", headers, body)
