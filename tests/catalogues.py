"""The statement's catalogue as the program has it: what tests count and name, they take from here."""

from __future__ import annotations

from core import paths
from core.catalogue import load_catalogue

CATALOGUE = load_catalogue(paths.resources() / "catalogue", frozenset())
ENVIRONMENT = tuple(item.key for item in CATALOGUE.categories["environment"].items)
# How many items all groups have.
ITEMS = sum(len(category.items) for category in CATALOGUE.categories.values())
