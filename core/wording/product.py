"""What is said of the product and its receiver."""

from core.wording import _

PRACTICE = _("Practice: the receiver is inside Vitrine, and what goes to it never leaves this computer.")
# Translators: of a receipt.
# Of a receipt that was kept.
NOT_PROVEN = _("This is not the receipt that came, or it is not signed for these bytes: it proves nothing.")
PROOF_NOT_KNOWN = _("An older Vitrine kept it without its key, so it cannot be said here whether it is signed.")
PRACTICE_PROOF = _("Signed by Vitrine itself; proves only that Vitrine works.")
SENT = _("What was sent stays with {vendor}.")
SENT_IN_PRACTICE = _("What was sent in practice stays on this computer, with the receiver inside Vitrine.")
