"""What there is to say of one declared item and its value."""

from core.wording import _

POINTS = {"no": _("No."), "narrows": _("Not alone; it narrows the circle."), "can": _("It can.")}
# Translators: `points` is one of the three above, `why` a sentence of the catalogue
POINTS_WHY = _("{points} {why}")
ABSENT = _("Nothing: {reason}.")
SENT_AS, READ_FROM, IN_GENERAL, LEFT_OUT = _("Sent as"), _("Read from"), _("In general"), _("Left out")
CAN_IT_POINT, NOT_CONFUSED = _("Can it point to you?"), _("Not to be confused with")
WHY, CLAUSE = _("Why"), _("Clause")
# Translators: `place` is "4th"
IN_CLAUSE = _("{clause}, {place} fact · ID {number}")
YES, NO = _("yes"), _("no")

TITLE = _("What")
# Translators: beside a value that is another now than when it was last looked at
WAS = _("was {value}")
NO_VALUE = _("no value")


def ordinal(number: int) -> str:
    """Return a place in order: 1st, 2nd, 3rd, 4th, 11th …"""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
