"""Messages in another language than that of the source: by gettext, or made longer and marked for tests."""

import gettext
import re

from core import paths
from core.wording import LANGUAGE

PSEUDO = "pseudo"
# Each letter that one of the program's fonts has with an accent: a word without any did not come from here.
_ACCENTS = str.maketrans("AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz", "ÅåÇçĐđÉéĞğĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž")
# What is filled in, and what is typed: an option; a command to the end of its words, which one space parts.
_KEPT = re.compile(r"(\{[^}]*\}|%\([a-z_]+\)[a-z]|`[^`]*`|--[a-z-]+|\bvitrine(?:ctl)?\b(?: [^\s“”]*[^\s“”.,;:)])*)")
_WORD = re.compile(r"[^\W\d_]+")


def pseudo(message: str) -> str:
    """Return the message in brackets, its letters with accents, each word half as long again: `⟦Šéñđ·· îţ·⟧`.

    What is filled in, `{file}` or `%(prog)s`, and commands to be typed stay as they are; so does an empty message.
    """
    parts = _KEPT.split(message)
    said = "".join(part if number % 2 else _WORD.sub(_longer, part) for number, part in enumerate(parts))
    return f"⟦{said}⟧" if message.strip() else message


def _longer(word: re.Match[str]) -> str:
    return word[0].translate(_ACCENTS) + "·" * ((len(word[0]) + 1) // 2)


_LOADED = gettext.translation("vitrine", paths.resources() / "languages", [LANGUAGE], fallback=True)


def _(message: str) -> str:
    """Return the message in the user's language."""
    return pseudo(message) if LANGUAGE == PSEUDO else _LOADED.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the message in the user's language, in the form that `count` takes."""
    return pseudo(one if count == 1 else many) if LANGUAGE == PSEUDO else _LOADED.ngettext(one, many, count)
