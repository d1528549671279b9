"""What changed between the terms that were decided on and those of now."""

from core.wording import _

# What terms are about, in the order in which core.consent.terms has it.
ABOUT = (
    _("The statement behind it"),
    _("The agreement"),
    _("The group"),
    _("The clause that names it"),
    _("How it is decided"),
    _("When it goes"),
    _("Who receives it"),
    _("The address it goes to"),
    _("The key that signs receipts"),
)
# The same of a fact, after its key.
FACT_PARTS = (_("kind of value"), _("place in the clause"), _("what is left out"), _("possible values"))
# Tokens that stand in terms, as a person reads them.
VALUES = {
    "agreed": _("comes with the agreement"),
    "choice": _("has a switch of its own"),
    "snapshot": _("by schedule"),
    "event": _("when something happens"),
}
# Translators: `what` is one of the list above.
WAS_AND_IS = _("{what}: was “{was}”, now “{now}”.")
NEW_SITES = _("New payment sites: “{sites}”.")
FORMER_SITES = _("No longer payment sites: “{sites}”.")
NEW_FACT = _("New: “{fact}”.")
FORMER_FACT = _("No longer: “{fact}”.")
# Translators: `parts` is a list like “kind of value, what is left out”.
OTHER_FACT = _("“{fact}”: other {parts}.")
