"""For whoever helps: the line that can be read out, the checks, and what the program is made of; and their page."""

from core.wording import _, ngettext

# The line for support. `kind`: practice, real or sample data.
LINE = _("Vitrine {version} · {page} · {region} · {kind} · sending {sending} · {waiting}")
LINE_AND_CODE = _("{line} · code {code}")
NO_REGION = _("no region")
# Translators: after the word "sending"
SENDING = {"on": _("on"), "off": _("off"), "paused": _("paused")}
WAITING, RECORD_NOT_READ = _("{count} waiting"), _("record not read")
# Whether what is shown is real.
SAMPLE, PRACTICE, REAL = _("sample data"), _("practice"), _("real")

# What is checked, by the key of each check.
TITLES = {
    "files": _("Product and catalogue"),
    "settings": _("Settings"),
    "readings": _("Values"),
    "license": _("License"),
    "keyring": _("Keyring"),
    "proxy": _("Proxy"),
    "state": _("Folder"),
    "records": _("Record"),
}
# Translators: how a check ended, in a word
OK, WRONG = _("ok"), _("wrong")
# The text that can be sent to whoever helps.
CHECKED, NEXT = _("Checked {at}: {summary}"), _("Next: {advice}")
RECORDS, SYSTEM = _("The records lie in {folder}"), _("System")

# Of a part's license, in the list of parts.
NOT_SAID, NOT_FOUND = _("not said"), _("not found in this copy")
# Translators: in place of a version
FONT, FONT_LICENSE = _("font"), _("Bitstream Vera; its changes are in the public domain")

# The page Support, around the line, the checks and the programs.
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
CHECKED_WHEN = _("{summary} Checked {when}.")
NEXT_STEP = _("Next: {step}")
AGAIN, STOP = _("Check again"), _("Stop")
COPY_ALL, COPIED = _("Copy all"), _("Copied, with ~ for the folder of your own.")
ASIDE, RECORDS_LIE_IN, LOG_IS = _("Programs and folder"), _("The records lie in"), _("The log is")
OPEN_FOLDER, OPEN_LOG = _("Open the folder"), _("Open the log’s folder")
NO_FOLDER = _("The folder is not there: nothing was kept yet.")
NO_LOG = _("There is no log yet: nothing was written down.")
NOT_OPENED = _("Nothing here opens folders. It lies where its name says.")


def summary(wrong: int, count: int) -> str:
    """Return how many of `count` checks are not in order."""
    if not wrong:
        return _("All {count} are in order.").format(count=count)
    form = ngettext("{wrong} of {count} is not in order.", "{wrong} of {count} are not in order.", wrong)
    return form.format(wrong=wrong, count=count)
