"""Making text safe to look at."""

import unicodedata

# So many letters are shown of any text: sixteen for each of the longest value's, and more would stall a screen.
LONGEST = 1 << 17
# Unicode's Default_Ignorable_Code_Point outside the categories below, and the Braille blank: letters that draw nothing.
_UNSEEN = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
_UNSEEN |= {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)}


def visible(text: str) -> str:
    """Return `text` with every character that draws nothing, or controls the direction of others, written as <U+XXXX>.
    Beyond 131,072 letters it ends with an ellipsis."""
    shown = text[: LONGEST + 1]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(char if _shows(char) else f"<U+{ord(char):04X}>" for char in shown)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def as_sentence(text: str) -> str:
    """Return `text` with a capital and one full stop; "" of an empty one."""
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def failure(error: BaseException) -> str:
    """Return why something failed, in the system's words: without the number and the path Python puts around it."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _shows(char: str) -> bool:
    category = unicodedata.category(char)
    if category[0] == "C" or category in ("Zl", "Zp") or ord(char) in _UNSEEN:
        return False
    return category != "Zs" or char == " "
