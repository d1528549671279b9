"""Which servers are believed."""

from __future__ import annotations

import ssl

import certifi


def client_context() -> ssl.SSLContext:
    """What a receiver must prove itself by: TLS 1.2 or newer, and the authorities that came with the program.

    Not ssl.create_default_context: it writes the keys of every connection wherever SSLKEYLOGFILE says.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(certifi.where())
    return context
