"""What is said of the product and its receiver."""

from core.wording import _

PRACTICE = _("Practice: the receiver is inside Vitrine, and what goes to it never leaves this computer.")
# Translators: of a receipt.
PRACTICE_PROOF = _("Signed by Vitrine itself; proves only that Vitrine works.")
SENT = _("What was sent stays with {vendor}.")
SENT_IN_PRACTICE = _("What was sent in practice stays on this computer, with the receiver inside Vitrine.")
