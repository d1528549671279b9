"""The agreement and its page: what is asked, what was answered, and what follows."""

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
# Over all groups, those that come with the agreement, and those with a switch: after a decision and before it.
SENT = (_("What you agreed to"), _("Sent until you withdraw"), _("Sent only while you have it switched on"))
WOULD_BE_SENT = (
    _("2 · What is sent, and to whom"),
    _("Sent if you accept"),
    _("Sent only if you also switch it on, later"),
)
# Translators: `whole` and `choice` are numbers in words
CHOICE = _("The statement calls all {whole} automatic. {product} lets you choose {choice} of them.")
NUMBERS = (
    *(_("none"), _("one"), _("two"), _("three"), _("four")),
    *(_("five"), _("six"), _("seven"), _("eight"), _("nine")),
)

# The page, around the sentences of the decision.
ACCEPT, DECLINE, WITHDRAW = _("Accept"), _("Decline"), _("Withdraw")
ASKS_WHERE, CHOOSE = _("1 · Where do you live?"), _("Choose")
REGION, NO_REGION = _("Where you live: {region}"), _("Where you live: not chosen")
WHAT_CHANGED = _("What changed since you accepted it")

# Who receives, and what the vendor says or leaves open.
RECEIVES, WHEN_IT_GOES = _("Who receives it"), _("When it goes")
OFTEN = _("Every {hours}; a check, {minutes} after it")
UNTIL_THEN = _("You can read and cancel it until then. A payment site is told when you open it.")
# By the field of the product's file.
STATED = {
    "retention": _("How long it is kept"),
    "countries": _("Countries it goes to"),
    "legal_basis": _("Legal basis"),
    "rights": _("Your rights"),
}
NOT_STATED = _("not stated")

CLAUSE_BY_CLAUSE = _("Clause by clause")
CLAUSE_TITLES = (_("Clause of the statement, and its group here"), _("Its facts, numbered as they stand in it"))
CLAUSE = _("{clause}: {group}")

# The agreement itself.
ITSELF, READ, ABOUT = _("The agreement itself"), _("Read it"), _("About the agreement")
TITLE, DATE_AND_ID, HASH, IF_YOU_DECLINE = _("Title"), _("Date and ID"), _("SHA-256 of its text"), _("If you decline")
STATEMENT, STATEMENT_NUMBER = _("Statement behind it"), _("Statement’s number")
PERSONAL_DATA, OWN_FINDING = _("Personal data"), _("{sentence} Our own finding stands beside each value.")
DECLINING = _(
    "Vitrine sends nothing; everything else here works. Whether {product} may be used without it is decided by "
    "{vendor}: not stated."
)
WHOLE_TEXT, BACK, TEXT_NAME = _("The whole text"), _("Back to the summary"), _("The agreement’s text")


def number(count: int) -> str:
    """Return a count in words up to nine, else in figures."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
