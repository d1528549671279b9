"""Row 29, broken: the native host believes whoever asks, however much, and in whatever form."""

from __future__ import annotations

from typing import Any

import msgspec

from core.browser import answers, host, questions
from tests.faults.guards.patch import PATCH


def any_origin() -> None:
    """Whoever is named first may ask."""
    PATCH.setattr(host, "caller", lambda _arguments, chromium, _firefox: chromium)


def any_length() -> None:
    """As long as somebody says."""
    PATCH.setattr(host, "LONGEST", 2**32)


def any_form() -> None:
    """What is not known is passed over."""
    names = {"state": questions.AskState, "payment": questions.AskPayment, "web_request": questions.AskWebRequest}

    def parsed(message: bytes) -> Any:
        given = msgspec.json.decode(message)
        shape = names[given.pop("ask")]
        return shape(**{name: given[name] for name in shape.__struct_fields__})

    PATCH.setattr(host, "parsed", parsed)


def endless() -> None:
    """As often as somebody asks."""
    PATCH.setattr(answers.Budget, "take", lambda _: True)
