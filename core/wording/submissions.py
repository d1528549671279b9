"""What there is to say of one submission: its state, why it stands there, its receipt, what changed in it."""

from core.wording import _

STATES = {
    "waiting": _("waiting"),
    "sending": _("being sent"),
    "unconfirmed": _("sent, not confirmed"),
    "confirmed": _("confirmed"),
    "refused": _("refused, kept here"),
    "cancelled": _("cancelled by you"),
    "expired": _("too old, not sent"),
    "deleted": _("deleted at the receiver"),
    "told": _("told to the site"),
    # Translators: sent, never confirmed, and not tried again
    "given_up": _("not confirmed, ended"),
    # Translators: a payment site, because the browser had gone
    "not_handed": _("not told"),
}
# Translators: "3 waiting"; several follow one another
COUNTED = _("{count} {state}")
# The reasons Vitrine gives itself, as they are kept in the record; a receiver's own words are shown as they are.
REASONS = {
    "you": _("You cancelled it."),
    "withdrawn": _("The agreement was withdrawn."),
    "declined": _("The agreement was declined."),
    "accepted": _("The agreement was accepted anew, and its choices began anew."),
    "switched_off": _("Its group was switched off."),
    "switched off": _("Its group was switched off."),
    "paths_off": _("The path of web addresses was switched off, and it held one."),
    "browser_gone": _("The browser had gone before it took what it was handed."),
    "too old": _("It had waited longer than the product lets it."),
    "interrupted": _("Vitrine ended while it was being sent."),
    "stopped": _("Sending was stopped while it was under way."),
    "split": _("Sent together with others, of which one was refused; each half is sent anew."),
}
# When it goes, in a row of the Outbox.
NOW, NEXT, GOES = _("now"), _("goes next"), _("goes {when}")
LATER, NOT_AGAIN = _("is tried again later"), _("not tried again")

STATE, WHY, BYTES = _("State"), _("Why"), _("Bytes")
WHEN_IT_GOES, QUEUED, FINISHED = _("When it goes"), _("Put into the Outbox"), _("Finished")
ATTEMPTS, SHA256, NUMBER = _("Attempts"), _("SHA-256 of the body"), _("Number")
ID, NO_ID = _("ID"), _("{id}: the ID was erased, or there never was one")
EVENT = _("{number}: the event of the record that queued it")
# In place of the bytes of one that was edited in the file.
NOT_AS_QUEUED, WHAT_IS_WRONG, STANDS_NOW = _("Not as it was queued"), _("What is wrong"), _("What stands there now")

PROOF = _(
    "The holder of the key that the product named then confirmed exactly these bytes, at this time by its own clock."
)
NO_PROOF = _("What happens to the data afterwards, or that nothing else was sent.")
_NOT_SENT = _("Nothing of it was sent, so there is no receipt.")
NO_RECEIPT = {
    "waiting": _NOT_SENT,
    "sending": _("It is being sent; there is no receipt yet."),
    "unconfirmed": _("It was sent and may have arrived, but nobody has confirmed it."),
    "refused": _("The receiver refused it, and gives no receipt then."),
    "cancelled": _NOT_SENT,
    "expired": _NOT_SENT,
    "told": _("A payment site gives no receipt."),
}
NO_RECEIPT_HERE = _("There is no receipt here.")
ERASED = _("It was erased here. Its size, its SHA-256 and what became of it stay in the record.")
EDITED = _("These are not the bytes that were queued: the file was changed. Check the records.")
NO_RECEIPT_TITLE, RECEIVED, ITS_SHA256 = _("No receipt"), _("Received"), _("Its SHA-256")
SAME, OTHER = _("the same as of the bytes here"), _("NOT the SHA-256 of the bytes here")
PROVES, PROVES_NOT, RECEIPT = _("What it proves"), _("What it does not prove"), _("The receipt itself")
# Translators: a value that was sent last, and the one of now, below each other
WAS_AND_IS, NOTHING = _("was  {was}\nnow  {now}"), _("nothing")

# The columns of the Outbox and the History, and what a screen reader says of a row.
TITLES = {
    "state": STATE,
    # Translators: short for "number"
    "number": _("No."),
    "when": _("When"),
    # Translators: when it goes
    "goes": _("Goes"),
    "group": _("Group"),
    "bytes": BYTES,
    "why": WHY,
}
ROW = _("No. {number}, {group}, {state}")

# Beside a list, where one is looked at from several sides: these, by their tokens.
SIDES = {"bytes": _("Exact bytes"), "receipt": _("Receipt"), "changed": _("Changed"), "details": _("Details")}
TABS_NAME = _("How to look at this submission")
BYTES_NAME, DETAILS_NAME = _("Exact bytes of this submission"), _("About this submission")
COPY_BYTES = _("Copy exact bytes")
NOTHING_CHOSEN, CHOOSE_ONE = _("Nothing chosen"), _("Choose a submission to read it.")
TITLE, BYTES_COUNT, CHANGED_SINCE = _("No. {number} · {group}"), _("{count} bytes"), _("changed since it was queued")
CONFIRMED, NOT_CONFIRMED = _("Confirmed {when}"), _("Not confirmed")
IS_ERASED, ITS_BODY = _("Erased"), _("Its body")
LOOKING = _("Looking for the one before …")
FIRST, NONE_BEFORE = _("The first of its group"), _("There is none before it to compare with.")
CHANGED_FROM, THAT_ONE, STOOD = _("Changed from No. {number}"), _("That one"), _("{state}, {when}")
NOT_COMPARED = _("Not compared")
ONE_ERASED, ONE_UNREADABLE = _("One of the two was erased here."), _("One of the two holds no items that can be read.")
ONLY_ID = _("Nothing but the submission’s own ID.")
