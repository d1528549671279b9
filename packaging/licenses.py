"""For the vendor: makes key pairs, signs license files and revocation lists. Runs in the development environment."""

from __future__ import annotations

import argparse
import base64
import getpass
import os
import sys
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.errors import Refused
from core.files import convert
from core.license import signature
from core.license.license import LONGEST, License, Revocations, read_license, written

PASSWORD = "VITRINE_LICENSE_PASSWORD"


def make_key(path: Path, password: bytes) -> str:
    """Make a key pair; the private half goes into a new file, encrypted. The public half, base64."""
    key = Ed25519PrivateKey.generate()
    secret = serialization.BestAvailableEncryption(password)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret)
    write_new(path, pem.decode("ascii"), 0o600)
    return public_text(key)


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as product.toml names it."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii")


def sign(key: Ed25519PrivateKey, key_id: str, kind: signature.Kind, data: License | Revocations) -> str:
    """The signed file. Raises Refused if the program would not take it."""
    payload = written(data)
    text = signature.wrap(kind, key_id, payload, key.sign(signature.message(kind, key_id, payload)))
    if kind == "license":
        read_license(text, {key_id: key.public_key().public_bytes_raw()})
    return text


def load_key(path: Path, password: bytes) -> Ed25519PrivateKey:
    """The private key in a file. Raises Refused."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password)
    except (OSError, ValueError, TypeError) as error:
        raise Refused(f"{path} cannot be used as a private key: {error}.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(f"{path} is not an Ed25519 key.")
    return key


def write_new(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file that was not there. Raises Refused."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="ascii") as file:
            file.write(text)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}. Name a new file.") from error


def _password() -> bytes:
    return (os.environ.get(PASSWORD) or getpass.getpass("Password of the private key: ")).encode()


def _key(chosen: argparse.Namespace) -> None:
    print(f'{chosen.key_id} = "{make_key(chosen.private, _password())}"')


def _issue(chosen: argparse.Namespace) -> None:
    given = {name: getattr(chosen, name) for name in License.__struct_fields__ if getattr(chosen, name, None)}
    made = convert({"number": str(uuid.uuid4()), "issued": _today(), "starts": _today(), **given}, License, "license")
    write_new(chosen.out, sign(load_key(chosen.private, _password()), chosen.key_id, "license", made))
    print(f"{chosen.out}: license {made.number}, at most {LONGEST} characters long; mark {made.mark}")


def _revoke(chosen: argparse.Namespace) -> None:
    made = Revocations(date.fromisoformat(_today()), sorted(chosen.mark))
    write_new(chosen.out, sign(load_key(chosen.private, _password()), chosen.key_id, "revoked", made))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="licenses.py", description=__doc__, epilog=f"The password: {PASSWORD}.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    key = commands.add_parser("key", help="make a key pair, and print the line for product.toml")
    issue = commands.add_parser("issue", help="sign a license file")
    revoke = commands.add_parser("revoke", help="sign the list of revoked licenses")
    for command, act in ((key, _key), (issue, _issue), (revoke, _revoke)):
        command.add_argument("private", type=Path, help="file of the private key")
        command.add_argument("key_id", help="its name in product.toml")
        command.set_defaults(act=act)
    for command in (issue, revoke):
        command.add_argument("--out", type=Path, required=True, help="a new file")
    revoke.add_argument("--mark", action="append", default=[], help="of a license, as issue prints it")
    for name in ("product", "retail_item_id", "type", "partner_name"):
        issue.add_argument(f"--{name.replace('_', '-')}", required=True)
    for name in ("number", "issued", "starts", "expires"):
        issue.add_argument(f"--{name}", help="YYYY-MM-DD" if name != "number" else "made up if not given")
    issue.add_argument("--term-days", type=int)
    return parser


def main() -> int:
    """Carry out one command; 1 if it was refused."""
    chosen = _parser().parse_args()
    try:
        chosen.act(chosen)
    except (Refused, msgspec.MsgspecError) as error:
        print(f"licenses.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
