"""What can be chosen among, and how each setting is said; every value is the text a person would type."""

from __future__ import annotations

from collections.abc import Mapping

from core.settings import Settings
from core.text import visible
from gui.state.sums import counted

THEMES = {"system": "As the system", "light": "Light", "dark": "Dark", "contrast": "High contrast"}
SIZES = {str(percent): f"{percent} %" for percent in (100, 110, 125, 150, 175, 200)}
REFRESHES = {
    **{str(seconds): f"Every {seconds} seconds" for seconds in (2, 5, 10, 30)},
    "60": "Every minute",
    "300": "Every 5 minutes",
    "3600": "Every hour",
}
AS_PRODUCT = "0"
FOR_EVER = "0"
KEEPS = {FOR_EVER: "For ever", "30": "30 days", "90": "90 days", "365": "1 year", "1095": "3 years"}
_RARER = {12: "Every 12 hours", 24: "Every day", 48: "Every 2 days", 168: "Every week", 720: "Every 30 days"}


def intervals(product_hours: int) -> Mapping[str, str]:
    """As the product says, or rarer."""
    own = f"{every(product_hours)}, as the product says"
    return {AS_PRODUCT: own, **{str(hours): words for hours, words in _RARER.items() if hours > product_hours}}


def every(hours: int) -> str:
    """“Every 6 hours”."""
    return "Every hour" if hours == 1 else f"Every {hours:,} hours"


def interval(settings: Settings, product_hours: int) -> tuple[str, str]:
    """What holds, and its words on the button."""
    hours = settings.interval_hours
    if hours <= product_hours:
        return AS_PRODUCT, every(product_hours)
    return str(hours), _RARER.get(hours, every(hours))


def refresh(settings: Settings) -> tuple[str, str]:
    """What holds, and its words."""
    value = str(settings.refresh_seconds)
    return value, REFRESHES.get(value, f"Every {settings.refresh_seconds:,} seconds")


def keep(settings: Settings) -> tuple[str, str]:
    """What holds, and its words."""
    value = str(settings.keep_days)
    return value, KEEPS.get(value, counted(settings.keep_days, "day"))


def erasing(count: int, most: int) -> str:
    """What a shorter time would do at once."""
    many = f"More than {most:,}" if count >= most else f"{count:,}"
    are = "was" if count == 1 else "were"
    return f"{many} {are} finished longer ago. Erasing takes them out of this file for good."


def folder(path: str, about: str) -> str:
    """Which one it is now."""
    return f"Now {visible(path)}. {about}" if path else f"None now. {about}"


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    return f"{words[0].upper()}{words[1:].rstrip('.')}."
