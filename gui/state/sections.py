"""What stands beside a list about the chosen thing: sections, as pure functions."""

from typing import TypeAlias

from core.catalogue import Catalogue, Category, Item
from core.reading import Fact, Value
from core.text import visible
from core.wording import connection, items
from core.wording.readings import REASONS

# Its caption, its text, and whether the text is code.
Section: TypeAlias = tuple[str, str, bool]


def details(catalogue: Catalogue, category: Category, item: Item, fact: Fact, sent_as: str | None) -> list[Section]:
    """Return everything there is to say of one item. `sent_as`: its value as it stands in the body, if it has one."""
    absent = items.ABSENT.format(reason=REASONS[fact.reason]) if fact.reason else ""
    points = items.POINTS_WHY.format(points=items.POINTS[item.points], why=item.points_why)
    sections: list[Section] = [
        (items.SENT_AS, sent_as or absent, sent_as is not None),
        (items.READ_FROM, visible(fact.source), False),
        (items.IN_GENERAL, item.read_from, False),
        (items.LEFT_OUT, item.left_out, False),
        (items.CAN_IT_POINT, points, False),
        (items.NOT_CONFUSED, item.not_to_be_confused_with, False),
        (items.WHY, catalogue.purpose_of(category), False),
        (items.CLAUSE, clause(catalogue, category, item), False),
    ]
    return [section for section in sections if section[1]]


def clause(catalogue: Catalogue, category: Category, item: Item) -> str:
    """Return where the statement names an item: clause, place in it, number of the statement."""
    place, number = items.ordinal(item.position), catalogue.statement.number
    return items.IN_CLAUSE.format(clause=category.clause, place=place, number=number)


def delivery(catalogue: Catalogue) -> list[Section]:
    """Return the fields around the items in a body, and why each is there."""
    return [(field.key, field.reason, False) for field in catalogue.delivery]


def around(address: str) -> list[Section]:
    """Return what there is to say of a request to `address` beside its bytes."""
    ip_address = (connection.IP_ADDRESS, connection.SHOWS_IP_ADDRESS, False)
    return [(*connection.HEADERS_ALL, False), (connection.ADDRESS, address, False), ip_address]


def in_the_page() -> list[Section]:
    """Return how a payment site is told, since that is no request."""
    return [(*connection.BY_WHOM, False), (*connection.FROM_THERE, False)]


def decoded(item: Item, value: Value) -> str:
    """Return what a coded value means in words, "" where it speaks for itself."""
    if isinstance(value, bool):
        return items.YES if value else items.NO
    meaning = item.values.get(value, "") if isinstance(value, str) else ""
    return "" if meaning == value else meaning
