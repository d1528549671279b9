"""Wording that is looked up by a token has words for each token there is, and for no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

import pytest

from core import paths
from core.catalogue import load_catalogue
from core.envelope import Envelope
from core.inspectors.finding import EngineName, EngineState
from core.license.status import Place
from core.product import parse_endpoint
from core.record.submission import State
from core.sending.request import request
from core.sending.sender import End
from core.wording import checks, connection, items, search, sending, submissions, support
from core.wording import license as license_words
from gui.state.happenings import Stand
from gui.state.search import FoundKind
from gui.tables.submissions import Column
from tests.gui.test_support import KEYS

GROUPS = load_catalogue(paths.resources() / "catalogue", frozenset()).categories
REQUEST = request([Envelope("environment", b'{"a":1}', b"0" * 32)], parse_endpoint("embedded:"))


@pytest.mark.parametrize(
    ("words", "tokens"),
    [
        (submissions.STATES, [*State, "given_up", "not_handed"]),
        (submissions.TITLES, Column),
        (search.KINDS, FoundKind),
        (checks.STANDS, Stand),
        (checks.ENGINES, get_args(EngineName)),
        (checks.LOOKED, get_args(EngineState)),
        (checks.TITLES, [key for key, each in GROUPS.items() if not each.is_snapshot]),
        (license_words.PLACES, get_args(Place)),
        (sending.WHY_ENDED, End),
        (items.POINTS, {item.points for each in GROUPS.values() for item in each.items}),
        (connection.HEADERS, [name for name, _ in REQUEST.headers]),
        (support.TITLES, KEYS),
    ],
)
def test_every_token_has_its_words(words: Mapping[str, object], tokens: Iterable[str]) -> None:
    assert set(words) == set(tokens)
