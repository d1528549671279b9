"""Speaks to a receiver in raw bytes, and holds every answer against the published description."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from core import paths
from core.catalogue import load_catalogue
from core.envelope import Envelope, seal
from core.reading import Value, known
from core.receiver.kept import NAME
from core.receiver.practice import PracticeReceiver

CATALOGUE = load_catalogue(paths.resources() / "catalogue", frozenset())
STATEMENT = CATALOGUE.statement.id
OPENAPI = json.loads((paths.resources() / "openapi.json").read_text(encoding="utf-8"))
SUBMISSIONS = "/v1/submissions"
NDJSON = "application/x-ndjson"
SECONDS = 20.0
# What the small check below understands; `description` and the like say nothing that can be checked.
WORDS = {"$ref", "type", "properties", "required", "additionalProperties", "items", "pattern", "enum"}
WORDS |= {"minLength", "maxLength", "description", "anyOf", "minItems", "minimum"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, taken apart."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Its content."""
        return json.loads(self.body)


def envelope(category: str = "environment", **items: Value) -> Envelope:
    """A sealed submission; without items it holds one."""
    values = items or {"os_family": "Linux"}
    return seal(category, {key: known(value, "a test") for key, value in values.items()}, STATEMENT)


def kept_bodies(receiver: PracticeReceiver) -> list[bytes]:
    """The body of everything received and not deleted, in the order it came."""
    with closing(sqlite3.connect(receiver.data / NAME)) as connection:
        return [row[0] for row in connection.execute("SELECT body FROM submission ORDER BY number")]


def exchange(port: int, data: bytes, *, end: bool = False) -> bytes:
    """Send these very bytes and read until the receiver closes; with `end`, our side is closed first."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        found = bytearray()
        try:
            connection.sendall(data)
            if end:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                found += piece
        except (ConnectionResetError, BrokenPipeError):
            pass
    return bytes(found)


def head(first: str, *headers: str) -> bytes:
    """The bytes before a body."""
    return "".join(f"{line}\r\n" for line in (first, "Host: receiver.practice.invalid", *headers, "")).encode("latin-1")


def post(port: int, body: bytes, *headers: str) -> Answer:
    """POST a body as the sender does; the answer is checked."""
    told = headers or (f"Content-Type: {NDJSON}", f"Content-Length: {len(body)}")
    answer = parse(exchange(port, head(f"POST {SUBMISSIONS} HTTP/1.1", *told) + body))
    fits_description(answer, SUBMISSIONS, "post")
    return answer


def delete(port: int, submission: str, secret: str | None) -> Answer:
    """DELETE a submission; the answer is checked."""
    told = () if secret is None else (f"Deletion-Secret: {secret}",)
    answer = parse(exchange(port, head(f"DELETE {SUBMISSIONS}/{submission} HTTP/1.1", *told)))
    fits_description(answer, SUBMISSIONS + "/{id}", "delete")
    return answer


def parse(data: bytes) -> Answer:
    """Take an answer apart: a status line, headers that stand once, a body of the length they say."""
    top, _, body = data.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n").partition(b"\r\n\r\n")
    first, *lines = top.decode("ascii").split("\r\n")
    version, status, _ = first.split(" ", 2)
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    assert version == "HTTP/1.1"
    assert len(headers) == len(lines)
    assert headers["connection"] == "close"
    assert int(headers.get("content-length", "0")) == len(body)
    return Answer(int(status), headers, body)


def fits_description(answer: Answer, path: str, method: str) -> None:
    """Whether resources/openapi.json announces this answer, headers and content included."""
    responses = OPENAPI["paths"][path][method]["responses"]
    assert str(answer.status) in responses, (answer.status, answer.body)
    announced = responses[str(answer.status)]
    for name in answer.headers.keys() - {"server", "connection", "content-length", "content-type"}:
        described = {key.lower(): value for key, value in announced["headers"].items()}
        check(answer.headers[name], described[name]["schema"])
    if "content" not in announced:
        assert (answer.body, answer.headers.get("content-type")) == (b"", None)
    else:
        assert answer.headers["content-type"] == "application/json"
        check(answer.json, announced["content"]["application/json"]["schema"])


def check(value: Any, schema: Mapping[str, Any]) -> None:
    """The part of JSON Schema that openapi.json uses; another word in it is an error."""
    assert schema.keys() <= WORDS, schema.keys() - WORDS
    if "$ref" in schema:
        check(value, OPENAPI["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        return
    if "anyOf" in schema:
        assert any(fits(value, each) for each in schema["anyOf"]), value
        return
    kinds: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int}
    assert isinstance(value, kinds[schema["type"]])
    if isinstance(value, dict):
        assert set(schema["required"]) <= value.keys() <= schema["properties"].keys()
        assert schema["additionalProperties"] is False
        for key, inner in value.items():
            check(inner, schema["properties"][key])
    elif isinstance(value, int):
        assert value >= schema["minimum"]
    elif isinstance(value, list):
        assert len(value) >= schema.get("minItems", 0)
        for inner in value:
            check(inner, schema["items"])
    else:
        assert isinstance(value, str)
        assert re.search(schema.get("pattern", ""), value), value
        assert value in schema.get("enum", [value])
        assert schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))


def fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether `check` finds nothing."""
    try:
        check(value, schema)
    except AssertionError:
        return False
    return True
