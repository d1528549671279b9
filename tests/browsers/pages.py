"""Web servers at 127.0.0.1, each with a name and a certificate of its own; their pages keep what they are told."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType

# What a page can see: what it was told, itself and its frames; whether anything about itself is changed.
PAGE = """<!doctype html><meta charset="utf-8"><title>A page</title><body>
<script>
  const told = [];
  const framed = [];
  const ask = () => document.dispatchEvent(new CustomEvent("vitrine-payment-ask"));
  const heard = (count) => new Promise((resolve) => {
    const look = () => told.length >= count && resolve(told);
    document.addEventListener("vitrine-payment", look);
    look();
  });
  const seen = () => [document.documentElement.outerHTML, Object.getOwnPropertyNames(window).sort().join()];
  document.addEventListener("vitrine-payment", (event) => {
    told.push(event.detail);
    if (parent !== window) parent.postMessage(event.detail, "*");
  });
  addEventListener("message", (event) => framed.push(event.data));
</script>
"""
FRAME, AHEAD = "/frame?", "/ahead?"
MORE = {
    "/frame": '<iframe src="ADDRESS"></iframe>',
    "/ahead": (
        '<script type="speculationrules">{"prerender": [{"urls": ["ADDRESS"], "eagerness": "immediate"}]}</script>'
        '<a href="ADDRESS">There</a>'
    ),
}


class Handler(BaseHTTPRequestHandler):
    """Gives everybody the page; at `/frame?ADDRESS` it holds another one, at `/ahead?ADDRESS` it has one made ready."""

    server: Pages

    def do_GET(self) -> None:
        """Answer."""
        kind, _, address = self.path.partition("?")
        body = f"{PAGE}{MORE.get(kind, '')}".replace("ADDRESS", address).encode()
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Site:
    """What is found at an address; `asked`: for which pages its server was, in whatever name."""

    origin: str
    asked: list[str]


class Pages(ThreadingHTTPServer):
    """One server, called `name`. Without `tls` it speaks plain http."""

    daemon_threads = True

    def __init__(self, name: str, tls: ssl.SSLContext | None = None, place: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        super().__init__(place, Handler)
        if tls is not None:
            # Hands are shaken by the thread that answers, so that one that hangs keeps nobody waiting.
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.asked: list[str] = []
        self.origin = f"http{'' if tls is None else 's'}://{name}:{self.server_port}"

    def __enter__(self) -> Pages:
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is nothing to tell."""

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Hang up, also on somebody who is gone."""
        with suppress(OSError):
            super().shutdown_request(request)
