"""What is wrong with a browser's entry, which tells it where Vitrine is."""

from __future__ import annotations

from core.wording import _

# Translators: each goes on after “NOT as this Vitrine wrote it: ”.
IS_LINK = _("{file} is a link")
IS_CHANGED = _("{file} was changed, or is another Vitrine’s")
