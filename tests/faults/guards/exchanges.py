"""Row 38, broken: what is sent is not what was shown, or one of the places that show it shows something else."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from core.engine import Engine
from core.envelope import Envelope
from core.product import Endpoint
from core.reading import Reading
from core.sending import request as requests
from tests.faults.guards.patch import PATCH


def request() -> None:
    """The sender writes the facts anew, as it finds them good."""
    honest = requests.request

    def pretty(envelopes: Sequence[Envelope], endpoint: Endpoint) -> requests.Request:
        bodies = [json.dumps(json.loads(each.body)).encode() for each in envelopes]
        return honest([replace(each, body=body) for each, body in zip(envelopes, bodies, strict=True)], endpoint)

    PATCH.setattr("core.sending.sender.request", pretty)


def head() -> None:
    """The sender adds a header of its own."""
    honest = requests.request

    def more(envelopes: Sequence[Envelope], endpoint: Endpoint) -> requests.Request:
        made = honest(envelopes, endpoint)
        return replace(made, headers=(*made.headers, ("X-Device", "1")))

    PATCH.setattr("core.sending.sender.request", more)


def handed() -> None:
    """A browser is handed more than the record holds."""
    honest = Engine.tell

    def tell(self: Engine, reading: Reading, site: str, hand: Callable[[bytes], None]) -> bytes | None:
        return honest(self, reading, site, lambda body: hand(body.replace(b"{", b'{"device":"1",', 1)))

    PATCH.setattr(Engine, "tell", tell)


def readable() -> None:
    """The view of bytes shows them so that they can be read more easily."""
    from gui.widgets.bytes_view import BytesView

    honest = BytesView.show_bytes

    def show_bytes(self: BytesView, data: bytes) -> None:
        honest(self, data.replace(b",", b", "))

    PATCH.setattr(BytesView, "show_bytes", show_bytes)


def copied() -> None:
    """What is copied ends with a line of its own."""
    from PySide6.QtGui import QClipboard

    honest = QClipboard.setText
    PATCH.setattr(QClipboard, "setText", lambda self, text: honest(self, f"{text}\n"))


def printed() -> None:
    """The terminal ends a body as it ends any line."""
    from core.cli import submissions
    from core.record.submission import BODY, Submission

    honest = submissions.write_body
    PATCH.setattr(submissions, "write_body", lambda of: honest(_longer(of)))

    def _longer(of: Submission) -> Submission:
        return Submission((*of.row[:BODY], (of.body or b"") + b"\n", *of.row[BODY + 1 :]))


def counted() -> None:
    """The lists count what a submission tells, without what is added for its delivery."""
    from core.record import history
    from core.record.submission import Submission

    def shortened(read: Callable[..., list[Submission]]) -> Callable[..., list[Submission]]:
        return lambda *asked: [_less(each) for each in read(*asked)]

    def _less(of: Submission) -> Submission:
        found = Submission(of.row)
        found.bytes -= len('"format":1,')
        return found

    # Not what the sender reads: a row that is not as it was read is not sent.
    for name in ("select", "by_number"):
        PATCH.setattr(history, name, shortened(getattr(history, name)))
