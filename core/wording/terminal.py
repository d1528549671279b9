"""What the commands print: of groups, submissions, decisions, the license, checks, the settings and the browsers."""

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

# check file: what each comes to, first in its lines
NOTHING_FOUND = _("NOTHING FOUND")
FOUND = _("FOUND: {names}")
NOT_CHECKED = _("NOT CHECKED: {why}")
NOT_FULLY_CHECKED = _("NOT FULLY CHECKED")
# Translators: before the first line of a file, where there are several.
COUNT = _("{turn} of {count}: ")
# Translators: these follow NOTHING FOUND, in one line; the first stands as {file} in the others.
SIGNED = _("{file}, signed by {signer}")
FILE_QUEUED = _("{file}; queued")
FILE_NOT_QUEUED = _("{file}; not queued")
# Titles of what follows, a line each.
FILE, SIGNED_BY, SIGNATURE = _("File (never sent)"), _("Signed by"), _("Signature")
LOOKED_INTO_BY, FATE = _("Looked into by"), _("What becomes of it")
SIGNATURES = {
    "good": _("good: unchanged since it was signed, by a certificate that leads to a trusted root"),
    "not_trusted": _("not trusted, though the file is unchanged since it was signed"),
    "changed": _("not good: the file changed after it was signed"),
    "broken": _("not usable"),
    "none": _("none"),
    # The reason says it.
    "not_read": "",
    "failed": _("not read"),
}
# After the name of what looked into the file.
ENGINES = {
    "checked": _("checked"),
    "not_fully_scanned": _("not fully scanned"),
    "not_checked": _("not checked"),
    "absent": _("not on this computer"),
}
NO_FILE = _("There is no file to check.")
SUM = _("{count:,} files: {detected:,} with something found, {clean:,} with nothing found.")
SUM_WITH_REST = _(
    "{count:,} files: {detected:,} with something found, {clean:,} with nothing found, {rest:,} not checked, or not "
    "whole."
)
SUM_QUEUED = _("{count:,} queued; {held}")
UNCHECKED = _("{file} was not checked: {why}.")
SOME_UNCHECKED = _("{unchecked} of {count} files were not checked.")
# What becomes of a file's facts; `held`: until when, and what one can do till then.
UNTOLD = _("nothing would be told of it")
FILE_FATES = {
    "queued": _("queued; {held}"),
    "queued_beside": _("queued as another submission, beside {count} waiting with the same facts; {held}"),
    "not_queued": _("not queued: {why}"),
    "only_shown": _("only shown: {why}"),
}

# check url
TELLS = _("What {recipient} would be told:")
TELLS_NOTHING = _("Nothing is told of a name that leads nowhere. What was learnt of it:")
STANDS_FOR = _("{host} stands for {letters}. Other alphabets have letters that look the same.")
LEFT_OUT = _("Left out: {parts}.")
PARTS = {
    "user_info": _("the user name or password"),
    "path": _("the path"),
    "query": _("what follows “?”"),
    "fragment": _("what follows “#”"),
}
TRUSTED, NOT_TRUSTED = _("Trusted: {why}."), _("Not trusted: {why}.")
NO_CERTIFICATE = _("No certificate was seen: {why}.")
SERVER_NOT_ASKED = _("The server itself was not asked.")
SERVER_ASKED = _(
    "The server was asked by a TLS handshake, without a request: "
    "it can have seen this computer’s IP address and the name it was asked for."
)
ADDRESS_FATES = {
    "queued": _("Queued: {held}"),
    "queued_beside": _("Queued as another submission, beside {count} waiting with the same facts: {held}"),
    "not_queued": _("Not queued: {why}"),
    "only_shown": _("Only shown: {why}"),
}
COULD_NOT_ASK = _("{host} could not be asked: {why}.")

# settings
ASK_PASSWORD = _("Password for the proxy (empty forgets it): ")

# browser: by how it stands with a browser, after its name
BROWSERS = {
    "registered": _("told where Vitrine is"),
    "not_registered": _("not told. To tell it: vitrinectl browser install"),
    "changed": _("NOT as this Vitrine wrote it: {why}. To write it anew: vitrinectl browser install"),
    "not_found": _("not found here"),
}
# Translators: each goes on after “NOT as this Vitrine wrote it: ”.
IS_LINK, IS_CHANGED = _("{file} is a link"), _("{file} was changed, or is another Vitrine’s")
THERE_IS = _("There is: {file}")
# Translators: the hash of a file.
HASH, NO_HASH = _("SHA-256 {sha256}"), _("SHA-256 cannot be read")
REMOVED = _("Removed: {file}")
LEFT_THERE = _("Left: {file}: it tells of another Vitrine, {program}")
NONE_TOLD = _("No browser is told where this Vitrine is. The extension itself is removed in the browser.")
# Translators: lines below one another; what stands in quotation marks is what the browser calls it.
EXTENSION = _("""The extension lies in {folder}
It is in no store, so your browser loads it in its developer mode:
  Chromium and its kin: chrome://extensions, switch on “Developer mode”, then “Load unpacked”.
    Its ID there: {chromium}
  Firefox: about:debugging#/runtime/this-firefox, “Load Temporary Add-on”, manifest.json; until Firefox ends.
    Its ID there: {firefox}""")

# doctor: before each check
MARKS = {True: _("ok"), False: _("WRONG")}
