"""For whoever helps: the line that can be read out, the checks, and what the program is made of."""

from __future__ import annotations

from core.wording import _, ngettext

# The line for support. `kind`: practice, real or sample data.
LINE = _("Vitrine {version} · {page} · {region} · {kind} · sending {sending} · {waiting}")
LINE_AND_CODE = _("{line} · code {code}")
NO_REGION = _("no region")
# Translators: after the word "sending"
SENDING = {"on": _("on"), "off": _("off"), "paused": _("paused")}
WAITING = _("{count} waiting")
RECORD_NOT_READ = _("record not read")
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
CHECKED = _("Checked {at}: {summary}")
NEXT = _("Next: {advice}")
RECORDS = _("The records lie in {folder}")
SYSTEM = _("System")

# Of a part's license, in the list of parts.
NOT_SAID, NOT_FOUND = _("not said"), _("not found in this copy")
# Translators: in place of a version
FONT, FONT_LICENSE = _("font"), _("Bitstream Vera; its changes are in the public domain")


def summary(wrong: int, count: int) -> str:
    """Return how many of `count` checks are not in order."""
    if not wrong:
        return _("All {count} are in order.").format(count=count)
    form = ngettext("{wrong} of {count} is not in order.", "{wrong} of {count} are not in order.", wrong)
    return form.format(wrong=wrong, count=count)
