"""The agreement: what is asked, what was answered, and what follows."""

from __future__ import annotations

from core.wording import _

SUMMARY = _("This is our summary; if it differs from the agreement, the agreement counts.")
WHERE = _("First say where you live.")
ANSWER = _("3 · Your answer")
UNKNOWN = _("The record cannot be read, so nobody can say what you decided. Nothing is sent.")
DIFFERENCE = _("{group}: {told}")
UNTOLD = _("the record does not hold what was agreed to then, only its hash, and that is another.")

# The page's heading, and its sentence.
AGREEMENT, BEFORE = _("Agreement"), _("Before anything is sent")
STEPS = _("Three steps: say where you live, look at what would be sent, answer. {summary}")
HAS_CHANGED = _("The agreement has changed")
CHANGED = _(
    "You accepted it {since}. What holds for {groups} has changed since, so nothing of that is sent. "
    "If you accept again, groups with a switch of their own start switched off."
)
# Translators: `since` is a time, "today 15:14"
ACCEPTED = _("You accepted it {since}, for: {region}. It holds until you withdraw it.")
IS_WITHDRAWN, IS_DECLINED = _("Agreement withdrawn"), _("Agreement declined")
# Translators: `sent` is the product's own sentence on what becomes of what was sent
WITHDRAWN = _(
    "You withdrew it {since}. Nothing is sent. What had not gone was removed; what was tried is kept here. {sent}"
)
DECLINED = _("You declined it {since}. Nothing is sent; everything else here works.")

# On the button that leads to the overview.
SEE_FIRST = _("See what would be sent first")
SEE_WOULD, SEE_IS = _("See what would be sent"), _("See what is sent")
# Over the groups, before a decision and after it.
AGREED_TO, TO_WHOM = _("What you agreed to"), _("2 · What is sent, and to whom")
SENT = (_("Sent until you withdraw"), _("Sent only while you have it switched on"))
WOULD_BE_SENT = (_("Sent if you accept"), _("Sent only if you also switch it on, later"))
# Translators: `whole` and `choice` are numbers in words
CHOICE = _("The statement calls all {whole} automatic. {product} lets you choose {choice} of them.")
NUMBERS = (
    *(_("none"), _("one"), _("two"), _("three"), _("four")),
    *(_("five"), _("six"), _("seven"), _("eight"), _("nine")),
)


def number(count: int) -> str:
    """Return a count in words up to nine, else in figures."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
