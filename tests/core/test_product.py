"""product.toml: where it may send to, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import paths
from core.errors import Refused
from core.product import Endpoint, load_product, parse_endpoint
from core.wording.errors import sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("embedded:", ("http", "receiver.practice.invalid", "", True)),
        ("https://stats.example.com", ("https", "stats.example.com", "", False)),
        ("https://stats.example.com:8443/in/", ("https", "stats.example.com:8443", "/in", False)),
        ("http://127.0.0.1:8080", ("http", "127.0.0.1:8080", "", False)),
    ],
)
def test_an_endpoint_is_embedded_https_or_this_computer(text: str, expected: tuple[str, str, str, bool]) -> None:
    found = parse_endpoint(text)
    assert (found.scheme, found.host, found.path, found.practice) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "embedded",
        "stats.example.com",
        "http://stats.example.com",
        "http://127.0.0.1",
        "http://127.0.0.2:80",
        "http://localhost:80",
        "http://127.0.0.1.example.com:80",
        "ftp://stats.example.com",
        "https://",
        "https://user:word@stats.example.com",
        "https://stats.example.com?x=1",
        "https://stats.example.com#x",
        "https://stats.example.com:99999",
        "https://stats.example.com/a b",
        "https://stats.example.com/\r\nX-Planted: 1",
        "https://stäts.example.com",
        "https://[::1",
        "https://ho\\st",
        "https://stats.example.com:",
        "https://stats.example.com:0",
        "http://127.0.0.1:0",
        'https://stats.example.com/"a',
    ],
)
def test_any_other_endpoint_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_endpoint(text)
    assert len(sentence(refused.value).splitlines()) == 1


def product_text() -> str:
    return (paths.resources() / "product.toml").read_text("utf-8")


def test_the_agreements_text_is_found_beside_a_product_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "product.toml"
    file.write_text(product_text().replace("statement/example-agreement.txt", "mine.txt"), "utf-8")
    (tmp_path / "mine.txt").write_text("My own agreement.\n", "utf-8")
    product = load_product(file, paths.resources())
    assert product.text == "My own agreement.\n"
    assert isinstance(product.endpoint, Endpoint)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda _: "", "missing required field"),
        (lambda text: f"surprise = 1\n{text}", "surprise"),
        (lambda text: text.replace('endpoint = "embedded:"', "endpoint = 7"), "$.endpoint"),
        (lambda text: text.replace('endpoint = "embedded:"', 'endpoint = "http://x.example"'), "endpoint"),
        (lambda text: text.replace("example-agreement.txt", "none.txt"), "none.txt"),
        (lambda text: text.replace('"Example Security"', '"\\u202eytiruceS"', 1), "<U+202E>"),
        (lambda text: text.replace("[software]", "[software", 1), "line"),
    ],
)
def test_a_spoilt_product_file_is_refused_with_its_place(tmp_path: Path, change: object, says: str) -> None:
    assert callable(change)
    file = tmp_path / "product.toml"
    file.write_text(change(product_text()), "utf-8")
    with pytest.raises(Refused) as refused:
        load_product(file, paths.resources())
    assert says in sentence(refused.value)
