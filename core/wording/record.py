"""What can be wrong with the record, as the check of it tells."""

from core.wording import _

# Translators: an event is one numbered line of the record; a submission is what one event put into the Outbox.
FAULTS = {
    "EVENT_CANNOT_FOLLOW": _("event {event} cannot follow what was before"),
    "EVENT_EDITED": _("event {event} is not as it was written"),
    # Translators: hashes are kept of many events together, so it is known that one of them was edited, not which.
    "EVENTS_EDITED": _("one of the events {first} to {event} is not as it was written, or is missing"),
    "EVENT_MISSING": _("event {event} is missing"),
    "EVENT_NOT_THAT_OF_CHECKPOINT": _("event {event} is not the one of the checkpoint"),
    "SUBMISSION_NOT_QUEUED": _("event {event} queued no submission, and there is one"),
    "REQUEST_OTHER": _("what is kept of the request that event {event} tells of is not what was sent"),
    # Translators: the words in which a receiver or this computer said why something was not taken.
    "WORDS_OTHER": _("the words that event {event} tells of are not those that came"),
    "RECEIPT_OTHER": _("its receipt is not the one that came"),
    "RECEIPT_UNSIGNED": _("its receipt is not signed with the key that was kept with it"),
    "SUBMISSION_HALF_ERASED": _("its submission is neither whole nor erased"),
    "STATE_OTHER": _("its submission is not in the state that event {event} left it in"),
    "BODY_OTHER": _("the body, ID or secret is not the one that event {event} queued"),
    "RECORD_TOO_SHORT": _("the record ends before event {event}, which was there at the checkpoint"),
    "SUBMISSION_EDITED": _("the submission that event {event} queued is not as it was queued"),
    "SUBMISSION_MISSING": _("the submission that event {event} queued is missing"),
    "LEFT_OUT_OTHER": _("how often something was left out is counted for another event than {event}"),
    # Translators: numbers that pages show, counted up to this event.
    "COUNTS_OTHER": _("what is counted up to event {event} is not what the events come to"),
    "CHECKPOINT_BEFORE_REBUILT": _(
        "the record was rebuilt by a newer Vitrine since this head was noted at event {event}, "
        "so it can no longer be compared"
    ),
    "STOPPED": _("stopped before the end"),
}
# Translators: the file names a state that no submission can be in.
NO_STATE = _("“{state}” is no state")
