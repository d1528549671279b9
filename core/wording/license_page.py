"""What the page License says around the sentences on a license."""

from __future__ import annotations

from core.wording import _, ngettext

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
