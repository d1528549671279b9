"""A vendor of the test's own: a key that exists only here, licenses signed with it, a product that trusts it."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.license import signature
from core.license.license import License, Revocations, written
from tests.commands import REPOSITORY

KEY_ID = "test"
USUAL: dict[str, Any] = {
    "number": "T-1",
    "product": "EX-SEC-4",
    "retail_item_id": "EX-ART-1001",
    "type": "commercial",
    "issued": date(2026, 1, 1),
    "starts": date(2026, 1, 1),
    "partner_name": "Example Distribution GmbH",
}


class Vendor:
    """Signs what it is given, good or not."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
        self.keys = {KEY_ID: self.key.public_key().public_bytes_raw()}

    def sign(self, data: bytes, kind: signature.Kind = "license", key_id: str = KEY_ID) -> str:
        """Any bytes, in the signature."""
        return signature.wrap(kind, key_id, data, self.key.sign(signature.message(kind, key_id, data)))

    def license(self, **fields: Any) -> str:
        """A license file."""
        return self.sign(written(made(**fields)))

    def revoked(self, *marks: str) -> str:
        """A revocation list."""
        return self.sign(written(Revocations(date(2026, 1, 1), list(marks))), "revoked")

    def product(self, folder: Path, bundled: str = "", revoked: str = "") -> Path:
        """A product file that trusts this vendor, and brings these."""
        head = (REPOSITORY / "resources" / "product.toml").read_text(encoding="utf-8").split("[license]")[0]
        key = base64.b64encode(self.keys[KEY_ID]).decode()
        lines = ["[license]"]
        for name, text in (("file", bundled), ("revoked", revoked)):
            if text:
                (folder / f"{name}.signed").write_text(text, encoding="ascii")
                lines.append(f'{name} = "{name}.signed"')
        path = folder / "product.toml"
        path.write_text("\n".join([head, *lines, "[license.keys]", f'{KEY_ID} = "{key}"', ""]), encoding="utf-8")
        return path


def made(**fields: Any) -> License:
    """A license with these fields instead of the usual ones."""
    given = {**USUAL, **fields}
    return License(**given if "expires" in given else {"term_days": 365, **given})
