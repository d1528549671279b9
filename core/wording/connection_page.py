"""What the page “What a connection shows” says around its table."""

from __future__ import annotations

from core.wording import _

SENTENCE = _(
    "Each submission to {vendor} shows this too, whatever its body holds. What is sent together, or from one address, "
    "can be recognised as coming from one device."
)
PRACTICE = _("In practice the connection stays within this computer, so nobody else sees any of this.")
TOLD_TO_PROXY = _("Told to the proxy")
COLUMNS = (_("What"), _("Here"), _("What it tells"))
