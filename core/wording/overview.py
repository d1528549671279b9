"""What the overview says: who is who, what goes next, what went, and what is on."""

from core.wording import _, ngettext
from core.wording.group import GOES_TO, LAST_SENT

# By whether anything is sent, or would be.
HEADINGS = {True: _("What Vitrine would send for {product}"), False: _("What Vitrine sends for {product}")}
# Translators: {now} is how many groups are on, {values} a whole sentence on their facts.
SENTENCES = {
    True: _(
        "To {vendor}, the maker of {product}. Vitrine would send at most these seven groups; {now}.{values} It cannot "
        "see what other programs on this device send, {product} itself included."
    ),
    False: _(
        "To {vendor}, the maker of {product}. Vitrine sends at most these seven groups; {now}.{values} It cannot see "
        "what other programs on this device send, {product} itself included."
    ),
}
VALUES = _(" {known} of {declared} facts have a value now.")
# Why nothing is sent, by how the agreement stands.
NOTHING = {"open": _("nothing before you decide"), "unread": _("nothing while the record cannot be read")}
NONE_ON, PAUSED = _("none is on now"), _("{on}, but all sending is paused")
# Of the table: its columns, and what stands beside a receiver that a browser tells.
COLUMNS = (_("Group"), _("Contains"), GOES_TO, LAST_SENT, _("Sent?"))
IN_PRACTICE_TOO = _("{receiver}, in practice too")
# Of the cards.
NEXT, CONFIRMED, TODAY = _("Next submission"), _("Confirmed in the last 30 days, per day"), _("today")
IN_SUBMISSIONS = _("in {submissions}")


def on_now(count: int) -> str:
    """Return how many groups are on, in the middle of a sentence: `1 is on now`, `none is on now`."""
    return ngettext("{count} is on now", "{count} are on now", count).format(count=count) if count else NONE_ON
