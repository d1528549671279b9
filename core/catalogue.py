"""The statement as data: what may be sent, item by item. Nothing outside it can be sealed."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from core.errors import Code, Refused
from core.files import Strict, convert, load, parse
from core.wording.readings import PURPOSE

Basis = Literal["agreed", "choice"]
RecipientKey = Literal["vendor", "site"]
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
FRAME = "catalogue.toml"
# More than a person could read.
MOST = 500


class Statement(Strict, frozen=True):
    """The data provision text this catalogue puts into data."""

    id: str
    title: str
    number: str
    published: str
    source: str
    personal_data: str


class DeliveryField(Strict, frozen=True):
    """A field added around the items so that a submission can be delivered."""

    key: str
    title: str
    type: Literal["text", "integer", "object"]
    reason: str


class Recipient(Strict, frozen=True):
    """Who receives a group; `{vendor}` stands for the product's maker."""

    key: RecipientKey
    name: str


class Purpose(Strict, frozen=True):
    """A purpose the statement gives for a whole list of facts."""

    key: str
    words: str


class Item(Strict, frozen=True):
    """One declared fact; `position` is its place in the category's clause."""

    key: Key
    title: Title
    type: Literal["text", "integer", "boolean", "enum"]
    position: Annotated[int, msgspec.Meta(ge=1)]
    read_from: str
    left_out: str
    points: Literal["no", "narrows", "can"]
    points_why: str
    not_to_be_confused_with: str
    example: str | int | bool
    values: dict[str, str] = msgspec.field(default_factory=dict)


class _CategoryFile(Strict, frozen=True):
    """A category as its file has it."""

    key: Key
    title: Title
    summary: str
    contains: str
    warning: str
    recipient: RecipientKey
    trigger: Literal["snapshot", "file_checked", "address_asked", "site_opened"]
    clause: str
    purposes: list[str]
    points_to_you: str
    items: Annotated[list[Item], msgspec.Meta(min_length=1, max_length=MOST)]


class Category(_CategoryFile, frozen=True):
    """A group of facts that is sent together. `basis` is the product's decision, so it stands in no file."""

    basis: Basis = "agreed"

    @property
    def is_snapshot(self) -> bool:
        """Whether it describes how things stand, and so has a draft; the others tell of an event."""
        return self.trigger == "snapshot"


class _Frame(Strict, frozen=True):
    """catalogue.toml: what stands around the categories, and their order."""

    statement: Statement
    regions: dict[str, str]
    categories: Annotated[list[Key], msgspec.Meta(min_length=1, max_length=MOST)]
    purposes: list[Purpose]
    recipients: list[Recipient]
    delivery: list[DeliveryField]


class Catalogue(msgspec.Struct, frozen=True):
    """The whole statement; `categories` in the statement's order."""

    statement: Statement
    regions: dict[str, str]
    purposes: dict[str, str]
    recipients: dict[str, str]
    delivery: tuple[DeliveryField, ...]
    categories: dict[str, Category]

    def recipient_of(self, category: Category) -> str:
        """Who receives the group, by name."""
        return self.recipients[category.recipient]

    def purpose_of(self, category: Category) -> str:
        """Why its items are sent, as far as the statement says: purposes stand there for whole lists only."""
        return PURPOSE.format(purposes="; ".join(self.purposes[key] for key in category.purposes))


def load_catalogue(
    folder: Path, choices: frozenset[str], vendor: str = "{vendor}", product: str = "{product}"
) -> Catalogue:
    """Read the folder. `choices` are the groups the product gives a switch of their own; `vendor` and `product`
    stand in for those words in the texts. Raises Refused."""

    def named(text: str) -> str:
        return text.replace("{vendor}", vendor).replace("{product}", product)

    frame = load(folder / FRAME, _Frame)
    _check_frame(frame)
    purposes = {purpose.key: purpose.words for purpose in frame.purposes}
    files = {key: _category(folder / f"{key}.toml", key, purposes) for key in frame.categories}
    if unknown := sorted(choices - files.keys()):
        raise Refused(Code.CATALOGUE_CHOICE_UNKNOWN, group=unknown[0])
    return Catalogue(
        statement=frame.statement,
        regions=frame.regions,
        purposes=purposes,
        recipients={recipient.key: named(recipient.name) for recipient in frame.recipients},
        delivery=tuple(frame.delivery),
        categories={key: _built(file, "choice" if key in choices else "agreed", named) for key, file in files.items()},
    )


def _check_frame(frame: _Frame) -> None:
    _unique(FRAME, Code.CATALOGUE_CATEGORY_TWICE, frame.categories)
    _unique(FRAME, Code.CATALOGUE_PURPOSE_TWICE, [each.key for each in frame.purposes])
    _unique(FRAME, Code.CATALOGUE_FIELD_TWICE, [each.key for each in frame.delivery])
    _unique(FRAME, Code.CATALOGUE_RECIPIENT_TWICE, [each.key for each in frame.recipients])
    one, other = get_args(RecipientKey)
    if len(frame.recipients) != len((one, other)):
        raise Refused(Code.CATALOGUE_RECIPIENTS, file=FRAME, one=one, other=other)


def _category(path: Path, key: str, purposes: dict[str, str]) -> _CategoryFile:
    data = parse(path)
    items = data.get("items") if isinstance(data, dict) else None
    for number, item in enumerate(items[:MOST] if isinstance(items, list) else [], start=1):
        # One by one first: an error in the whole would not say which item it is in.
        convert(item, Item, f"{path.name}, item {number}")
    category = convert(data, _CategoryFile, path.name)
    if category.key != key:
        raise Refused(Code.CATALOGUE_KEY_OTHER, file=path.name, key=category.key, expected=key)
    _unique(path.name, Code.CATALOGUE_ITEM_TWICE, [item.key for item in category.items])
    for purpose in category.purposes:
        if purpose not in purposes:
            raise Refused(Code.CATALOGUE_PURPOSE_UNKNOWN, file=path.name, purpose=purpose, frame=FRAME)
    for item in category.items:
        if (item.type == "enum") != bool(item.values):
            raise Refused(Code.CATALOGUE_VALUES_UNFIT, file=path.name, key=item.key)
        if not fits(item, item.example):
            raise Refused(Code.CATALOGUE_EXAMPLE_UNFIT, file=path.name, key=item.key, type=item.type)
    return category


def _built(file: _CategoryFile, basis: Basis, named: Callable[[str], str]) -> Category:
    fields = msgspec.structs.asdict(file)
    texts = {field: named(fields[field]) for field in ("summary", "contains", "warning")}
    return Category(**{**fields, **texts}, basis=basis)


def fits(item: Item, value: str | int | bool) -> bool:
    """Whether `value` is of the declared type, and one of the declared values where they are listed."""
    if item.type == "boolean":
        return isinstance(value, bool)
    if item.type == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and (not item.values or value in item.values)


def _unique(file: str, code: Code, keys: list[str]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise Refused(code, file=file, key=key)
