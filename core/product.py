"""Which product this is: who made it, where it would send, which groups it lets the user choose."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from core.strict import Refused, Strict, load, read_text

PRACTICE_HOST = "receiver.practice.invalid"


class Vendor(Strict, frozen=True):
    """The product's maker, who receives."""

    name: str


class Stated(Strict, frozen=True):
    """What the statement leaves open and the vendor may say; empty reads “not stated”."""

    contact: str = ""
    legal_basis: str = ""
    retention: str = ""
    countries: str = ""
    rights: str = ""


class Software(Strict, frozen=True):
    """What the product says of itself in its submissions; also the key names of the catalogue."""

    software_name: str
    software_version: str
    software_type: str
    software_id: str
    rebranding_id: str
    rebranding_code: str
    customization: str
    plugin_id: str


class Agreement(Strict, frozen=True):
    """The text a user accepts: `file` is looked for in resources/ first, then beside product.toml."""

    file: str
    id: str
    title: str
    published: str
    language: str


class _File(Strict, frozen=True):
    name: str
    vendor: Vendor
    endpoint: str
    choices: list[str]
    software: Software
    agreement: Agreement
    stated: Stated = Stated()


class Endpoint(msgspec.Struct, frozen=True):
    """Where submissions go. `host` is the Host header, `path` what its address adds before the wire's own path."""

    scheme: Literal["http", "https"]
    host: str
    path: str
    practice: bool

    @property
    def address(self) -> str:
        """The address as a person would write it."""
        return f"{self.scheme}://{self.host}{self.path}"


class Product(msgspec.Struct, frozen=True):
    """A product file, read and found whole; `text` is the agreement's, exactly as it came."""

    file: Path
    name: str
    vendor: Vendor
    endpoint: Endpoint
    choices: frozenset[str]
    software: Software
    agreement: Agreement
    stated: Stated
    text: str


def load_product(path: Path, resources: Path) -> Product:
    """Read product.toml; its relative names resolve in `resources` first, then beside it. Raises Refused."""
    file = load(path, _File)
    return Product(
        file=path,
        name=file.name,
        vendor=file.vendor,
        endpoint=parse_endpoint(file.endpoint),
        choices=frozenset(file.choices),
        software=file.software,
        agreement=file.agreement,
        stated=file.stated,
        text=read_text(_beside(file.agreement.file, resources, path.parent)),
    )


def parse_endpoint(text: str) -> Endpoint:
    """`embedded:`, an https address, or http to 127.0.0.1 with a port; anything else raises Refused."""
    if text == "embedded:":
        return Endpoint(scheme="http", host=PRACTICE_HOST, path="", practice=True)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Refused(f"product.toml: endpoint “{text[:200]}” is not an address ({error}).") from error
    here = parts.scheme == "http" and parts.hostname == "127.0.0.1" and port is not None
    plain = not (parts.query or parts.fragment or "@" in parts.netloc) and text.isascii() and text.isprintable()
    if not plain or not parts.hostname or " " in text or not (parts.scheme == "https" or here):
        raise Refused(
            f"product.toml: endpoint “{text[:200]}” is neither “embedded:”, an https address, "
            "nor http://127.0.0.1:PORT."
        )
    scheme: Literal["http", "https"] = "http" if here else "https"
    return Endpoint(scheme=scheme, host=parts.netloc, path=parts.path.rstrip("/"), practice=False)


def _beside(name: str, resources: Path, folder: Path) -> Path:
    return next((place / name for place in (resources, folder) if (place / name).is_file()), folder / name)
