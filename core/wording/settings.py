"""What is set: a proxy's password. Errors about settings stand in core.wording.errors."""

from __future__ import annotations

from core.errors import Code, Refused
from core.text import as_sentence
from core.wording import _
from core.wording.errors import sentence

IN_KEYRING = _("set, in the keyring")
NOT_SET = _("not set")
# Translators: whether a password is set; `why` is a whole sentence about the keyring.
SET = _("set. {why}")
NOT_KNOWN = _("not known. {why}")


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
