"""What `vitrinectl check` prints of files and web addresses, and what becomes of what was checked."""

from core.wording import _

# Files: what each comes to, first in its lines.
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

# Web addresses.
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
