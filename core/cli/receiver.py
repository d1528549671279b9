"""vitrinectl receiver: the practice receiver in a terminal, until it is ended."""

import argparse
import base64
import json
import signal
import threading
from pathlib import Path

from core import paths
from core.assembly import build
from core.cli import add_json
from core.receiver.handler import HERE
from core.receiver.practice import HIGHEST_PORT, PracticeReceiver
from core.wording import commands


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=_port, metavar=commands.PORT, default=0, help=commands.RECEIVER_PORT)
    parser.add_argument("--data", type=Path, metavar=commands.DIR, help=commands.RECEIVER_DATA)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Receive until Ctrl-C or a request to end."""
    ended = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: ended.set())
    data = arguments.data.absolute() if arguments.data else paths.home() / "receiver"
    with PracticeReceiver(data, build().engine.catalogue, arguments.port) as receiver:
        # Where it listens and which key signs its receipts: as lines for product.toml, or as JSON.
        address = f"http://{HERE}:{receiver.port}"
        key = base64.b64encode(receiver.public_key).decode("ascii")
        told = f'endpoint = "{address}"\nreceiver_key = "{key}"'
        if arguments.json:
            told = json.dumps({"endpoint": address, "receiver_key": key, "data": str(receiver.data)})
        print(told, flush=True)
        # In turns: on Windows a wait without an end would not see Ctrl-C.
        while not ended.wait(0.5):
            pass
    return 0


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 1 <= port <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(commands.RECEIVER_PORT_FORM.format(highest=HIGHEST_PORT))
    return port
