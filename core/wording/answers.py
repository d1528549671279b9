"""Why a submission is not confirmed: what came back from the receiver, as it is kept with the submission."""

from core.wording import _

# Translators: `status` is an HTTP status, such as 503. These go on in the middle of a line, so with a small letter.
ANSWERED = _("the receiver answered {status}")
ANSWERED_CUT = _("the receiver answered {status}; {why}")
ANSWERED_ELSEWHERE = _("the receiver answered {status} and named another address, which is not followed: {address}")
WITHOUT_RECEIPT = _("{answer}, without a valid receipt")
NO_REASON_GIVEN = _("the receiver gave no reason")
