"""What stands beside a list of submissions: the chosen one, looked at from several sides."""

from __future__ import annotations

from core.wording import _

# The sides, by their tokens.
SIDES = {"bytes": _("Exact bytes"), "receipt": _("Receipt"), "changed": _("Changed"), "details": _("Details")}
TABS_NAME = _("How to look at this submission")
BYTES_NAME, DETAILS_NAME = _("Exact bytes of this submission"), _("About this submission")
COPY_BYTES = _("Copy exact bytes")
NOTHING_CHOSEN, CHOOSE_ONE = _("Nothing chosen"), _("Choose a submission to read it.")
TITLE, BYTES_COUNT, EDITED = _("No. {number} · {group}"), _("{count} bytes"), _("changed since it was queued")
CONFIRMED, NOT_CONFIRMED = _("Confirmed {when}"), _("Not confirmed")
ERASED, ITS_BODY = _("Erased"), _("Its body")
LOOKING = _("Looking for the one before …")
FIRST, NONE_BEFORE = _("The first of its group"), _("There is none before it to compare with.")
CHANGED_FROM, THAT_ONE, STOOD = _("Changed from No. {number}"), _("That one"), _("{state}, {when}")
NOT_COMPARED = _("Not compared")
ONE_ERASED, ONE_UNREADABLE = _("One of the two was erased here."), _("One of the two holds no items that can be read.")
ONLY_ID = _("Nothing but the submission’s own ID.")
