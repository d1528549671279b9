"""Readings nobody chose: any value of an item's type, any reason, now and then a value of another type."""

from __future__ import annotations

from hypothesis import strategies as st

from core import paths
from core.catalogue import Item, load_catalogue
from core.reading import LONGEST_TEXT, Fact, Reason, absent, known

CATALOGUE = load_catalogue(paths.resources() / "catalogue", frozenset())
SNAPSHOTS = [key for key, category in CATALOGUE.categories.items() if category.is_snapshot]

texts = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    ["<b>&amp;</b>", "\u202e\u2066\0\r\n\u2028\u2029", "W" * LONGEST_TEXT, "\U0010ffff" * LONGEST_TEXT, '"\\/\b\f']
)


def facts(item: Item) -> st.SearchStrategy[Fact]:
    """Values of the item's type, reasons, and now and then a value of another."""
    values: dict[str, st.SearchStrategy[str | int | bool]] = {
        "text": texts, "integer": st.integers(), "boolean": st.booleans(), "enum": st.sampled_from([*item.values, "x"]),
    }  # fmt: skip
    given_values = st.builds(known, values[item.type] | st.integers(), st.just("a source"))
    return given_values | st.builds(absent, st.sampled_from(Reason), st.just("a source"))


def readings(key: str) -> st.SearchStrategy[dict[str, Fact]]:
    """A reading of the group, any item of which may be missing."""
    return st.fixed_dictionaries({}, optional={item.key: facts(item) for item in CATALOGUE.categories[key].items})
