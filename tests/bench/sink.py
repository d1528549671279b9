"""Where deliveries end, in a process of its own: answers 202 to whatever comes and counts what there was in it.

It tells where it listens; GET /count tells how many records have come. Only ours gets receipts. Nothing is kept, and
what came is looked into when somebody asks, so that the sink costs as little as it can.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

from core.clock import now, stamp
from tests.bench.receipts import answer

LARGEST_HEAD = 64 * 1024
LENGTH = re.compile(r"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
ANSWER = b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
OURS = "/v1/submissions"
# Field numbers of OpenTelemetry's messages: of the request, of a resource's logs, of a scope's logs.
OTLP = (1, 2, 2)
_VARINT, _BYTES = 0, 2


class Sink:
    """`_came`: what nobody has asked about yet."""

    def __init__(self) -> None:
        self._came: list[tuple[str, bytes]] = []
        self._counted = 0

    async def serve(self) -> None:
        """Listen, say where, and answer until the process is ended."""
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, limit=LARGEST_HEAD)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request after the other, as long as the connection holds."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = LENGTH.search(head)
                body = await reader.readexactly(int(length[1]) if length else 0)
                told = self._answered(head.split()[1], body)
                writer.write(ANSWER % (len(told), told))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answered(self, path: str, body: bytes) -> bytes:
        if path == "/count":
            self._counted += sum(records(*each) for each in self._came)
            self._came.clear()
            return str(self._counted).encode()
        self._came.append((path, body))
        return answer(body, stamp(now())) if path == OURS else b""


def records(path: str, body: bytes) -> int:
    """How many there are in a request: lines of ours, log records of OpenTelemetry; a ping of Glean is one."""
    if path == OURS:
        return body.count(b"\n") + 1
    return _logs(memoryview(body), *OTLP) if path == "/v1/logs" else 1


def _logs(message: memoryview, wanted: int, *deeper: int) -> int:
    """How many messages of field `wanted` a protobuf message holds, or hold what is wanted of those `deeper` in it."""
    inside = (value for field, value in _fields(message) if field == wanted)
    return sum(_logs(value, *deeper) if deeper else 1 for value in inside)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of bytes, with their numbers."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == _BYTES:
            length, at = _varint(message, at)
            yield key >> 3, message[at : at + length]
            at += length
        elif kind == _VARINT:
            _, at = _varint(message, at)
        else:
            at += 8 if kind == 1 else 4


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at


if __name__ == "__main__":
    asyncio.run(Sink().serve())
