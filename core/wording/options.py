"""What can be chosen among in the settings, and how what is set is said; each value is the text a person would type."""

from collections.abc import Mapping

from core.text import visible
from core.wording import _, ngettext
from core.wording.counts import days

THEMES = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark"), "contrast": _("High contrast")}
PERCENT = _("{percent} %")
SIZES = {str(percent): PERCENT.format(percent=percent) for percent in (100, 110, 125, 150, 175, 200)}
EVERY_SECONDS, EVERY_HOURS = _("Every {count:,} seconds"), _("Every {count:,} hours")
EVERY_HOUR = _("Every hour")
REFRESHES = {
    **{str(seconds): EVERY_SECONDS.format(count=seconds) for seconds in (2, 5, 10, 30)},
    "60": _("Every minute"),
    "300": _("Every 5 minutes"),
    "3600": EVERY_HOUR,
}
# As the product says; for ever.
_NONE = "0"
KEEPS = {_NONE: _("For ever"), "30": _("30 days"), "90": _("90 days"), "365": _("1 year"), "1095": _("3 years")}
_RARER = {
    12: _("Every 12 hours"),
    24: _("Every day"),
    48: _("Every 2 days"),
    168: _("Every week"),
    720: _("Every 30 days"),
}
# Translators: `every` is "Every 6 hours"
PRODUCTS = _("{every}, as the product says")
# Translators: in place of a number
MORE_THAN = _("More than {count:,}")
# Translators: `about` is a sentence on what the folder is for
FOLDER, NO_FOLDER = _("Now {folder}. {about}"), _("None now. {about}")


def intervals(product_hours: int) -> Mapping[str, str]:
    """Return the intervals of sending that can be chosen: the product's own, or rarer."""
    rarer = {str(hours): words for hours, words in _RARER.items() if hours > product_hours}
    return {_NONE: PRODUCTS.format(every=every(product_hours)), **rarer}


def every(hours: int) -> str:
    """Return `Every hour`, `Every 6 hours`."""
    return EVERY_HOUR if hours == 1 else EVERY_HOURS.format(count=hours)


def interval(hours: int, product_hours: int) -> tuple[str, str]:
    """Return the interval of sending that holds, and its words. `hours`: what is set."""
    if hours <= product_hours:
        return _NONE, every(product_hours)
    return str(hours), _RARER.get(hours, every(hours))


def size(percent: int) -> tuple[str, str]:
    """Return the size of text, and its words."""
    return str(percent), PERCENT.format(percent=percent)


def refresh(seconds: int) -> tuple[str, str]:
    """Return how often values are read again, and its words."""
    return str(seconds), REFRESHES.get(str(seconds), EVERY_SECONDS.format(count=seconds))


def keep(count: int) -> tuple[str, str]:
    """Return for how many days what was sent is kept, and its words."""
    return str(count), KEEPS.get(str(count), days(count))


def erasing(count: int, most: int) -> str:
    """Return what a shorter time of keeping would do at once; no more than `most` were counted."""
    many = MORE_THAN.format(count=most) if count >= most else f"{count:,}"
    form = ngettext(
        "{many} was finished longer ago. Erasing takes them out of this file for good.",
        "{many} were finished longer ago. Erasing takes them out of this file for good.",
        count,
    )
    return form.format(many=many)


def folder(path: str, about: str) -> str:
    """Return which folder is set now, "" for none, and what it is for."""
    return (FOLDER if path else NO_FOLDER).format(folder=visible(path), about=about)
