"""Every sentence of the program that a person reads, by area: window and terminal say the same by the same message.

A message is a constant, translated when its module is first imported; it names its parts, `{file}`, and whoever says
it fills them in by `format`. Texts that are data keep their own files: the catalogue, the handbook, the agreement.

The language is VITRINE_LANGUAGE: "en", the language of the source; "pseudo", which shows in tests what is cut and
what never came from here; or one that has a folder in resources/languages (`dev.py messages` extracts what to
translate).
"""

import os

LANGUAGE: str = os.environ.get("VITRINE_LANGUAGE") or "en"

if LANGUAGE == "en":

    def _(message: str) -> str:
        """The message in the user's language."""
        return message

    def ngettext(one: str, many: str, count: int) -> str:
        """The message in the user's language, in the form that `count` takes."""
        return one if count == 1 else many

else:
    from core.wording.translation import _, ngettext

__all__ = ["LANGUAGE", "_", "ngettext"]
