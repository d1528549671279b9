"""What the program refuses, told by its code: no test depends on a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.errors import Code, Coded, Refused


@contextmanager
def refuses(code: Code, kind: type[Coded] = Refused, **about: object) -> Iterator[None]:
    """What is done within raises an error of this kind with this code, about these things at least."""
    with pytest.raises(kind) as caught:
        yield
    found, named = caught.value.code, caught.value.about
    # Its frames hold what they were working with, such as an open file.
    del caught
    assert found is code
    assert {name: named.get(name) for name in about} == about
