"""Row 28: however a web address is written and wherever its name leads, nobody private is asked unasked.

In a network of the sweep's own, where every IPv4 address is this computer's: each connection is counted at the very
address it was made to, and a server of the internet can be asked as well.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_network
from queue import SimpleQueue

from core.checking.addresses import check_address
from core.errors import Refused
from core.inspectors.certificate import Way
from core.network.connection import client_context
from tests.faults.loopback import be_everywhere, bring_up
from tests.faults.row import Found

CANARY = "canary28"
NAME = "shop.example"
# Looks like an English word; every letter is Cyrillic.
LOOK_ALIKE = "\u0440\u0430\u0443.example"
PUBLIC = IPv4Address("8.8.8.8")
# Written anew from the registry of addresses with a purpose of their own: not what the program judges by.
PRIVATE = [
    ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
PLACES = [
    IPv4Address(each)
    for each in (
        *("127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.5.4", "192.168.0.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "8.8.4.4"),
    )
]


@dataclass(frozen=True, slots=True)
class Case:
    """An address; what the name service says of its name, one answer after another; who alone may be asked."""

    text: str
    answers: Sequence[Sequence[str]] = ()
    asked: str = ""


def is_private(ip: IPv4Address) -> bool:
    """Whether it is no place on the internet."""
    return any(ip in network for network in PRIVATE)


def spelt(ip: IPv4Address) -> Iterator[str]:
    """The address in other ways than the usual one."""
    number, parts = int(ip), ip.packed
    yield from (f"{number}", f"0x{number:x}", f"0X{number:08X}", f"0{number:o}", f"{ip}.")
    yield ".".join(f"0x{part:x}" for part in parts)
    yield ".".join(f"0{part:o}" for part in parts)
    yield f"{parts[0]}.{number & 0xFFFFFF}"
    yield f"0x{parts[0]:x}.0{parts[1]:o}.{number & 0xFFFF}"
    yield "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in str(ip))
    yield f"[::ffff:{ip}]"
    yield f"[64:ff9b::{ip}]"
    yield f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]"


def around(ip: IPv4Address) -> Iterator[Case]:
    """Every way in which this address can come to be asked."""
    asked, here, public = "" if is_private(ip) else str(ip), str(ip), str(PUBLIC)
    for text in spelt(ip):
        yield Case(f"https://{text}/")
    yield Case(f"https://{here}", (), asked)
    yield Case(f"https://{public}@{here}:443/{CANARY}", (), asked)
    yield Case(f"https://{public}:443@{here}/?{CANARY}", (), asked)
    yield Case(f"https://{here}#@{public}/{CANARY}", (), asked)
    yield Case(f"https://{NAME}", ((here,),), asked)
    yield Case(f"https://{CANARY}:{CANARY}@{NAME}./{CANARY}?{CANARY}#{CANARY}", ((here,),), asked)
    yield Case(f"https://{LOOK_ALIKE}/", ((here,),), asked)
    yield Case(f"https://{NAME}", (("64:ff9b::1", here),), asked)
    yield Case(f"https://{NAME}", ((public, here),), asked and public)
    yield Case(f"https://{NAME}", ((here, public),), asked)
    # Another answer to whoever asks a second time.
    yield Case(f"https://{NAME}", ((public,), (here,)), public)
    yield Case(f"http://{NAME}:443", ((public,), (here,)))


WRONG = [
    Case(text, (("127.0.0.1",),))
    for text in (
        *(
            "",
            NAME,
            f"//{NAME}",
            f"ftp://{NAME}",
            "file:///etc/passwd",
            "https:",
            "https://",
            "https://@",
            "https://:443",
        ),
        *(f"https://{NAME}:0", f"https://{NAME}:65536", f"https://{NAME}:x", f"https://{NAME}:443:443"),
        *(f"https://{CANARY}@{NAME}/%zz{CANARY}", f"https://{NAME}\\@{CANARY}", "https://127%2e0.0.1", "https://[::1"),
        *(
            f"https://{CANARY}@{NAME}\0",
            f"https://{NAME}\u202e",
            f"https://{NAME}\u200b",
            "https://a\nb",
            "https://a b",
        ),
        *("https://[fe80::1%25lo]", "https://[::1]", "https://[::]", "https://[fd00::1]", "https://127.0.0.256"),
        *("https://xn--zzzzz99999", "https://" + "a." * 300, "https://" + "\u00fc" * 300, "https://" + "9" * 5000),
        *("x" * 1024 * 1024, f"https://{NAME}/?" + CANARY * 131_072, "https://" + "@" * 1024 * 1024),
    )
]


def cases(n: int, seed: int) -> Iterator[Case]:
    """Those that have a name, then others."""
    named = itertools.chain(WRONG, *(around(place) for place in PLACES))
    chance = random.Random(seed)

    def more() -> Iterator[Case]:
        while True:
            network = chance.choice([*PRIVATE, ip_network("0.0.0.0/0")])
            assert isinstance(network.network_address, IPv4Address)
            ip = network.network_address + chance.randrange(network.num_addresses)
            yield chance.choice(list(around(ip)))

    return itertools.islice(itertools.chain(named, more()), n)


class Names:
    """A name service that may change its answer."""

    def __init__(self, answers: Sequence[Sequence[str]]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def __call__(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        if not self._answers:
            raise OSError(name)
        return self._answers[min(len(self.asked), len(self._answers)) - 1]


class Everywhere:
    """Hears whoever connects to any address of this network, and hangs up."""

    def __init__(self) -> None:
        bring_up()
        be_everywhere()
        self._listener = socket.create_server(("0.0.0.0", 443))
        self._heard: SimpleQueue[tuple[str, int]] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            connection, peer = self._listener.accept()
            self._heard.put((connection.getsockname()[0], peer[1]))
            with contextlib.suppress(OSError):
                connection.close()

    def connected(self) -> list[str]:
        """Where somebody connected to since last asked: all who come before one of our own are heard before it."""
        with socket.create_connection(("127.0.0.1", 443)) as own:
            found = iter(self._heard.get, ("127.0.0.1", own.getsockname()[1]))
            return [address for address, _ in found]


@dataclass(slots=True)
class Count:
    """What came of the addresses."""

    tried: int = 0
    private: int = 0
    public: int = 0
    told: int = 0
    otherwise: list[str] = field(default_factory=list)

    @property
    def found(self) -> Found:
        """In words."""
        figure = f"{self.tried} addresses, {self.public} connections to public ones: private connections {self.private}"
        figure += f", told of what is left out {self.told}"
        if self.otherwise:
            figure += f"; {len(self.otherwise)} otherwise: {self.otherwise[0]}"
        return Found(self.tried, figure, not (self.private or self.told or self.otherwise) and self.public > 0)

    def take(self, case: Case, connected: list[str], names: list[str], said: str) -> None:
        """Add one."""
        private = [each for each in connected if is_private(IPv4Address(each))]
        self.tried += 1
        self.private += len(private)
        self.public += len(connected) - len(private)
        self.told += CANARY in said
        if set(connected) != ({case.asked} - {""}) or len(names) > 1 or not all(map(str.isascii, names)):
            self.otherwise.append(f"{case.text[:60]!r} {case.answers}: {connected} {names} {said[:200]}")


def sweep(n: int, seed: int) -> Found:
    """So many addresses."""
    count, everywhere, believed = Count(), Everywhere(), client_context()
    for case in cases(n, seed):
        names = Names(case.answers)
        try:
            said = repr(check_address(case.text, way=Way(believed, names)))
        except Refused as error:
            said = str(error)
        count.take(case, everywhere.connected(), names.asked, said)
    return count.found
