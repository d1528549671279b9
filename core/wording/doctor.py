"""What the doctor says of each thing it looked at: what was found, what that means, and what to do next."""

from typing import NamedTuple

from core.errors import Code
from core.wording import _


class Says(NamedTuple):
    """The sentences of one outcome; `next` is "" where there is nothing to do. {why}: what is wrong, as a sentence."""

    found: str
    meaning: str
    next: str = ""


_MEND = _("Mend or remove the file.")
_KEYRING = _("Secrets, such as a license you activate, never lie in a file of Vitrine’s.")
_WITHOUT = _("Without it, the window holds them in memory until it is closed, and a command does not.")
# Translators: `needs_none` is NEEDS_NONE, or nothing.
_NO_KEYRING = f"{_KEYRING} {_WITHOUT} {{needs_none}}"
NEEDS_NONE = _("The license held now needs none: it came with the product.")
_UNLOCK = _("Unlock the system’s keyring, and answer what it asks.")
_NOT_KEPT = _("Nothing can be kept or sent: each window and terminal shows submission numbers of its own.")

NOT_BUILT = Says("{why}", _("Vitrine cannot start."), _("Put back the file it names."))
FILES = Says(
    _("{product} ({file}); {groups} groups, {items} items; {resources}"),
    _("Product and catalogue were read whole when Vitrine started."),
)
SETTINGS = Says(_("theme: {theme}"), _("The settings were read."))
SETTINGS_UNREAD = Says("{why}", _("Those that were read last hold, or else the usual ones."), _MEND)
READINGS = Says(_("{values} of {facts} items have a value now"), _("The others each say why."))
READINGS_FAILED = Says(
    _("{values} of {facts} items have a value now; {problems}"),
    _("A reading failed; its item is not sent."),
    _("Mend or remove the file named."),
)
LICENSE = Says("{title}", "{sentence}", "{advice}")
# By why it does not serve, None where it does.
KEYRING = {
    None: Says(_("in use"), _KEYRING),
    Code.KEYRING_NONE: Says(_("this computer offers none"), _NO_KEYRING),
    Code.KEYRING_SILENT: Says(_("no answer"), _NO_KEYRING, _UNLOCK),
    Code.KEYRING_FAILED: Says(_("locked, or it does not work"), _NO_KEYRING, _UNLOCK),
}
# Translators: of a proxy.
PROXY_NEEDLESS = Says(_("none is needed"), _("Nothing is sent to another computer."))
PROXY_UNUSABLE = Says("{why}", _("Nothing can be sent like this, and what is to go waits."))
_AROUND = _("Where one is set, sending goes through it and never around it.")
PROXY_NONE, PROXY_SET = Says(_("none is set"), _AROUND), Says(_("one is set"), _AROUND)
STATE = Says("{home}", _("What is shown here is the same in every window and terminal."))
STATE_UNFIT = Says("{why}", _NOT_KEPT, _("What was found says what to do."))
STATE_UNREACHED = Says(
    "{why}", _NOT_KEPT, _("Close what else has it open, or make the folder writable, or name another in VITRINE_HOME.")
)
RECORDS = Says(_("{events}, head {head}"), _("The records fit together."))
RECORDS_UNREAD = Says("{why}", _("The record could not be read."))
RECORDS_EDITED = Says(
    _("event {event}: {why}"), _("The record was edited or is damaged."), _("Export it: vitrinectl history export")
)
