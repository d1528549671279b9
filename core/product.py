"""Which product this is: who made it, where it would send, which groups it lets the user choose."""

import base64
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from core.errors import Code, Refused
from core.files import Strict, load, read_text
from core.text import LONGEST, failure, visible
from core.wording import product as words

KEY_BYTES = 32
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[1-9][0-9]*)?")
_PATH = re.compile(r"[A-Za-z0-9._~/%-]*")
# As browsers write a server's name: lower case, no port, at least two parts.
HostName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$", max_length=253)]
# As much as a heading can hold, and a paragraph beside others.
Name = Annotated[str, msgspec.Meta(max_length=120)]
Text = Annotated[str, msgspec.Meta(max_length=1000)]
PRACTICE_HOST = "receiver.practice.invalid"


class Vendor(Strict, frozen=True):
    """The product's maker, who receives."""

    name: Name


class Stated(Strict, frozen=True):
    """What the statement leaves open and the vendor may say; empty reads “not stated”."""

    contact: Text = ""
    legal_basis: Text = ""
    retention: Text = ""
    countries: Text = ""
    rights: Text = ""


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
    id: Name
    title: Name
    published: Name
    language: Name


class Sending(Strict, frozen=True):
    """When snapshots go, how long each stands in the Outbox before, and how much may wait there."""

    interval_hours: Annotated[int, msgspec.Meta(ge=1, le=24 * 366)] = 6
    hold_minutes: Annotated[int, msgspec.Meta(ge=1, le=24 * 60)] = 10
    most_submissions: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)] = 10_000
    most_mebibytes: Annotated[int, msgspec.Meta(ge=1, le=65_536)] = 64
    most_days: Annotated[int, msgspec.Meta(ge=1, le=3660)] = 30


class Licenses(Strict, frozen=True):
    """Who may sign licenses: raw Ed25519 public keys, base64, by their name. `file` and `revoked` come with the product
    and are looked for like the agreement's file: a license that holds from the first start, and those revoked."""

    keys: dict[str, str] = msgspec.field(default_factory=dict)
    grace_days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0
    file: str = ""
    revoked: str = ""

    @property
    def public_keys(self) -> dict[str, bytes]:
        """The raw public keys by name, 32 bytes each."""
        return {name: base64.b64decode(key) for name, key in self.keys.items()}


class _Told(Strict, frozen=True, kw_only=True):
    """What product.toml says, and is taken as it stands. `payment_sites`: the exact host names of the sites that are
    told about the product, if the user switches that on."""

    name: Name
    vendor: Vendor
    choices: frozenset[str]
    software: Software
    agreement: Agreement
    stated: Stated = Stated()
    sending: Sending = Sending()
    license: Licenses = Licenses()
    payment_sites: Annotated[tuple[HostName, ...], msgspec.Meta(max_length=1000)] = ()


class _File(_Told, frozen=True, kw_only=True):
    """product.toml. `receiver_key`: the raw Ed25519 public key that signs receipts, base64."""

    endpoint: str
    receiver_key: str = ""


class Endpoint(msgspec.Struct, frozen=True):
    """Where submissions go. `host` is the Host header, `path` what its address adds before the wire's own path."""

    scheme: Literal["http", "https"]
    host: str
    path: str
    practice: bool

    @property
    def address(self) -> str:
        """The rest of it, as a person would write it."""
        return f"{self.scheme}://{self.host}{self.path}"


class Product(_Told, frozen=True, kw_only=True):
    """A product file, read and found whole; `text` is the agreement's, exactly as it came. `license_text` and
    `revoked_text`: the license and the list that came with it, "" if none did."""

    file: Path
    endpoint: Endpoint
    receiver_key: bytes | None
    text: str
    license_text: str
    revoked_text: str

    @property
    def notice(self) -> str:
        """What every screen says of the receiver; "" where it is a real one."""
        return words.PRACTICE if self.endpoint.practice else ""

    @property
    def what_was_sent(self) -> str:
        """The sentence about what was sent, once nothing more is: with whom it stays."""
        return words.SENT_IN_PRACTICE if self.endpoint.practice else words.SENT.format(vendor=self.vendor.name)

    @property
    def receiver(self) -> str:
        """Who must sign receipts, as the terms of consent name it: the key in hexadecimal, “practice” or “nobody”."""
        if self.endpoint.practice:
            return "practice"
        return self.receiver_key.hex() if self.receiver_key else "nobody"


def load_product(path: Path, resources: Path) -> Product:
    """Read product.toml; its relative names resolve in `resources` first, then beside it. Raises Refused."""
    file = load(path, _File)

    def beside(name: str) -> Path:
        try:
            places = (folder / name for folder in (resources, path.parent))
            return next((place for place in places if place.is_file()), path.parent / name)
        except (OSError, ValueError) as error:
            raise Refused(Code.PRODUCT_FILE_UNUSABLE, given=name[:80], why=failure(error)) from error

    for name, key in file.license.keys.items():
        _key(key, f"license.keys.{name}")
    return Product(
        **{name: getattr(file, name) for name in _Told.__struct_fields__},
        file=path,
        endpoint=parse_endpoint(file.endpoint),
        receiver_key=_key(file.receiver_key, "receiver_key") if file.receiver_key else None,
        text=_agreement(beside(file.agreement.file)),
        license_text=read_text(beside(file.license.file)) if file.license.file else "",
        revoked_text=read_text(beside(file.license.revoked)) if file.license.revoked else "",
    )


def parse_endpoint(text: str) -> Endpoint:
    """`embedded:`, an https address, or http to 127.0.0.1 with a port; anything else raises Refused."""
    if text == "embedded:":
        return Endpoint(scheme="http", host=PRACTICE_HOST, path="", practice=True)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Refused(Code.PRODUCT_ENDPOINT_NO_ADDRESS, given=text[:200], why=str(error)) from error
    here = parts.scheme == "http" and parts.hostname == "127.0.0.1" and bool(port)
    host = _HOST.fullmatch(parts.netloc)
    plain = not (parts.query or parts.fragment or "@" in parts.netloc) and text.isascii() and text.isprintable()
    if not plain or host is None or not _PATH.fullmatch(parts.path) or not (parts.scheme == "https" or here):
        raise Refused(Code.PRODUCT_ENDPOINT_FORM, given=text[:200])
    scheme: Literal["http", "https"] = "http" if here else "https"
    return Endpoint(scheme=scheme, host=parts.netloc, path=parts.path.rstrip("/"), practice=False)


def _key(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused(Code.PRODUCT_KEY_NOT_BASE64, key=name, why=str(error)) from error
    if len(key) != KEY_BYTES:
        raise Refused(Code.PRODUCT_KEY_LENGTH, key=name, count=len(key), limit=KEY_BYTES)
    return key


def _agreement(path: Path) -> str:
    """Its text, which a page must be able to show whole."""
    text = read_text(path)
    if len(visible(text)) > LONGEST:
        raise Refused(Code.PRODUCT_TEXT_TOO_LONG, file=path, limit=LONGEST)
    return text
