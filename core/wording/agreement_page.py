"""What the page Agreement says around the sentences of the decision."""

from __future__ import annotations

from core.wording import _

ACCEPT, DECLINE, WITHDRAW = _("Accept"), _("Decline"), _("Withdraw")
WHERE, CHOOSE = _("1 · Where do you live?"), _("Choose")
REGION, NO_REGION = _("Where you live: {region}"), _("Where you live: not chosen")
CHANGED = _("What changed since you accepted it")

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
