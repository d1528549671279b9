"""What can be wrong with the record, as the check of it tells."""

from core.wording import _

# Translators: an event is one numbered line of the record; a submission is what one event put into the Outbox.
FAULTS = {
    "EVENT_CANNOT_FOLLOW": _("event {event} cannot follow what was before"),
    "EVENT_EDITED": _("event {event} is not as it was written"),
    "EVENT_MISSING": _("event {event} is missing"),
    "EVENT_NOT_THAT_OF_CHECKPOINT": _("event {event} is not the one of the checkpoint"),
    "SUBMISSION_NOT_QUEUED": _("event {event} queued no submission, and there is one"),
    "RECEIPT_OTHER": _("its receipt is not the one that came"),
    "SUBMISSION_HALF_ERASED": _("its submission is neither whole nor erased"),
    "STATE_OTHER": _("its submission is not in the state that event {event} left it in"),
    "BODY_OTHER": _("the body, ID or secret is not the one that event {event} queued"),
    "RECORD_TOO_SHORT": _("the record ends before event {event}, which was there at the checkpoint"),
    "SUBMISSION_EDITED": _("the submission that event {event} queued is not as it was queued"),
    "SUBMISSION_MISSING": _("the submission that event {event} queued is missing"),
    "STOPPED": _("stopped before the end"),
}
# Translators: the file names a state that no submission can be in.
NO_STATE = _("“{state}” is no state")
