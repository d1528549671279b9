"""The groups that a command names, and why one is not sent."""

from __future__ import annotations

from collections.abc import Sequence

from core.catalogue import Catalogue
from core.consent.consent import ACCEPT, Choices
from core.errors import WrongUsage
from core.text import visible


def named(keys: Sequence[str], catalogue: Catalogue) -> list[str]:
    """These, each once; all where none is named. Raises WrongUsage."""
    for key in keys:
        if key not in catalogue.categories:
            raise WrongUsage(f"there is no group “{visible(key[:80])}”. Groups: {', '.join(catalogue.categories)}.")
    return list(dict.fromkeys(keys)) or list(catalogue.categories)


def why_not(choices: Choices, key: str | None) -> str:
    """Why this group, or anything at all, may not be sent."""
    if choices.standing != "accepted":
        standing = "not accepted" if choices.standing == "open" else choices.standing
        return f"the agreement is {standing}. To accept: {ACCEPT}"
    if choices.paused:
        return "all sending is paused. To go on: vitrinectl resume"
    if choices.changed and (key is None or key in choices.changed):
        return f"what you agreed to has changed since. To accept it as it is now: {ACCEPT}"
    return f"it is switched off. To switch it on: vitrinectl consent on {key or 'CATEGORY'}"
