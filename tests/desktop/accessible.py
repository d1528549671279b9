"""What assistive technology is told of a window, and can do in it: AT-SPI, as it goes over its bus."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

# A call that the window does not answer for so long never will be.
SECONDS = 30.0
PREFIX = "org.a11y.atspi."
PROPERTY = "org.freedesktop.DBus.Properties.Get"
REGISTRY = "org.a11y.atspi.Registry"
PROGRAMS, LISTENERS = "/org/a11y/atspi/accessible/root", "/org/a11y/atspi/registry"
FOCUS, CHANGES = "object:state-changed:focused", MatchRule(type="signal", interface=f"{PREFIX}Event.Object")
OWNER, ITSELF = "org.freedesktop.DBus", "/org/freedesktop/DBus"
# AT-SPI sends states as one number; these are the bits that are asked about here.
STATES = {
    "active": 1, "checked": 4, "enabled": 8, "focusable": 11, "pressed": 20, "selected": 23, "showing": 25,
    "checkable": 41,
}  # fmt: skip

# States, attributes, roles and interfaces, and of each whether all of it is wanted; then in which order.
RULE, ALL, IN_ORDER = "(aiia{ss}iaiiasib)uib", 1, 1
# Left, top, width, height, in dots of the screen.
Area: TypeAlias = tuple[int, int, int, int]


class Gone(Exception):
    """What was asked is no more there, or cannot be asked that."""


class Bus:
    """One connection to a bus."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)
        self._heard: deque[Message] = deque()

    def close(self) -> None:
        """Speak no more."""
        self._connection.close()

    def call(self, owner: str, path: str, method: str, types: str = "", *values: object) -> tuple[Any, ...]:
        """What it answers; `types` are D-Bus's of the values. Raises Gone."""
        interface, _, name = method.rpartition(".")
        place = DBusAddress(path, bus_name=owner, interface=interface)
        asked = new_method_call(place, name, types or None, values)
        answer = self._connection.send_and_get_reply(asked, timeout=SECONDS)
        if answer.header.message_type is MessageType.error:
            raise Gone(f"{method}: {answer.header.fields[HeaderFields.error_name]} {answer.body}")
        body: tuple[Any, ...] = answer.body
        return body

    def listen(self) -> None:
        """Be told of every move of the focus from now on."""
        self.call(REGISTRY, LISTENERS, f"{REGISTRY}.RegisterEvent", "sass", FOCUS, [], "")
        self.call(OWNER, ITSELF, f"{OWNER}.AddMatch", "s", CHANGES.serialise())
        self._connection.filter(CHANGES, queue=self._heard)

    def focused(self) -> list[Node]:
        """What took the focus since this was last asked, the latest last."""
        with suppress(TimeoutError):
            while True:
                self._connection.recv_messages(timeout=0)
        heard = [self._heard.popleft() for _ in range(len(self._heard))]
        heads = [each.header.fields for each in heard if each.body[:2] == ("focused", 1)]
        return [Node(self, head[HeaderFields.sender], head[HeaderFields.path]) for head in heads]

    def program(self, number: int) -> Node | None:
        """The program with this process number, if it can be read already."""
        programs = Node(self, REGISTRY, PROGRAMS).children
        return next((each for each in programs if self.process(each.owner) == number), None)

    def process(self, owner: str) -> int:
        """Its process number."""
        return int(self.call(OWNER, ITSELF, f"{OWNER}.GetConnectionUnixProcessID", "s", owner)[0])


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of a window, as it is whenever it is asked."""

    bus: Bus = field(repr=False, compare=False)
    owner: str
    path: str

    def call(self, method: str, types: str = "", *values: object) -> Any:
        """What it answers to one of AT-SPI's methods, `Interface.Method`."""
        return self.bus.call(self.owner, self.path, PREFIX + method, types, *values)[0]

    def told(self, interface: str, name: str) -> Any:
        """One of its properties."""
        ((_, value),) = self.bus.call(self.owner, self.path, PROPERTY, "ss", PREFIX + interface, name)
        return value

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.told("Accessible", "Name"))

    @property
    def role(self) -> str:
        """What it is."""
        return str(self.call("Accessible.GetRoleName"))

    @property
    def states(self) -> frozenset[str]:
        """How it is."""
        low, high = self.call("Accessible.GetState")
        return frozenset(name for name, bit in STATES.items() if (low | high << 32) >> bit & 1)

    @property
    def children(self) -> list[Node]:
        """What lies in it."""
        return [Node(self.bus, *each) for each in self.call("Accessible.GetChildren")]

    @property
    def parent(self) -> Node:
        """What it lies in."""
        return Node(self.bus, *self.told("Accessible", "Parent"))

    @property
    def actions(self) -> list[str]:
        """What can be done with it."""
        return [name for name, *_ in self.call("Action.GetActions")]

    @property
    def area(self) -> Area:
        """Where on the screen it is."""
        left, top, width, height = self.call("Component.GetExtents", "u", 0)
        return left, top, width, height

    @property
    def text(self) -> str:
        """All that is written in it."""
        return str(self.call("Text.GetText", "ii", 0, -1))

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The cells of a table, by name."""
        count, columns = self.told("Table", "NRows"), range(self.told("Table", "NColumns"))
        return [tuple(self.cell(row, column).name for column in columns) for row in range(count)]

    def cell(self, row: int, column: int) -> Node:
        """One cell of a table."""
        return Node(self.bus, *self.call("Table.GetAccessibleAt", "ii", row, column))

    def act(self, action: str) -> None:
        """Do this with it. Raises Gone where that cannot be done."""
        actions = self.actions
        if action not in actions or not self.call("Action.DoAction", "i", actions.index(action)):
            raise Gone(f"{self.name} cannot be asked to {action}, only {actions}")

    def inside(self, *states: str) -> list[Node]:
        """Everything in it that is so, all of it, in the order in which it is read."""
        wanted = sum(1 << STATES[state] for state in states)
        halves = [half - (half >> 31 << 32) for half in (wanted & 0xFFFFFFFF, wanted >> 32)]
        rule: tuple[object, ...] = (halves, ALL, {}, ALL, [], ALL, [], ALL, False)
        return [Node(self.bus, *each) for each in self.call("Collection.GetMatches", RULE, rule, IN_ORDER, 0, True)]
