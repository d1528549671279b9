"""Every packet on this computer's own network, seen where it leaves. For a network of its own: `unshare --net`."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
from dataclasses import dataclass

# From the kernel's headers; Python does not name them.
_ALL = 3
_OUTGOING = 4
_FORCE_BUFFER = 33
_STAMPS = 35
_STATISTICS = 6
_PACKET = 263
_GET_FLAGS, _SET_FLAGS = 0x8913, 0x8914
_UP = 1
_ETHERNET = 14
_RESET = 4
_NEW_ROUTE = 24
# A request, to be acknowledged, to make what is not there.
_ACKNOWLEDGED_NEW = 0x1 | 0x4 | 0x400
BUFFER = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Packet:
    """One TCP packet as it left: when (nanoseconds of the time of day), between which ports, how many bytes of data."""

    at: int
    of: int
    to: int
    data: int
    reset: bool


def bring_up() -> None:
    """A new network has the address 127.0.0.1, and it is down."""
    with socket.socket() as any_socket:
        found = fcntl.ioctl(any_socket, _GET_FLAGS, struct.pack("16sh14x", b"lo", 0))
        name, flags = struct.unpack("16sh14x", found)
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", name, flags | _UP))


def be_everywhere() -> None:
    """From now on every IPv4 address is this computer's own: whoever connects anywhere is heard here."""
    local, boot, table, host = 2, 3, 255, 254
    route = struct.pack("=BBBBBBBBI", socket.AF_INET, 0, 0, 0, table, boot, host, local, 0)
    # The network to go out by: lo.
    route += struct.pack("=HHI", 8, 4, socket.if_nametoindex("lo"))
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
        kernel.send(struct.pack("=IHHII", 16 + len(route), _NEW_ROUTE, _ACKNOWLEDGED_NEW, 1, 0) + route)
        error = struct.unpack_from("=i", kernel.recv(4096), 16)[0]
    if error:
        raise OSError(-error, os.strerror(-error))


class Loopback:
    """Listens to 127.0.0.1 as a whole; the kernel keeps what was not yet asked for."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ALL))
        self._socket.bind(("lo", 0))
        self._socket.setsockopt(socket.SOL_SOCKET, _FORCE_BUFFER, BUFFER)
        self._socket.setsockopt(socket.SOL_SOCKET, _STAMPS, 1)
        self._socket.setblocking(False)

    def __enter__(self) -> Loopback:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def packets(self) -> list[Packet]:
        """What left since last asked. None may have been missed."""
        found = []
        while True:
            try:
                data, more, _, address = self._socket.recvmsg(128, 64, socket.MSG_TRUNC)
            except BlockingIOError:
                break
            # On its way in, each is seen once more.
            if address[2] == _OUTGOING and (packet := _packet(data, more)):
                found.append(packet)
        _, missed = struct.unpack("II", self._socket.getsockopt(_PACKET, _STATISTICS, 8))
        assert not missed
        return found


def _packet(data: bytes, more: list[tuple[int, int, bytes]]) -> Packet | None:
    ip = data[_ETHERNET:]
    if data[12:14] != b"\x08\x00" or ip[9] != socket.IPPROTO_TCP:
        return None
    whole, start = int.from_bytes(ip[2:4], "big"), (ip[0] & 15) * 4
    of, to = struct.unpack("!HH", ip[start : start + 4])
    seconds, nanoseconds = struct.unpack("qq", more[0][2][:16])
    size = whole - start - (ip[start + 12] >> 4) * 4
    return Packet(seconds * 10**9 + nanoseconds, of, to, size, bool(ip[start + 13] & _RESET))
