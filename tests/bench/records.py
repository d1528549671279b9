"""What is delivered, by whoever delivers: records of about so many bytes, counted at the sink."""

from __future__ import annotations

from urllib.request import urlopen

BYTES = 220


def counted(port: str) -> int:
    """How many the sink has had so far."""
    with urlopen(f"http://127.0.0.1:{port}/count") as answer:
        return int(answer.read())


def text(number: int, around: int) -> str:
    """A web address that makes a record as large as all others; `around`: the bytes that go with it."""
    return f"https://host-{number:08}.example/".ljust(BYTES - around, "x")
