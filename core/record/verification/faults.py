"""What can be wrong with the record, and at which event it is told."""

from enum import IntEnum, auto
from typing import NamedTuple

from core.wording.record import FAULTS


class RecordFault(IntEnum):
    """What can be wrong with the record. Of several at one event, the first named here is told."""

    EVENT_EDITED = auto()
    EVENTS_EDITED = auto()
    EVENT_MISSING = auto()
    EVENT_CANNOT_FOLLOW = auto()
    EVENT_NOT_THAT_OF_CHECKPOINT = auto()
    SUBMISSION_NOT_QUEUED = auto()
    SUBMISSION_MISSING = auto()
    SUBMISSION_EDITED = auto()
    BODY_OTHER = auto()
    REQUEST_OTHER = auto()
    WORDS_OTHER = auto()
    RECEIPT_OTHER = auto()
    RECEIPT_UNSIGNED = auto()
    SUBMISSION_HALF_ERASED = auto()
    STATE_OTHER = auto()
    RECORD_TOO_SHORT = auto()
    LEFT_OUT_OTHER = auto()
    COUNTS_OTHER = auto()
    # Not the record's: this head can be compared no more; whoever asked wanted no more.
    CHECKPOINT_BEFORE_REBUILT = auto()
    STOPPED = auto()


class FoundFault(NamedTuple):
    """A fault: the event it is told of, what it is, and which event it is about, or up to which one it may be, where
    that is another one."""

    event: int
    fault: RecordFault
    about: int = 0

    @property
    def words(self) -> str:
        """The fault as a person reads it."""
        return FAULTS[self.fault.name].format(event=self.about or self.event, first=self.event)


def edited(first: int, last: int) -> FoundFault:
    """One of these events is not as it was written, or is not there; nobody can tell which."""
    if first >= last:
        return FoundFault(first, RecordFault.EVENT_EDITED)
    return FoundFault(first, RecordFault.EVENTS_EDITED, last)
