"""What the commands print about groups, submissions, decisions, the license and the settings."""

from core.wording import _

# show
READ_NOW = _("What would be sent for {product}, read just now. Nothing was sent.")
READ_SAMPLE = _("What would be sent for {product}. {sample}")
PROXY = _("Through the proxy {place}. It is told this; what follows it cannot read:")
NAME_A_GROUP = _("Name a group to see where each value was read: vitrinectl show environment")
# Translators: `more` is how many bytes, or that nothing has happened yet.
GOES_TO = _("would go to {recipient} · {more}")
BYTES = _("{count} bytes, SHA-256 {sha256}…")
LAST_EVENT = _("what happened last: {more}")
READ_FROM = _("from {source}")
CLAUSE = _("{clause}, fact {position}")
NOTHING_KEPT = _("nothing can be kept, these bytes hold for this run only: {why}")

# submissions, as the Outbox and the history list them
HELD_UNTIL = _("held until {when}")
HELD = _("held until {when}, to be read or cancelled before then: vitrinectl outbox")
# Translators: two times of day.
FROM_TO = _("{first} to {last}")
NO_TIME = _("a time that cannot be read")
NOT_HANDED = _("not handed over: the browser had gone")
WRITTEN = _("Written: {file}")

# send
WOULD_SEND = _("would send {group}: {count} bytes, SHA-256 {sha256}")
RECEIVED_IN_PRACTICE = _(
    "Practice: the receiver inside Vitrine took this, and Vitrine itself signed the receipts: they prove only that "
    "Vitrine works. Nothing left this computer."
)
HELD_TO_READ = _("{count} held until {when}, to be read or cancelled before they go")
NOT_CONFIRMED_YET = _("{count} not confirmed yet")
LEFT = _("{left}: vitrinectl outbox")
ERASED = _("{count} erased here, finished longer ago than you keep them")

# outbox
CANCELLED = _("{count} cancelled.")
OUTBOX_EMPTY = _("The Outbox is empty.")
# Translators: a submission, and the state it is in now.
NOT_TRIED = _("Not tried any more: {submission} is {state}")

# history
HISTORY_EMPTY = _("Nothing was sent, tried or cancelled yet.")
PROOF = _("Signed with the receiver’s key; proves that these bytes were received, not what becomes of them.")
OTHER_TERMS = _("Sent under other terms than today’s, so who signed it cannot be told here.")
# Translators: of a receipt, and of a body.
NO_RECEIPT, NO_BODY = _("none"), _("erased")
FITS = _("The records fit together: {events}, head {head}")
FITS_MEANS = _("This shows an edit, not a file that was replaced as a whole: note the head, and compare with --since.")
DOES_NOT_FIT = _("The records do not fit together: event {event}: {why}")

# pause, resume
PAUSED = _("All sending is paused. What waits stays in the Outbox: vitrinectl resume")
RESUMED = _("Sending goes on as you decided.")

# consent
ALL_PAUSED = _("All sending is paused: vitrinectl resume")
NOTHING_DECIDED = _("Nothing was decided yet.")
GROUPS = {
    "changed": _("not sent: what you agreed to has changed; decide again"),
    "agreed": _("sent while the agreement is accepted"),
    "on": _("on"),
    "not_accepted": _("not sent: the agreement is not accepted"),
    "off": _("off"),
}

# agreement
AGREEMENT = _("Agreement {id}: {title}, {published}.")
STATEMENT = _("What is sent calls it {id}, after the published statement {number} it follows.")
SWITCHED_OFF = _("Groups with a switch of their own are off now, until you switch them on: vitrinectl consent list")
# By how the agreement stands; `sent`: what becomes of what was sent.
STANDING = {
    "accepted": _("Accepted on {since} for {region}."),
    "changed": _(
        "Accepted on {since} for {region}. What you agreed to has changed since: nothing of that is sent until you "
        "accept it anew."
    ),
    "withdrawn": _("Withdrawn. Nothing is sent. What had not gone was removed. {sent}"),
    "declined": _("Declined. Nothing is sent."),
    "open": _("Not decided yet. Nothing is sent."),
}

# license
IS_SENT = _("Of this is sent, as part of “{group}”: {facts}")
WOULD_BE_SENT = _("Of this would be sent, as part of “{group}”: {facts}")
NOTHING = _("nothing")
DEALER = _("Dealer: {partner}")
DAYS_COUNT = _("Its days count from {day}, when it was first used here.")

# settings
ASK_PASSWORD = _("Password for the proxy (empty forgets it): ")

# doctor: before each check
MARKS = {True: _("ok"), False: _("WRONG")}
