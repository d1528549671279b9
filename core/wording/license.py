"""The license in plain words, and its page. What is wrong with a license stands in core.wording.errors."""

from datetime import date

from core.wording import _, ngettext

TITLES = {
    "none": _("No license"),
    "active": _("License active"),
    "ending": _("License ends soon"),
    "grace": _("License ended, still in grace"),
    "expired": _("License expired"),
    "not_yet_valid": _("License not valid yet"),
    "in_doubt": _("License in doubt"),
    "wrong_product": _("License of another product"),
    "revoked": _("License revoked"),
    "invalid": _("License not usable"),
}
TYPES = {
    "commercial": _("Commercial"),
    "subscription": _("Subscription"),
    "trial": _("Trial"),
    "evaluation": _("Evaluation"),
    "not_for_resale": _("Not for resale"),
    "beta": _("Beta"),
}
# Translators: `last`, the last day of the license; `remain`, “12 days remain”; `grace`, “12 days”; `number`, of the
# other product.
SENTENCES = {
    "none": _("No license of {product} is held on this device."),
    "active": _("The license holds through {last}: {remain}, counted in whole days of UTC."),
    "ending": _("The license holds through {last}: only {remain}, counted in whole days of UTC."),
    "grace": _("The license held through {last}; {vendor} lets it hold for another {grace}."),
    "expired": _("The license held through {last}."),
    "not_yet_valid": _("The license holds from {starts} on."),
    "in_doubt": _("This device’s clock was moved back: a later time was seen before. By that one, {remain}."),
    "wrong_product": _("The license is of another product (number {number}), not of {product}."),
    "revoked": _("{vendor} has revoked this license."),
    "invalid": "",
}
BLOCKS_NOTHING = _("Everything in Vitrine works without a license too.")
_RENEW = _("To renew, ask {vendor} or your dealer for a new license file and activate it here.")
_ASK = _("If that is wrong, ask {vendor}.")
_CLOCK = (
    _("Set this device’s clock to the right time."),
    _("If it is right already, the later time was a mistake; the doubt ends by itself once the clock has passed it."),
)
_NEW_RECORD = _(
    "Not to wait for that, begin a new record: name another folder in VITRINE_HOME, and activate the license there. "
    "The same days count."
)
_HELP = _("For help, ask {vendor}.")
# What to do, one sentence after the other; "in_doubt_fixed" where the days count from no first use.
ADVICE = {
    "none": (_("If you have a license file, activate it."), BLOCKS_NOTHING),
    "active": (),
    "ending": (_RENEW,),
    "grace": (_RENEW, BLOCKS_NOTHING),
    "expired": (_RENEW, BLOCKS_NOTHING),
    "not_yet_valid": (_("Wait until then."), _ASK),
    "in_doubt": (*_CLOCK, _HELP, BLOCKS_NOTHING),
    "in_doubt_fixed": (*_CLOCK, _NEW_RECORD, _HELP, BLOCKS_NOTHING),
    "wrong_product": (_("Activate a license file of this product."), _ASK),
    "revoked": (_ASK, BLOCKS_NOTHING),
    "invalid": (_("Activate the license file again, as it came."), _ASK, BLOCKS_NOTHING),
}
# What every page says as the end comes near; `left`: “12 days”.
WARNINGS = {
    "ending": _("The license ends in {left}."),
    "grace": _("The license has ended; it still holds for {grace}."),
    "expired": f"{_('The license has expired.')} {BLOCKS_NOTHING}",
}
MONTHS = (
    *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August")),
    *(_("September"), _("October"), _("November"), _("December")),
)
# Translators: 23 November 2027
DAY = _("{day} {month} {year}")


def remain(count: int) -> str:
    """Return `1 day remains`, `12 days remain`."""
    return ngettext("{count:,} day remains", "{count:,} days remain", count).format(count=count)


def day(of: date) -> str:
    """Return a date as `23 November 2027`."""
    return DAY.format(day=of.day, month=MONTHS[of.month - 1], year=of.year)


# Beside a license's sentences, in the window. Where its text lies:
PLACES = {
    "keyring": _("Its text lies in the system’s keyring, in no file of Vitrine."),
    "memory": _("Its text lies in this window’s memory only."),
    "asking": _("The system’s keyring does not answer yet."),
    "product": _("It came with the product."),
}
# In the sidebar, in a word; all others by the days remaining.
SHORT = {
    "none": _("none"),
    "grace": _("in grace"),
    "expired": _("expired"),
    "not_yet_valid": _("not yet"),
    "in_doubt": _("in doubt"),
    "wrong_product": _("wrong product"),
    "revoked": _("revoked"),
    "invalid": _("not usable"),
}
NO_DAYS = _("{title}: no days are counted.")
# Translators: `days`: “365 days”
DAYS_LEFT = _("{left:,} of {days} left")
NONE_HELD = _("None is held on this device.")
TYPE_AND_TERM = _("{type}, {days}")
# Translators: `day` is the last one
THROUGH = _("through {day}")
DEALER_NAMED = _("Dealer: {dealer}")
TYPE, TERM, ARTICLE, DEALER = _("Type"), _("Term"), _("Article number"), _("Dealer")
FIRST_USED = _("First used here")
# Translators: above the last day of a license
HOLDS, HELD, BY_ITS_TEXT = _("Holds through"), _("Held through"), _("By its text through")
UTC = _("UTC")

# The page License, around the sentences on a license.
SENTENCE = _("How long {product} may be used. It is a file signed by {vendor}; Vitrine itself works without.")
SAMPLE = _("Sample data: nothing can be activated here.")
SECTIONS, SENT = _("What of the license is sent"), _("What of it is sent")
LEFT_OUT, NOTHING = _("Left out"), _("Nothing")
# Translators: {count} facts of the license are sent as part of {group}.
ONLY_THESE = _("Only these {count}, as part of “{group}”. Its number, its key and the file are never sent.")
NO_VALUES = _("“{group}” goes without values.")
OPEN_GROUP = _("Open “{group}”")
LOOKING = _("Looking at the file …")
DROP, DROP_MORE = _("Drop a license file here"), _("It is checked before anything changes.")
CHOOSE_FILE, USE_PRODUCTS = _("Choose file…"), _("Use the product’s own")
REMOVE, OUTCOME = _("Remove the license"), _("What became of it")
CHOOSE_LICENSE = _("Choose a license file")
FILTER = _("License files (*.license);;All files (*)")
ONE_FILE = _("One license is held at a time: drop one file.")


def days_left(count: int) -> str:
    """Return the words below a figure of days: `day left`, `days left`."""
    return ngettext("day left", "days left", count)
