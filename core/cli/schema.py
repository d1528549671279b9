"""vitrinectl schema: JSON Schema of what is sent and of the files Vitrine reads."""

import argparse
from typing import Any

import msgspec

from core.assembly import build
from core.catalogue import Catalogue, Category, Item
from core.cli import print_json
from core.envelope import FORMAT
from core.settings import Settings
from core.sources.install_record import InstallRecord

_FILES: dict[str, type] = {"catalogue": Category, "install-record": InstallRecord, "settings": Settings}
_TYPES = {"text": "string", "integer": "integer", "boolean": "boolean", "enum": "string"}


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("of", nargs="?", choices=["submission", *_FILES], default="submission")


def run(arguments: argparse.Namespace) -> int:
    """Print the schema."""
    of = _FILES.get(arguments.of)
    print_json(msgspec.json.schema(of) if of else submission_schema(build().engine.catalogue), indented=True)
    return 0


def submission_schema(catalogue: Catalogue) -> dict[str, Any]:
    """What each body may hold, and nothing else. The payment site is told items alone, so it has no body here."""
    sent = [category for category in catalogue.categories.values() if category.recipient == "vendor"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A submission",
        "oneOf": [_body(catalogue, category) for category in sent],
    }


def _body(catalogue: Catalogue, category: Category) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "agreement": {"const": catalogue.statement.id},
        "category": {"const": category.key},
        "format": {"const": FORMAT},
        "items": _object({item.key: _item(item) for item in category.items}, required=[]),
        "submission": {"type": "string", "format": "uuid"},
    }
    return {"title": category.title, **_object(fields, required=list(fields))}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _item(item: Item) -> dict[str, Any]:
    described: dict[str, Any] = {"title": item.title, "type": _TYPES[item.type]}
    if item.type == "integer":
        # Beyond 2^53 an integer is written as text, so that no receiver rounds it.
        described["type"] = ["integer", "string"]
    return {**described, "enum": list(item.values)} if item.values else described
