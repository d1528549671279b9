"""Making text safe to look at."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """`text` with everything a reader cannot see, or that reorders what is seen, written as <U+XXXX>."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _shows(char) else f"<U+{ord(char):04X}>" for char in text)


def _shows(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] != "C" and category not in ("Zl", "Zp") and (category != "Zs" or char == " ")
