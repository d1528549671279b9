"""The page Settings, and a proxy's password. Errors about settings stand in core.wording.errors."""

from core.errors import Code, Refused
from core.text import as_sentence
from core.wording import _
from core.wording.errors import sentence

IN_KEYRING = _("set, in the keyring")
NOT_SET = _("not set")
# Translators: whether a password is set; `why` is a whole sentence about the keyring.
SET = _("set. {why}")
NOT_KNOWN = _("not known. {why}")

SENTENCE = _("How Vitrine works on this computer. Each change is saved at once.")
SAMPLE = _("Sample data: nothing can be set here.")
# Of each group of settings.
LOOK, SENDING, KEEPING, NETWORK = _("Look and reading"), _("Sending"), _("Keeping"), _("Network")
CHECKING, REGION = _("Checking"), _("Region")
# By its key: a setting's name.
NAMES = {
    "theme": _("Theme"),
    "text_percent": _("Size of text"),
    "refresh_seconds": _("Values are read again"),
    "interval_hours": _("Groups are sent"),
    "keep_days": _("Keep what was sent"),
    "proxy": _("Proxy"),
    "proxy_password": _("Password for the proxy"),
    "send_paths": _("Tell the path of web addresses"),
    "rules_folder": _("Your own rules"),
    "watched_folder": _("Watched folder"),
    "region": _("Where you live"),
}
# By its key: what it does.
SENTENCES = {
    "theme": _("The colours of this window."),
    "text_percent": _("Of all text, from 100 to 200 %."),
    "refresh_seconds": _("While the window is open. Reading sends nothing."),
    # Translators: {every} is how often, as “every 6 hours”.
    "interval_hours": _(
        "{product} says {every}; you can only make it rarer. To stop all sending, pause it at the side."
    ),
    "keep_days": _(
        "What was finished longer ago is erased from this file: body, number, secret and receipt. Its size, its "
        "SHA-256 and what became of it stay in the record. With the secret goes what proves the right to have it "
        "deleted at the receiver."
    ),
    "proxy": _(
        "http://HOST:PORT or http://USER@HOST:PORT; empty for none. Sending over https goes through it, never around "
        "it; practice needs none. Checking a web address asks its server directly."
    ),
    "send_paths": _(
        "Off: of an address only its server is told. On: its path too; user name, query and fragment never."
    ),
    "rules_folder": _(
        "YARA rules beside Vitrine’s own, used from its next start on. What they find is shown to you only. It is "
        "never sent."
    ),
    "watched_folder": _("Its new and changed files are checked while the window is open."),
    "region": _("It says which agreement holds. Changed on the page of the agreement."),
}
NOT_CHOSEN = _("not chosen")
SAVED, OUTCOME, NOT_CHANGED = _("Saved"), _("{name}: what became of it"), _("{why} Nothing was changed.")
# Translators: a setting, and what holds now.
HOLDS = _("{name}: {value}")
# Translators: {time} is one of the answers to how long, as “30 days”.
KEEP_AND_ERASE, ERASE_NOTHING = _("Keep {time}, erase the rest"), _("Erase nothing")
NO_PROXY = _("none")
SIGNING_IN = _("It lies in no file, but goes to the proxy unencrypted: whoever carries that can read it.")
NO_USER = _("The proxy names no user, so none is asked for.")
# Translators: {lies} is a whole sentence on whether a password is set, {more} the one on signing in.
PASSWORD = _("{lies} {more}")
KEEP, FORGET = _("Keep"), _("Forget")
KEEP_PASSWORD, FORGET_PASSWORD = _("Keep the password for the proxy"), _("Forget the password for the proxy")
CHOOSE, NONE = _("Choose…"), _("None")
CHOOSE_NAME, NONE_NAME = _("Choose: {name}"), _("No folder: {name}")


def password(is_set: bool, why: Code | None) -> str:
    """Return whether a password is set for the proxy, and where it lies; `why`: why not in the keyring, as a code."""
    if why is None:
        return IN_KEYRING if is_set else NOT_SET
    if is_set:
        return SET.format(why=sentence(Refused(Code.KEPT_IN_MEMORY, why=why)))
    return NOT_KNOWN.format(why=sentence(Refused(why)))


def beside_control(error: Refused, key: str) -> str:
    """Return the sentence about a setting that is shown beside its control, where its key says nothing more."""
    return as_sentence(sentence(error).removeprefix(f"{key}: "))
