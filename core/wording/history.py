"""What the page History says around its list, and of the check of the record."""

from core.wording import _

# By whether it is practice.
SENTENCES = {
    False: _("What waits, and what was sent, tried or cancelled, byte for byte. Receiver: {receiver}."),
    True: _(
        "What waits, and what was sent, tried or cancelled, byte for byte; in practice to the receiver inside Vitrine."
    ),
}
# Which states are listed; on the button "all" is said otherwise.
FILTERS = {
    "all": _("All"),
    "confirmed": _("Confirmed"),
    "unconfirmed": _("Not confirmed"),
    "refused": _("Refused"),
    "cancelled": _("Cancelled"),
}
ALL_STATES, FILTER_NAME = _("All states"), _("Which states are listed: {filter}")
UNREAD = _("The record could not be read."), _("So nobody can say here what was sent. Check the records.")
NOTHING = _("Nothing was sent yet."), _("Nothing was tried or cancelled either. Whatever happens will stand here.")
NONE_SUCH = _("None."), _("Nothing in the History is in this state.")
SHOW_MORE, EXPORT, EXPORT_RECORD = _("Show more"), _("Export…"), _("Export the record")
CONFIRMED_SUM = _("Confirmed: {count} in {days} days, {bytes:,} bytes")
ROWS_OF = _("{rows:,} of {total:,}")

CHECK, AGAIN, STOP = _("Check the records"), _("Check again"), _("Stop")
SHOW_LIMITS = _("What this can and cannot show")
LIMITS = _(
    "Each event is linked to the one before, so an edit shows: of an event, of a state, of a body. What cannot show is "
    "a file that was replaced as a whole by an older or another one. Note this head somewhere else and compare it "
    "later: while events are only added, “vitrinectl history verify --since” finds it again."
)
CHECKING, CHECKING_OF = _("Checking …"), _("Checking: {done} of {total}")
FITS = _("Records fit together")
# Translators: {head} is the beginning of the record's newest hash.
FITS_MORE = _("{events}, head {number}:{head}…, checked {when}")
STOPPED, STOPPED_MORE = _("Stopped"), _("{events} looked at; the rest was not.")
UNFIT, UNFIT_MORE = _("Records do not fit together"), _("First at event {event}: {why}")
