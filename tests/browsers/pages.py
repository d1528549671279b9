"""Web servers at 127.0.0.1, each with a name and a certificate of its own; their pages keep what they are told."""

from __future__ import annotations

import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType

# What a page can see: what it was told, and whether anything of itself was changed.
PAGE = """<!doctype html><meta charset="utf-8"><title>A page</title><body>
<script>
  const told = [];
  document.addEventListener("vitrine-payment", (event) => told.push(event.detail));
  const heard = (count) => new Promise((resolve) => {
    const look = () => told.length >= count && resolve(told);
    document.addEventListener("vitrine-payment", look);
    look();
  });
  const markup = () => document.documentElement.outerHTML;
  const names = () => Object.getOwnPropertyNames(window).sort().join();
</script>
"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """The page; `/frame?ADDRESS` holds another one."""
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        frame = self.path.removeprefix("/frame?")
        text = PAGE if frame == self.path else f'{PAGE}<iframe src="{frame}"></iframe>'
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Pages(ThreadingHTTPServer):
    """One server. Without `tls` it speaks plain http."""

    daemon_threads = True

    def __init__(self, name: str, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.name, self.asked = name, list[str]()
        if tls is not None:
            # Shaken hands by the thread that answers, so that one that hangs keeps nobody waiting.
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "http" if tls is None else "https"
        self.origin = f"{scheme}://{name}:{self.server_port}"

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
