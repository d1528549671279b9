"""What the window says of something can be read, not only seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.commands import another_product, vitrinectl
from tests.desktop.person import Person
from tests.desktop.window import FIELD


def test_why_a_setting_was_not_changed(newcomer: Person) -> None:
    newcomer.open("Settings")
    proxy = newcomer.window.find(FIELD, "Proxy")
    assert proxy.call("Component.GrabFocus")
    newcomer.keyboard.type("nonsense")
    newcomer.keyboard.press("Return")
    newcomer.read("Nothing was changed.")
    assert proxy.text == "nonsense"


def test_what_became_of_a_license(newcomer: Person) -> None:
    newcomer.open("License")
    newcomer.press("Remove the license")
    newcomer.read("No license.")
    newcomer.press("Use the product’s own")
    newcomer.read("License active.")


def test_what_a_proxy_is_told(come: Callable[..., Person], home: Path, tmp_path: Path) -> None:
    product = another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "https://collect.example"')
    assert vitrinectl(home, "settings", "set", "proxy", "http://proxy.example:3128").code == 0
    person = come(VITRINE_PRODUCT=str(product))
    person.open("What a connection shows")
    person.read("CONNECT collect.example:443 ")
