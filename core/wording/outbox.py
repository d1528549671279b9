"""What the page Outbox says around its list."""

from core.wording import _

# By whether it is practice.
SENTENCES = {
    False: _("What goes next to {receiver}, byte for byte. Each can be cancelled until then."),
    True: _("What would go next, byte for byte; in practice it goes to the receiver inside Vitrine."),
}
NOTHING = _("Nothing waits."), _("What was sent, tried or cancelled is in the History.")
UNREAD = _("The record could not be read."), _("So nobody can say here what waits. Nothing is sent without it.")
HAS_LEFT = _("it has left the Outbox; see History")
CANCEL, NOT_AGAIN = _("Cancel"), _("Do not try again")
SEND_NOW, TRY_NOW, SENDING = _("Send now"), _("Try again now"), _("Sending …")
# Translators: when a row goes, in a column.
NOT_WITHOUT, AFTER_RESUME, NOT_AGREED = (
    _("not without the agreement"),
    _("after you resume"),
    _("not as things are agreed"),
)
HELD_PAUSED = _("Sending is paused: nothing goes until you resume.")
HELD_OFFLINE = _("The last sending ended early: {why}")
