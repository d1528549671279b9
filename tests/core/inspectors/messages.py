"""Signatures taken out of programs, changed, signed again and put back; and authorities that stamp them."""

from __future__ import annotations

import base64
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from asn1crypto import cms, core
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from tests.core.inspectors.authorities import Holder, loaded
from tests.core.inspectors.programs import table


def resigned(program: bytes, by: Holder, change: Callable[[Any], None], used: padding.AsymmetricPadding) -> bytes:
    """The program after `change` was made to the signer’s part, signed again with the same key."""
    named, start, _ = table(program)
    message = cms.ContentInfo.load(program[start + 8 :])
    signer = message["content"]["signer_infos"][0]
    change(signer)
    key = loaded(by)
    assert isinstance(key, rsa.RSAPrivateKey)
    signer["signature"] = key.sign(b"\x31" + signer["signed_attrs"].dump(force=True)[1:], used, SHA256())
    data: bytes = message.dump(force=True)
    data += bytes(-len(data) % 8)
    entry = struct.pack("<IHH", 8 + len(data), 0x0200, 2) + data
    return program[:named] + struct.pack("<II", start, len(entry)) + program[named + 8 : start] + entry


def unsigned_of(program: bytes) -> Any:
    """What stands unsigned beside the program’s signature, time stamps among it."""
    message = cms.ContentInfo.load(program[table(program)[1] + 8 :])
    return message["content"]["signer_infos"][0]["unsigned_attrs"]


@contextmanager
def stamping(by: Holder) -> Iterator[str]:
    """The address of an authority that countersigns in the old way, at the time of day."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = core.Sequence.load(base64.b64decode(self.rfile.read(int(self.headers["Content-Length"]))))
            signature = cms.ContentInfo.load(asked[1].dump())["content"].native
            builder = PKCS7SignatureBuilder().set_data(signature).add_signer(by.certificate, _rsa(by), SHA256())
            answer = base64.b64encode(builder.sign(Encoding.DER, [PKCS7Options.Binary, PKCS7Options.NoCapabilities]))
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _rsa(holder: Holder) -> rsa.RSAPrivateKey:
    key = loaded(holder)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key
