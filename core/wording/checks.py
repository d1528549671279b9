"""What happened: files that were checked, addresses that were asked, sites that were told."""

from core.wording import _, ngettext

# Titles of the columns between state and time, by group.
TITLES = {
    "processed_object": (_("File (never sent)"), _("Found in it"), _("Signed by")),
    "web_request": (_("Web address"), _("Certificate"), _("Asked at")),
    "payment": (_("Site"), _("Told"), _("Browser")),
}
# How a row stands that is in no record, by gui.state.happenings.Stand.
STANDS = {
    "only_shown": _("only shown"),
    # Until the record was read anew, and once it tells no more which one it was.
    "queued": _("queued"),
    "edited": _("changed in the file"),
    "nothing": _("nothing to tell"),
    "not_checked": _("not checked"),
    "not_fully": _("not fully scanned"),
}
LIMITED = _("Nothing is told of it. It was not looked at whole, so what may be in it is not known.")
NOTHING_IN_IT = _("There is nothing to tell of it: no signature, and nothing was found in it.")
ONLY_OF_USER = _("Only your own rules found something in it, which is never told.")
# In place of what a row is about, where only the record knows of it.
EARLIER, ERASED, EDITED = _("checked earlier"), _("erased here"), _("not as it was queued")
NOTHING_FOUND = _("nothing")
# In the list; a good signature, or an untrusted one, goes by its signer.
SIGNED = {
    "none": _("no signature"),
    "not_read": _("not read"),
    "failed": _("not read"),
    "broken": _("signature broken"),
    "changed": _("changed since signed"),
}

# What was learnt of a file and is never sent.
SIGNATURE, SIGNED_AT, VOUCHED_FOR = _("Signature"), _("Signed at"), _("Vouched for by")
OF_USER, CHECKED_WITH = _("Found by your own rules (never told)"), _("Checked with")
OWN_LETTERS = _("In its own letters")
# Where the inspector's own sentence does not say it already.
SIGNATURES = {
    "good": _("Good: unchanged since it was signed."),
    "not_trusted": _("Unchanged since it was signed, but not trusted."),
    "broken": _("There is one, but it cannot be used."),
}
ENGINES = {"yara": _("YARA-X"), "clamav": _("ClamAV"), "defender": _("Microsoft Defender")}
LOOKED = {
    "checked": _("looked at all of it"),
    "not_fully_scanned": _("did not look at all of it"),
    "not_checked": _("gave no answer"),
    "absent": _("not on this computer"),
}
# Translators: `engine` is the name of a program, `looked` what it did
ENGINE, ENGINE_WHY = _("{engine}: {looked}"), _("{engine}: {looked} ({why})")

# What came of asking about an address.
NOT_ASKED, NO_CERTIFICATE = _("Not asked: {why}."), _("{host} gave no certificate: {why}.")
# Translators: `why` says why the server was not asked
HOST = _("{host}: {why}.")
ASKED_ONCE = _("{host} was asked once. {why}")
ASKED_TWICE = _("{host} was asked twice, the second time only for its certificate, which is not trusted. {why}")

# What became of one event.
BECAME, BECAME_DUE = _("{state}, No. {number}."), _("{state}, No. {number}. It goes {when}.")
QUEUED_DUE = _("Queued, to go {when}.")
NEVER_LATER = _("Only shown, and never sent later. {why}")

# What a check of files came to.
WATCHED = _("The watched folder: {why}.")


def done(count: int, *, stopped: bool) -> str:
    """Return what a check of files came to: how many were checked, and whether somebody `stopped` it."""
    if stopped:
        form = ngettext(
            "Stopped. {count:,} file checked; what was left was not.",
            "Stopped. {count:,} files checked; what was left was not.",
            count,
        )
    else:
        form = ngettext("Done. {count:,} file checked.", "Done. {count:,} files checked.", count)
    return form.format(count=count)
