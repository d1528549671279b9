"""What the page Support says around the line, the checks and the programs."""

from __future__ import annotations

from core.wording import _

SENTENCE = _(
    "What a person who helps you needs to know. Nothing of it is sent: you read it out, or copy it. "
    "On every page F1 opens the handbook."
)
OPEN_HANDBOOK = _("Open the handbook")
CODE = _(
    "The code at its end is worked out from this line alone: it shows whether the line was read out without a mistake, "
    "and says nothing about you."
)
COPY_LINE, LINE_COPIED = _("Copy the line"), _("copied")
CHECKS, NOT_YET, CHECKING = _("Checks"), _("Nothing was checked yet."), _("Checking …")
CHECKING_RECORD = _("Checking the record: {done:,} of {total:,}")
# Translators: a check and how it ended.
SPOKEN = _("{check}: {state}")
# Translators: {summary} is a whole sentence, {when} a time as “today 15:14”.
CHECKED = _("{summary} Checked {when}.")
NEXT = _("Next: {step}")
AGAIN, STOP = _("Check again"), _("Stop")
COPY_ALL, COPIED = _("Copy all"), _("Copied, with ~ for the folder of your own.")
ASIDE, RECORDS_LIE_IN, LOG_IS = _("Programs and folder"), _("The records lie in"), _("The log is")
OPEN_FOLDER, OPEN_LOG = _("Open the folder"), _("Open the log’s folder")
NO_FOLDER = _("The folder is not there: nothing was kept yet.")
NO_LOG = _("There is no log yet: nothing was written down.")
NOT_OPENED = _("Nothing here opens folders. It lies where its name says.")
