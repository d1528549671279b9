"""The doctor finds what keeps Vitrine from sending before somebody waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.doctor import Check
from core.settings import NAME
from tests.faults.desk import product, vitrine


def proxy_check(folder: Path, endpoint: str, settings: str) -> Check:
    """What is found of the proxy with these settings."""
    (folder / "home").mkdir()
    (folder / "home" / NAME).write_text(settings, encoding="utf-8")
    built = vitrine(folder / "home", product(folder, endpoint))
    checks = built.examine(lambda _done, _of: True)
    return next(check for check in checks if check.key == "proxy")


@pytest.mark.parametrize(
    ("settings", "words"),
    [('{"proxy": "http://somebody@proxy.example:3128"}', "settings set proxy_password"), ("{", NAME)],
)
def test_a_proxy_that_cannot_be_used_is_not_in_order(tmp_path: Path, settings: str, words: str) -> None:
    found = proxy_check(tmp_path, "https://stats.example", settings)
    assert not found.ok
    assert words in found.found


@pytest.mark.parametrize(
    ("endpoint", "settings", "words"),
    [
        ("https://stats.example", "{}", "none is set"),
        ("https://stats.example", '{"proxy": "http://proxy.example:3128"}', "one is set"),
        ("http://127.0.0.1:1", '{"proxy": "http://somebody@proxy.example:3128"}', "none is needed"),
    ],
)
def test_a_proxy_that_can_be_used_or_is_not_needed_is_in_order(
    tmp_path: Path, endpoint: str, settings: str, words: str
) -> None:
    found = proxy_check(tmp_path, endpoint, settings)
    assert (found.ok, found.found) == (True, words)
