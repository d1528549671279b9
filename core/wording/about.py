"""What the page About says: what Vitrine is and is not, and what it is built from."""

from core.wording import _

HEADING = _("About Vitrine")
SENTENCE = _("Version {version}. It shows what would be sent, sends it only as you decided, and keeps a record of it.")
IN_SHORT = _("In short")
WHAT_IT_IS, WHOSE_IT_IS, LICENSE = _("What it is"), _("Whose it is"), _("License")
IS = _(
    "It shows, live and exactly, what a security product would send about you and your device. What you see is what is "
    "sent, byte for byte."
)
WHOSE = _(
    "Nobody’s product, and tied to no company. It puts a published statement (ID {number}) into a program. A file says "
    "which product it is shown for and who receives: here {product}, by {vendor}."
)
INVENTED = _("Both names are invented, for demonstration.")
CANNOT = {
    _("It cannot see"): _(
        "What other programs on this device send, {product} included. It sees only what it sends itself."
    ),
    _("It cannot show"): _("That its record was replaced as a whole by another file. An edit shows."),
    _("It cannot prove"): _(
        "What happens to data afterwards. A receipt proves that the holder of a key signed that it came; one of "
        "practice is signed by Vitrine itself."
    ),
    _("It cannot bring back"): _(
        "What was sent. Withdrawing stops at once; what the receiver already had stays there."
    ),
}
TERMS = _("Apache License, Version 2.0. It comes without any warranty.")
PARTS = _("Parts and their licenses")
PART_TITLES = (_("Part"), _("Version"), LICENSE)
NOT_READ = _("Not read")
