"""The key a receiver signs with: made once, in its own folder, and never replaced."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from core.errors import Refused
from core.receiver.kept import KEY, Kept

_LARGEST_KEY_FILE = 4096


def signing_key(folder: Path, kept: Kept) -> Ed25519PrivateKey:
    """The folder's key; made where there is neither a key nor a receipt. Raises Refused if it is missing, damaged or
    another one than before: receipts given once must stay true."""
    path = folder / KEY
    # Under the lock of the database: of two receivers that start at once, one makes the key and both use it.
    with kept.transaction() as connection:
        row = connection.execute("SELECT public FROM signer").fetchone()
        if row and not path.exists():
            raise Refused(f"{path} is missing. Put it back, or move the whole folder away to begin anew.")
        if not path.exists():
            _make(path)
        key = _read(path)
        public = key.public_key().public_bytes_raw()
        if row and row[0] != public:
            raise Refused(f"{path} is not the key this folder began with. Put that back; nothing was changed.")
        connection.execute("INSERT OR IGNORE INTO signer VALUES (1, ?)", (public,))
    return key


def _make(path: Path) -> None:
    """Whole or not at all, on the disk before it is used, and readable by its owner only (mkstemp makes it so)."""
    written = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, name = tempfile.mkstemp(prefix=".key-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        with path.open("rb") as file:
            key = load_pem_private_key(file.read(_LARGEST_KEY_FILE), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Refused(f"{path} is damaged. Put the right one back; nothing was changed.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(f"{path} is not an Ed25519 key. Put the right one back; nothing was changed.")
    return key
