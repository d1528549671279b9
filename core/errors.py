"""What can be wrong: an error has a code and the named things it is about, and no sentence.

`core.wording.errors` turns an error into the sentence a person reads. Scripts read the code; docs/ERRORS.md lists them.
"""

from enum import StrEnum

# Everything that can be wrong, by a name that never changes. What each is about stands in core.wording.errors.
Code = StrEnum(
    "Code",
    # Any room: files and folders.
    "FILE_LINK FILE_LINK_IN_THE_WAY FILE_NOT_FILE FILE_NOT_UTF8 FILE_TOO_DEEP FILE_TOO_LARGE FILE_UNFIT "
    "FILE_UNREADABLE FILE_UNREMOVABLE FILE_UNWRITABLE FILE_UNWRITTEN "
    # Another process holds a lock.
    "BUSY_CHANGING BUSY_LOGGING BUSY_SENDING BUSY_TELLING "
    # The network, a proxy, TLS.
    "NETWORK_ANSWER_LATE NETWORK_CLOSED NETWORK_CONNECT_LATE NETWORK_NAME_UNKNOWN NETWORK_NOBODY_LISTENS "
    "NETWORK_NO_WAY NETWORK_SILENT NETWORK_UNREACHED PROXY_ANSWERED PROXY_ANSWER_ENDLESS PROXY_ANSWER_NOT_HTTP "
    "PROXY_ASKS_WHO PROXY_CLOSED PROXY_FORM PROXY_HUNG_UP PROXY_PASSED PROXY_PASSWORD_IN_ADDRESS "
    "PROXY_SAID_MORE TLS_FAILED TLS_UNPROVEN "
    # Sending.
    "ANSWER_CUT ANSWER_CUT_WHY ANSWER_NOT_HTTP CONNECTION_CUT CONNECTION_FAILED PROXY_CHANGED SENDING_STOPPED "
    # The record and what waits.
    "DECISION_GONE DECISION_NOT_KEPT DRAFT_CHANGED DRAFT_UNFIT ENVELOPE_TWICE EVENT_EDITED EVENTS_EDITED "
    "EXPORT_EXISTS EXPORT_UNWRITABLE HEAD_UNFIT "
    "NOT_ALLOWED_NOW OUTBOX_FULL PERMIT_STALE QUEUED_ALREADY RECORD_DAMAGED RECORD_LINK "
    "RECORD_LOG_ALONE RECORD_LOG_UNREAD RECORD_NEWER RECORD_NOT_FILE RECORD_NOT_KEPT RECORD_NOT_OURS RECORD_PLANTED "
    "RECORD_UNUSABLE SUBMISSION_EDITED SUBMISSION_MOVED_ON SUBMISSION_OTHER_TERMS SUBMISSION_TWICE "
    # Decisions.
    "AGREEMENT_EMPTY AGREEMENT_NEVER_ACCEPTED AGREEMENT_NOT_ACCEPTED GROUP_AGREED GROUP_OF_EVENTS "
    "GROUP_TO_SITES GROUP_UNKNOWN RECEIVER_KEY_MISSING REGION_NOT_COVERED REGION_UNKNOWN "
    # The home, the product, the demo.
    "DEMO_NO_PLACE HOME_NOT_FOLDER HOME_UNUSABLE PRODUCT_ENDPOINT_FORM PRODUCT_ENDPOINT_NO_ADDRESS "
    "PRODUCT_FILE_UNUSABLE PRODUCT_KEY_LENGTH PRODUCT_KEY_NOT_BASE64 PRODUCT_TEXT_TOO_LONG "
    # Settings, and the keyring.
    "KEPT_IN_MEMORY KEYRING_FAILED KEYRING_NONE KEYRING_SILENT PASSWORD_NOT_FORGOTTEN PASSWORD_NOT_KEPT "
    "PASSWORD_NOT_KNOWN PASSWORD_NOT_SET PASSWORD_NO_USER PASSWORD_OUTLIVES_PROXY PASSWORD_UNFIT "
    "SETTINGS_NO_OBJECT SETTING_NO_FOLDER SETTING_NO_NUMBER SETTING_NO_PROXY SETTING_TOO_LONG SETTING_UNKNOWN "
    "SETTING_UNSEEN SETTING_WORD_UNKNOWN "
    # The license.
    "LICENSE_ASKED_FOR LICENSE_EXPIRED LICENSE_LEFT LICENSE_LOST LICENSE_NONE LICENSE_NONE_BUT_LEFT "
    "LICENSE_NOT_KEPT LICENSE_NOT_RECORDED LICENSE_OF_OTHER_PRODUCT LICENSE_REVOKED LICENSE_TOO_LONG "
    "REVOCATIONS_UNBELIEVED SIGNED_CHANGED SIGNED_KEY_UNKNOWN SIGNED_LOOSELY SIGNED_NOT_WHOLE SIGNED_UNFIT "
    # The practice receiver.
    "RECEIVED_EMPTY RECEIVED_LINK RECEIVER_FOLDER_UNUSABLE RECEIVER_PORT_UNUSABLE SIGNING_KEY_DAMAGED "
    "SIGNING_KEY_LOST SIGNING_KEY_OTHER SIGNING_KEY_UNFIT "
    # The operating system, as it is read for a group.
    "SOURCE_BROKE_OFF SOURCE_NOT_FILE SOURCE_NOT_NUMBER SOURCE_TOO_LARGE "
    # The terminal.
    "ADDRESS_SPECIAL AGREEMENT_DECLINED AGREEMENT_OPEN AGREEMENT_UNREAD AGREEMENT_WITHDRAWN EXPORT_NOT_NEW "
    "GROUP_NOTHING_YET GROUP_NOT_SENT GROUP_NO_REQUEST GROUP_OFF GROUP_TERMS_CHANGED NAMED_GROUP_OF_EVENTS "
    "NOTHING_SENT SENDING_PAUSED SUBMISSION_ERASED SUBMISSION_NOT_CANCELLED SUBMISSION_UNKNOWN SYSTEM_FAILED "
    "SYSTEM_FAILED_AT USAGE_NO_REGION USAGE_NO_VALUE USAGE_ONE_GROUP USAGE_PASSWORD_GIVEN USAGE_UNKNOWN "
    "USAGE_WRONG "
    # The catalogue.
    "CATALOGUE_CATEGORY_TWICE CATALOGUE_CHOICE_UNKNOWN CATALOGUE_EXAMPLE_UNFIT CATALOGUE_FIELD_TWICE "
    "CATALOGUE_ITEM_TWICE CATALOGUE_KEY_OTHER CATALOGUE_PURPOSE_TWICE CATALOGUE_PURPOSE_UNKNOWN "
    "CATALOGUE_RECIPIENTS CATALOGUE_RECIPIENT_TWICE CATALOGUE_VALUES_UNFIT "
    # Browsers, and the sites they tell of.
    "BROWSER_FLOOD BROWSER_MANIFEST_UNFIT BROWSER_MESSAGE_CUT BROWSER_MESSAGE_LENGTH BROWSER_MESSAGE_UNFIT "
    "BROWSER_MORE_THAN_MAY_BE BROWSER_NOT_FOUND BROWSER_OF_OTHER BROWSER_SAFE_NOT_HERE BROWSER_SAFE_NO_PAGE "
    "BROWSER_STRANGER SITES_FULL SITES_LINK SITE_NAME_UNFIT "
    # Web addresses.
    "ADDRESS_BACKSLASH ADDRESS_FORM ADDRESS_IPV6 ADDRESS_LEADS_ELSEWHERE ADDRESS_NAME_LETTERS "
    "ADDRESS_NAME_NUMBER ADDRESS_NAME_PUNYCODE ADDRESS_NAME_UNFIT ADDRESS_NOT_PUBLIC ADDRESS_PERCENT "
    "ADDRESS_PORT ADDRESS_SERVER_UNREAD ADDRESS_TOO_LONG ADDRESS_UNSEEN "
    # Files that are checked.
    "CHECKED_CHANGED CHECKED_DEVICE CHECKED_FOLDER CHECKED_FORBIDDEN CHECKED_LINKS_CIRCLE CHECKED_MADE_UP "
    "CHECKED_MISSING CHECKED_NAME_TOO_LONG CHECKED_NAME_UNFIT CHECKED_TOO_LARGE CHECKED_TOO_MANY "
    "CHECKED_UNREADABLE FOLDER_GONE INSPECTION_NO_START INSPECTION_STOPPED INSPECTION_TOO_LONG "
    "INSPECTION_TOO_MUCH INSPECTION_UNEXPECTED "
    # Nobody foresaw it: a fault in the program.
    "UNEXPECTED UNEXPECTED_HERE UNEXPECTED_HERE_UNLOGGED UNEXPECTED_UNLOGGED",
)


class Coded(Exception):
    """An error with a code. `about` holds by name what it is about: a file, a group, a limit, a number, an error."""

    code: Code
    about: dict[str, object]

    def __init__(self, code: Code, **about: object) -> None:
        super().__init__(code)
        self.code, self.about = code, about

    def __eq__(self, other: object) -> bool:
        """Alike are two of one type with the same code, about the same: what is shown of them is the same."""
        return isinstance(other, Coded) and (type(self), self.code, self.about) == (
            type(other),
            other.code,
            other.about,
        )

    def __hash__(self) -> int:
        return hash(self.code)

    def __str__(self) -> str:
        """For a traceback: the code and what it is about. Nobody is shown this; see core.wording.errors.sentence."""
        return " ".join([self.code, *(f"{name}={value!r}" for name, value in self.about.items())])


class Refused(Coded):
    """Something given to the program is not usable, or not allowed as things stand."""


class WrongUsage(Refused):
    """What was typed cannot be right, whatever this computer holds: a word not known, a value of another form."""


class Busy(Refused):
    """Another process holds what is needed, and did not let go in time."""


class Changed(Refused):
    """What was shown is not what would go now."""


class Stale(Refused):
    """What the user allows changed since it was read, or never covered this."""


class Full(Refused):
    """There is no room for more, by a limit the product sets."""


class Unavailable(Coded, OSError):
    """A file, a folder or another computer cannot be used now; the same may work later."""
