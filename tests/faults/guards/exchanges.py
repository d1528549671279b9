"""Row 38, broken: what is sent is not what was shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from core import sender
from core.envelope import Envelope
from core.product import Endpoint
from tests.faults.guards.patch import PATCH


def request() -> None:
    """The sender writes the facts anew, as it finds them good."""
    honest = sender.request

    def pretty(envelopes: Sequence[Envelope], endpoint: Endpoint) -> sender.Request:
        bodies = [json.dumps(json.loads(each.body)).encode() for each in envelopes]
        return honest([replace(each, body=body) for each, body in zip(envelopes, bodies, strict=True)], endpoint)

    PATCH.setattr("core.delivery.request", pretty)


def head() -> None:
    """The sender adds a header of its own."""
    honest = sender.request

    def more(envelopes: Sequence[Envelope], endpoint: Endpoint) -> sender.Request:
        made = honest(envelopes, endpoint)
        return replace(made, headers=(*made.headers, ("X-Device", "1")))

    PATCH.setattr("core.delivery.request", more)
