"""What a receiver answers beside its receipts: why it takes a submission, or a whole request, not."""

from __future__ import annotations

from core.wording import _

# Translators: each follows a submission’s number and a colon; “it” is the submission.
EMPTY = _("it is empty")
NOT_JSON = _("it is not JSON")
NO_OBJECT = _("it is not an object")
NO_NUMBER = _("it has no submission number")
OTHER_NUMBER = _("its number is not a UUID of version 8")
FIELD_UNDECLARED = _("“{name}” is not declared")
FIELD_MISSING = _("“{name}” is missing")
OTHER_FORMAT = _("its format is not {format}")
OTHER_AGREEMENT = _("its agreement is not known here")
GROUP_UNDECLARED = _("its group is not declared")
OTHER_RECIPIENT = _("its group is not for this receiver")
ITEMS_NO_OBJECT = _("its items are not an object")
ITEM_UNDECLARED = _("item “{name}” is not declared")
ITEM_OF_OTHER_TYPE = _("item “{name}” is not of its declared type")
NOT_CANONICAL = _("it is not written in the one canonical form")
OTHER_BYTES = _("another submission has this number")
DELETED = _("deleted")
# To a whole request.
LINE = _("line {number}: {why}")
NO_REQUEST_LINE = _("the request line is empty")
HEAD_CUT = _("the head is not complete")
NO_SUCH_PLACE = _("there is nothing at this address")
OTHER_METHOD = _("only {method} is answered here")
BODY_LATE = _("the body took too long")
BODY_CUT = _("the body is shorter than announced")
NO_LENGTH = _("a Content-Length is needed, and no Transfer-Encoding")
MANY_LENGTHS = _("Content-Length is not one number")
OTHER_CONTENT = _("a body must be {kind}, not encoded further")
BODY_TOO_LARGE = _("a body may have {limit} bytes")
TOO_MANY = _("too many are connected")
NOTHING_KEPT = _("nothing can be kept now")
OTHER_SECRET = _("this is not the submission’s Deletion-Secret")
NO_SUCH_SUBMISSION = _("no such submission; its number is remembered as deleted")
