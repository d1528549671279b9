"""Every submission fits the schema that is told to scripts, and the schema lets nothing else pass."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import paths
from core.catalogue import Catalogue, Item, load_catalogue
from core.cli.schema import submission_schema
from core.engine import declared
from core.envelope import seal
from core.reading import Fact, Reason, absent, known
from tests.commands import vitrinectl

CATALOGUE: Catalogue = load_catalogue(paths.resources() / "catalogue", frozenset())
SCHEMA = submission_schema(CATALOGUE)
SENT = [key for key, category in CATALOGUE.categories.items() if category.recipient == "vendor"]
SNAPSHOTS = [key for key, category in CATALOGUE.categories.items() if category.is_snapshot]
TYPES: dict[str, type] = {"object": dict, "string": str, "integer": int, "boolean": bool}
KNOWN = {
    *("$schema", "title", "oneOf", "const", "enum", "type"),
    *("format", "properties", "required", "additionalProperties"),
}

texts = st.text(st.characters(exclude_categories=()), max_size=40)
anything = st.builds(known, texts | st.integers() | st.booleans(), st.just("a source"))
nothing = st.builds(absent, st.sampled_from(Reason), st.just("a source"))


def of_type(item: Item) -> st.SearchStrategy[Fact]:
    """Facts with values of the item's own type."""
    if item.values:
        return st.builds(known, st.sampled_from(sorted(item.values)), st.just("a source"))
    values: dict[str, st.SearchStrategy[Any]] = {"boolean": st.booleans(), "integer": st.integers(), "text": texts}
    return st.builds(known, values[item.type], st.just("a source"))


@st.composite
def readings(draw: st.DrawFn, key: str) -> dict[str, Fact]:
    """A reading of a group; mostly as declared, now and then anything at all."""
    items = CATALOGUE.categories[key].items
    return {item.key: draw(of_type(item) | nothing | anything) for item in items if draw(st.booleans())}


def fits(schema: dict[str, Any], data: object) -> bool:
    """Whether `data` fits, by those words of JSON Schema that ours uses; another word is an error."""
    assert schema.keys() <= KNOWN, schema.keys()
    return (
        ("oneOf" not in schema or sum(fits(each, data) for each in schema["oneOf"]) == 1)
        and ("const" not in schema or (type(data), data) == (type(schema["const"]), schema["const"]))
        and ("enum" not in schema or data in schema["enum"])
        and ("type" not in schema or _is(schema["type"], data))
        and ("format" not in schema or str(uuid.UUID(str(data))) == data)
        and ("properties" not in schema or (isinstance(data, dict) and _holds(schema, data)))
    )


def _is(types: str | list[str], data: object) -> bool:
    asked = [types] if isinstance(types, str) else types
    return any(isinstance(data, TYPES[name]) and (name == "boolean") == isinstance(data, bool) for name in asked)


def _holds(schema: dict[str, Any], data: dict[str, Any]) -> bool:
    assert schema["additionalProperties"] is False
    if not set(schema["required"]) <= data.keys() <= schema["properties"].keys():
        return False
    return all(fits(schema["properties"][key], value) for key, value in data.items())


def test_the_command_prints_this_schema(tmp_path: Path) -> None:
    done = vitrinectl(tmp_path / "home", "schema")
    assert (done.code, done.error) == (0, b"")
    assert json.loads(done.out) == SCHEMA
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("of", ["catalogue", "install-record", "settings"])
def test_each_file_has_its_schema(tmp_path: Path, of: str) -> None:
    done = vitrinectl(tmp_path / "home", "schema", of)
    schema = json.loads(done.out)
    assert done.code == 0
    assert schema["$defs"][schema["$ref"].rpartition("/")[2]]["additionalProperties"] is False


@pytest.mark.parametrize("group", SNAPSHOTS)
def test_every_body_shown_fits(tmp_path: Path, group: str) -> None:
    done = vitrinectl(tmp_path / "home", "show", group, "--bytes")
    assert fits(SCHEMA, json.loads(done.out))


@pytest.mark.parametrize("group", SENT)
@given(data=st.data())
def test_any_reading_makes_a_body_that_fits(group: str, data: st.DataObject) -> None:
    reading = declared(CATALOGUE.categories[group], data.draw(readings(group)))
    body = seal(group, reading, CATALOGUE.statement.id).body
    assert fits(SCHEMA, msgspec.json.decode(body))


@pytest.mark.parametrize("group", SENT)
@pytest.mark.parametrize(
    "change",
    [
        {"user_name": "somebody"}, {"format": 2}, {"format": True}, {"agreement": "another"}, {"category": "another"},
        {"items": {"user_name": "somebody"}}, {"items": []}, {"submission": 7},
    ],
)  # fmt: skip
def test_the_schema_lets_nothing_else_pass(group: str, change: dict[str, Any]) -> None:
    body = json.loads(seal(group, {}, CATALOGUE.statement.id).body)
    assert fits(SCHEMA, body)
    assert not fits(SCHEMA, {**body, **change})


@pytest.mark.parametrize("group", SENT)
def test_the_schema_lets_no_value_of_another_type_pass(group: str) -> None:
    body = json.loads(seal(group, {}, CATALOGUE.statement.id).body)
    for item in CATALOGUE.categories[group].items:
        for wrong in (None, 1.5, [], "an undeclared word" if item.values else {}):
            assert not fits(SCHEMA, {**body, "items": {item.key: wrong}}), item.key


def test_the_payment_site_gets_no_submission() -> None:
    body = json.loads(seal("payment", {}, CATALOGUE.statement.id).body)
    assert not fits(SCHEMA, body)
