"""Messages in another language than that of the source: by gettext, or made longer and marked for tests."""

from __future__ import annotations

import gettext
import re

from core import paths
from core.wording import LANGUAGE

PSEUDO = "pseudo"
_ACCENTS = str.maketrans("AaCcEeGgIiKkLlNnOoRrSsTtUuYyZz", "ÅåÇçÉéĞğÎîĶķĻļÑñÖöŔŕŠšŢţÛûÝýŽž")
# Parts that are filled in, commands and options, which stay as they are typed.
_KEPT = re.compile(r"(\{[^}]*\}|%\([a-z_]+\)[a-z]|`[^`]*`|--[a-z-]+|\bvitrine(?:ctl)?\b[^.;”)\n]*)")


def pseudo(message: str) -> str:
    """The message with accents, in brackets, half as long again: `⟦Šéñð···⟧`. What is filled in stays as it is."""
    parts = _KEPT.split(message)
    words = "".join(part if number % 2 else part.translate(_ACCENTS) for number, part in enumerate(parts))
    return f"⟦{words}{'·' * (len(message) // 2)}⟧" if message.strip() else message


_LOADED = gettext.translation("vitrine", paths.resources() / "languages", [LANGUAGE], fallback=True)


def _(message: str) -> str:
    """The message in the user's language."""
    return pseudo(message) if LANGUAGE == PSEUDO else _LOADED.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message in the user's language, in the form that `count` takes."""
    return pseudo(one if count == 1 else many) if LANGUAGE == PSEUDO else _LOADED.ngettext(one, many, count)
