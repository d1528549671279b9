"""What each error says: one line with what is wrong, where, and what to do."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.errors import Code, Coded
from core.text import as_sentence, failure, visible
from core.wording import _

# Of what an error quotes, a screen has room for so much; the sentence around it is whole.
LONGEST_LINE = 400
_SPACE = re.compile(r"\s+")
UNFINISHED = _("It could not be finished: {why}")

_PASSWORD_LEFT = _(
    "The proxy’s password was not deleted. {why}: it may still lie there. Try again once the keyring answers."
)
_LICENSE_NONE = _("There is no license to remove.")
_LICENSE_LEFT = _(
    "{why}, so it may still hold the text of the license that was removed. To delete it: vitrinectl license remove"
)
# Nobody foresaw it: a fault in the program.
_FAILED = _("“{command}” failed: an error in Vitrine that nobody foresaw ({type}).")
_FAILED_HERE = _("Something here failed: an error in Vitrine that nobody foresaw ({type}).")
_LOGGED = _("Where it happened is in the log, {log}. Try again; if it fails again, send the log to support.")
_UNLOGGED = _("No log could be kept. Try again; if it fails again, tell support.")
_TRACEBACK = _("--debug shows the traceback.")

MESSAGES: Mapping[Code, str] = {
    Code.FILE_LINK: _("{file} is a link. Remove it: it is not followed."),
    Code.FILE_LINK_IN_THE_WAY: _("{file} is a link. Remove it first: nothing is written through it."),
    Code.FILE_NOT_FILE: _("{file} is not a file."),
    Code.FILE_NOT_UTF8: _("{file} is not UTF-8 text (byte {byte})."),
    Code.FILE_TOO_DEEP: _("{file}: nested too deeply."),
    Code.FILE_TOO_LARGE: _("{file} is larger than {mebibytes} MiB."),
    # `why`: what the parser says is wrong, and where.
    Code.FILE_UNFIT: _("{file}: {why}."),
    Code.FILE_UNREADABLE: _("{file} cannot be read: {why}."),
    Code.FILE_UNREMOVABLE: _("{file} cannot be removed: {why}."),
    Code.FILE_UNWRITABLE: _("{file} cannot be written: {why}."),
    Code.FILE_UNWRITTEN: _("{file} cannot be written."),
    Code.BUSY_CHANGING: _("Another Vitrine on this computer is changing what is set. Try again in a moment."),
    Code.BUSY_LOGGING: _("Another Vitrine on this computer is writing to the log."),
    Code.BUSY_SENDING: _("Another Vitrine on this computer is sending. Try again in a moment."),
    Code.BUSY_TELLING: _(
        "A browser on this computer does not take what it is handed for a payment site. Try again in a moment."
    ),
    # The network, a proxy, TLS.
    Code.NETWORK_ANSWER_LATE: _("no complete answer within {seconds:g} seconds"),
    Code.NETWORK_CLOSED: _("the connection is closed"),
    Code.NETWORK_CONNECT_LATE: _("no connection within {seconds:g} seconds"),
    Code.NETWORK_NAME_UNKNOWN: _("the name {host} was not found; this computer may be offline"),
    Code.NETWORK_NOBODY_LISTENS: _("nothing listens at {host}, port {port}"),
    Code.NETWORK_NO_WAY: _("no way to {host}, port {port}; this computer may be offline"),
    Code.NETWORK_SILENT: _("{host}, port {port} does not answer"),
    Code.NETWORK_UNREACHED: _("no connection to {host}, port {port}: {why}"),
    Code.PROXY_ANSWERED: _("it does not open a way to the receiver (it answered {status})"),
    Code.PROXY_ANSWER_ENDLESS: _("its answer has no end"),
    Code.PROXY_ANSWER_NOT_HTTP: _("its answer is not HTTP"),
    Code.PROXY_ASKS_WHO: _("it does not accept the user and password, or asks for them (407)"),
    Code.PROXY_CLOSED: _("no way through the proxy {proxy}: {why}; nothing was sent"),
    Code.PROXY_FORM: _("a proxy is written http://HOST:PORT or http://USER@HOST:PORT"),
    Code.PROXY_HUNG_UP: _("it hung up"),
    Code.PROXY_PASSED: _("{why}. It was asked through the proxy {proxy}, which may have answered"),
    Code.PROXY_PASSWORD_IN_ADDRESS: _("its password is asked for apart, and never part of the address"),
    Code.PROXY_SAID_MORE: _("it said more than its answer"),
    Code.TLS_FAILED: _("no protected connection to {name} (TLS 1.2 or newer): {why}; nothing was sent"),
    Code.TLS_UNPROVEN: _("{name} could not prove that it is {name}: {why}; nothing was sent"),
    # Sending.
    Code.ANSWER_CUT: _("the answer was cut"),
    Code.ANSWER_CUT_WHY: _("the answer was cut ({why})"),
    Code.ANSWER_NOT_HTTP: _("the answer is not HTTP"),
    Code.CONNECTION_CUT: _("the connection was cut"),
    Code.CONNECTION_FAILED: _("the connection failed: {why}"),
    Code.PROXY_CHANGED: _(
        "the proxy was changed while sending: what was under way was cut off, and is tried again later"
    ),
    Code.SENDING_STOPPED: _("stopped"),
    # The record and what waits.
    Code.DECISION_GONE: _("A decision was taken out of the record while Vitrine ran. Nothing is sent."),
    Code.DECISION_NOT_KEPT: _("The decision is not in the record, so it does not hold. See: vitrinectl doctor"),
    Code.DRAFT_CHANGED: _("This changed since it was shown, so nothing was sent. Look again, then send."),
    Code.DRAFT_UNFIT: _("The state file holds a draft that is none. Move it away; nothing in it was changed."),
    Code.ENVELOPE_TWICE: _("The same envelope is named twice; nothing was queued."),
    Code.EVENT_EDITED: _("Event {event} of the record is not as it was written. See: vitrinectl history verify"),
    Code.EVENTS_EDITED: _("The record’s events are not as they were written. See: vitrinectl history verify"),
    Code.EXPORT_EXISTS: _("{file} is there already; name a new file."),
    Code.EXPORT_UNWRITABLE: _("{file} cannot be written: {why}. Name a new file in another folder."),
    Code.HEAD_UNFIT: _("“{given}” is no head of a record; one looks like 12:{start}…"),
    Code.NOT_ALLOWED_NOW: _("Sending “{group}” is not allowed now, so nothing was sent."),
    Code.OUTBOX_FULL: _("The Outbox is full ({limit}); nothing was added, and what waits stays."),
    Code.PERMIT_STALE: _("What you allow has changed meanwhile, so nothing was sent. Look again, then send."),
    Code.QUEUED_ALREADY: _("Another Vitrine has queued this group already."),
    Code.RECORD_DAMAGED: _("{file} is damaged ({why}). Move it away; nothing in it was changed."),
    Code.RECORD_LINK: _("{file} is a link. Put the file itself there; nothing in it was changed."),
    Code.RECORD_LOG_ALONE: _("{file} is the log of a record that is not here. Put that back, or move this away."),
    Code.RECORD_LOG_UNREAD: _("{file} cannot be read without {log}, for which its folder must be writable."),
    Code.RECORD_NEWER: _("{file} was written by a newer Vitrine. Use that one; nothing in it was changed."),
    Code.RECORD_NOT_FILE: _("{file} is not a file. Move it away; nothing in it was changed."),
    Code.RECORD_NOT_KEPT: _("Nothing is kept here, so nothing can be queued or decided."),
    Code.RECORD_NOT_OURS: _("{file} is a file of another program. Move it away; nothing in it was changed."),
    Code.RECORD_PLANTED: _("{file} holds “{name}”, which is not ours. Move it away; nothing was changed."),
    Code.RECORD_UNUSABLE: _("{file}: {why}"),
    Code.SUBMISSION_EDITED: _("{submission} is not in the Outbox as it was queued, so nothing was sent."),
    Code.SUBMISSION_MOVED_ON: _("{submission} is {state} by now; nothing was changed."),
    Code.SUBMISSION_OTHER_TERMS: _("{submission} is not what was queued for these terms, so nothing was sent."),
    Code.SUBMISSION_TWICE: _("The same submission is named twice; nothing was changed."),
    # Decisions.
    Code.AGREEMENT_EMPTY: _("The agreement’s text is empty: nothing can be accepted without it."),
    Code.AGREEMENT_NEVER_ACCEPTED: _("The agreement was never accepted, so there is nothing to withdraw."),
    Code.AGREEMENT_NOT_ACCEPTED: _("The agreement is not accepted, so nothing can be switched on: {command}"),
    Code.GROUP_AGREED: _(
        "“{group}” comes with the agreement: {product} offers no separate switch. "
        "To stop it, withdraw the agreement: vitrinectl consent withdraw"
    ),
    Code.GROUP_OF_EVENTS: _("“{group}” tells of events: each is queued when it happens, or never."),
    Code.GROUP_TO_SITES: _("“{group}” goes to sites, never to {vendor}."),
    Code.GROUP_UNKNOWN: _("there is no group “{given}”. Groups: {known}."),
    Code.RECEIVER_KEY_MISSING: _(
        "The product names no receiver_key, so no receipt could be believed: nothing can be accepted."
    ),
    Code.REGION_NOT_COVERED: _(
        "The statement does not cover this region: nothing can be accepted, and nothing is sent."
    ),
    Code.REGION_UNKNOWN: _("there is no region “{given}”. Regions: {known}."),
    # The home, the product, the demo.
    Code.DEMO_NO_PLACE: _("The demo needs a place for temporary files, and there is none: {why}."),
    Code.HOME_NOT_FOLDER: _("{home} is not a folder. VITRINE_HOME must name one."),
    Code.HOME_UNUSABLE: _("VITRINE_HOME cannot be used: {why}."),
    Code.PRODUCT_ENDPOINT_FORM: _(
        "product.toml: endpoint “{given}” is neither “embedded:”, an https address, nor http://127.0.0.1:PORT."
    ),
    Code.PRODUCT_ENDPOINT_NO_ADDRESS: _("product.toml: endpoint “{given}” is not an address ({why})."),
    Code.PRODUCT_FILE_UNUSABLE: _("product.toml: the file “{given}” cannot be used: {why}."),
    # Translators: `key`, which setting of product.toml.
    Code.PRODUCT_KEY_LENGTH: _("product.toml: {key} has {count} bytes; an Ed25519 key has {limit}."),
    Code.PRODUCT_KEY_NOT_BASE64: _("product.toml: {key} is not base64 ({why})."),
    Code.PRODUCT_TEXT_TOO_LONG: _("{file} is longer than {limit:,} characters: more than a page can show whole."),
    # Settings, and the keyring. Translators: `why` is one of the three about the keyring, without its full stop.
    Code.KEPT_IN_MEMORY: _("{why}, so it is kept in memory only, until Vitrine ends."),
    Code.KEYRING_FAILED: _("The system’s keyring is locked or does not work."),
    Code.KEYRING_NONE: _("This computer offers no keyring."),
    Code.KEYRING_SILENT: _("The system’s keyring does not answer yet."),
    Code.PASSWORD_NOT_FORGOTTEN: _PASSWORD_LEFT,
    Code.PASSWORD_NOT_KEPT: _("The password cannot be kept beyond this command. {why}."),
    Code.PASSWORD_NOT_KNOWN: _(
        "The password for the proxy is not known. {why}, so nothing was sent. "
        "To set it: vitrinectl settings set proxy_password"
    ),
    Code.PASSWORD_NOT_SET: _(
        "The password for the proxy is not set, so nothing was sent. To set it: vitrinectl settings set proxy_password"
    ),
    Code.PASSWORD_NO_USER: _(
        "The proxy names no user, so no password is asked for: it is written http://USER@HOST:PORT."
    ),
    Code.PASSWORD_OUTLIVES_PROXY: f"{_('The proxy was changed.')} {_PASSWORD_LEFT}",
    Code.PASSWORD_UNFIT: _("A password has at most {limit} characters, all of which can be seen."),
    Code.SETTINGS_NO_OBJECT: _("it must hold one object, of settings and their values."),
    Code.SETTING_NO_FOLDER: _("{setting}: “{given}” is not a folder you can read."),
    Code.SETTING_NO_NUMBER: _("{setting} is a whole number from {least} to {most}, not “{given}”."),
    Code.SETTING_NO_PROXY: _("proxy: {why}."),
    Code.SETTING_TOO_LONG: _("{setting} is a text of at most {limit} characters."),
    Code.SETTING_UNKNOWN: _("there is no setting “{given}”. Settings: {known}."),
    Code.SETTING_UNSEEN: _(
        "{setting}: “{given}” holds a character that cannot be seen, so the settings cannot keep it."
    ),
    Code.SETTING_WORD_UNKNOWN: _("{setting} is {one_of}, not “{given}”."),
    # The license. Translators: `kind` is “license file” or “revocation list”.
    Code.LICENSE_ASKED_FOR: _("The system’s keyring, which holds the license, does not answer yet."),
    Code.LICENSE_EXPIRED: _("This license ended on {ends} (UTC). Nothing was changed."),
    Code.LICENSE_LEFT: _LICENSE_LEFT,
    Code.LICENSE_LOST: _("A license was activated, but its text is not here any more. Activate the file again."),
    Code.LICENSE_NONE: _LICENSE_NONE,
    Code.LICENSE_NONE_BUT_LEFT: f"{_LICENSE_NONE} {_LICENSE_LEFT}",
    Code.LICENSE_NOT_KEPT: _(
        "This license is good, but there is nowhere to keep it, so it was not activated. {why}. "
        "The window can hold it in memory until it is closed."
    ),
    Code.LICENSE_NOT_RECORDED: _(
        "Its first use could not be written down, so its days count from now, in this window only."
    ),
    Code.LICENSE_OF_OTHER_PRODUCT: _("This license is not for {product}. Nothing was changed."),
    Code.LICENSE_REVOKED: _("{vendor} has revoked this license. Nothing was changed."),
    Code.LICENSE_TOO_LONG: _("This is no license file: it is longer than {limit} characters."),
    Code.REVOCATIONS_UNBELIEVED: _(
        "The list of revoked licenses that came with the product cannot be believed: {why}."
    ),
    Code.SIGNED_CHANGED: _("This {kind} was changed after it was signed. Use the file as it came."),
    Code.SIGNED_KEY_UNKNOWN: _("This {kind} is signed with a key this product does not know (“{key}”)."),
    Code.SIGNED_LOOSELY: _("The {kind} is signed, but not written as it must be. Ask for a new one."),
    Code.SIGNED_NOT_WHOLE: _("This is not a {kind}, or not a whole one. Use the file as it came."),
    Code.SIGNED_UNFIT: _("The {kind} is signed, but cannot be used: {why}."),
    # The practice receiver.
    Code.RECEIVED_EMPTY: _("{file} is empty. Put it back, or move the whole folder away to begin anew."),
    Code.RECEIVED_LINK: _("{file} is a link. Move it away; nothing in it was changed."),
    Code.RECEIVER_FOLDER_UNUSABLE: _("The receiver’s folder {folder} cannot be used: {why}."),
    Code.RECEIVER_PORT_UNUSABLE: _("Port {port} of {host} cannot be used: {why}. Choose another."),
    Code.SIGNING_KEY_DAMAGED: _("{file} is damaged. Put the right one back; nothing was changed."),
    Code.SIGNING_KEY_LOST: _("{file} is missing. Put it back, or move the whole folder away to begin anew."),
    Code.SIGNING_KEY_OTHER: _("{file} is not the key this folder began with. Put that back; nothing was changed."),
    Code.SIGNING_KEY_UNFIT: _("{file} is not an Ed25519 key. Put the right one back; nothing was changed."),
    # `type`: of a Python error, as KeyError; `log`: the file of the log.
    # Translators: each of these stands behind the name of what was read, and a colon.
    Code.SOURCE_BROKE_OFF: _("{library} broke off ({type})"),
    Code.SOURCE_NOT_FILE: _("not a regular file"),
    Code.SOURCE_NOT_NUMBER: _("not a number"),
    Code.SOURCE_TOO_LARGE: _("larger than {kibibytes} KiB"),
    # The terminal.
    Code.ADDRESS_SPECIAL: _("{why}. To check it all the same: --allow-private."),
    # Translators: the next four go on after “is not sent:”, “nothing is sent:” or “only shown:”.
    Code.AGREEMENT_DECLINED: _("the agreement is declined. To accept: {command}"),
    Code.AGREEMENT_OPEN: _("the agreement is not accepted. To accept: {command}"),
    Code.AGREEMENT_UNREAD: _("the agreement is unread. To accept: {command}"),
    Code.AGREEMENT_WITHDRAWN: _("the agreement is withdrawn. To accept: {command}"),
    Code.EXPORT_NOT_NEW: _("{file} cannot be written: {why}. Name a new file."),
    Code.GROUP_NOTHING_YET: _("nothing has happened yet in “{group}”: there are no bytes to show."),
    Code.GROUP_NOT_SENT: _("“{group}” is not sent: {why}"),
    Code.GROUP_NO_REQUEST: _("a payment site is told by your browser, inside the page: there is no request to show."),
    Code.GROUP_OFF: _("it is switched off. To switch it on: vitrinectl consent on {group}"),
    Code.GROUP_TERMS_CHANGED: _("what you agreed to has changed since. To accept it as it is now: {command}"),
    Code.NAMED_GROUP_OF_EVENTS: _(
        "a group you named tells of events, which are queued as they happen: vitrinectl outbox"
    ),
    Code.NOTHING_SENT: _("nothing is sent: {why}"),
    Code.SENDING_PAUSED: _("all sending is paused. To go on: vitrinectl resume"),
    Code.SUBMISSION_ERASED: _("the body of {submission} was erased."),
    Code.SUBMISSION_NOT_CANCELLED: _("{submission} is {state}: it cannot be cancelled."),
    Code.SUBMISSION_UNKNOWN: _("there is no submission “{given}”. To list them: vitrinectl history"),
    Code.SYSTEM_FAILED: _("{why}. What is wrong here: vitrinectl doctor"),
    Code.SYSTEM_FAILED_AT: _("{file}: {why}. What is wrong here: vitrinectl doctor"),
    Code.USAGE_NO_REGION: _(
        "accept needs --region: where you live decides whether the statement covers you. "
        "How to use it: {program} --help"
    ),
    Code.USAGE_NO_VALUE: _("VALUE is missing. How to use it: {program} --help"),
    Code.USAGE_ONE_GROUP: _("--bytes and --wire show one group: name it, as in vitrinectl show environment --bytes"),
    Code.USAGE_PASSWORD_GIVEN: _("a password is asked for, never given here. How to use it: {program} --help"),
    Code.USAGE_UNKNOWN: _("not understood: {given}. How to use it: {program} --help"),
    # `why`: in the words of Python’s argparse.
    Code.USAGE_WRONG: _("{why}. How to use it: {program} --help"),
    # The catalogue.
    Code.CATALOGUE_CATEGORY_TWICE: _("{file}: category “{key}” stands twice."),
    Code.CATALOGUE_CHOICE_UNKNOWN: _("The product gives a switch to “{group}”, which the catalogue does not have."),
    Code.CATALOGUE_EXAMPLE_UNFIT: _("{file}, item {key}: the example is not of type “{type}”."),
    Code.CATALOGUE_FIELD_TWICE: _("{file}: delivery field “{key}” stands twice."),
    Code.CATALOGUE_ITEM_TWICE: _("{file}: item “{key}” stands twice."),
    Code.CATALOGUE_KEY_OTHER: _("{file}: its key is “{key}”, expected “{expected}”."),
    Code.CATALOGUE_PURPOSE_TWICE: _("{file}: purpose “{key}” stands twice."),
    Code.CATALOGUE_PURPOSE_UNKNOWN: _("{file}: purpose “{purpose}” is not in {frame}."),
    Code.CATALOGUE_RECIPIENTS: _("{file}: recipients must be {one} and {other}."),
    Code.CATALOGUE_RECIPIENT_TWICE: _("{file}: recipient “{key}” stands twice."),
    Code.CATALOGUE_VALUES_UNFIT: _("{file}, item {key}: “values” belong to type “enum”, and only there."),
    # Browsers, and the sites they tell of.
    Code.BROWSER_FLOOD: _("More is asked than any browser has to ask."),
    Code.BROWSER_MANIFEST_UNFIT: _("{file} is no manifest of an extension."),
    Code.BROWSER_MESSAGE_CUT: _("The message is cut off."),
    Code.BROWSER_MESSAGE_LENGTH: _("The message is said to have {length} bytes; it may have 1 to {most}."),
    Code.BROWSER_MESSAGE_UNFIT: _("The message is no question: {why}."),
    Code.BROWSER_MORE_THAN_MAY_BE: _("More of the address was given than may be told."),
    Code.BROWSER_NOT_FOUND: _("No browser was found here. Start yours once, then do this again."),
    Code.BROWSER_OF_OTHER: _(
        "A browser is told of another Vitrine, {program}. To tell it of this one instead: vitrinectl browser "
        "install --take-over"
    ),
    Code.BROWSER_SAFE_NOT_HERE: _(
        "Only Chromium itself can be started protected, on Linux and macOS, and it is not installed here: Chrome, "
        "Edge and Firefox take no extension along when they are started."
    ),
    Code.BROWSER_SAFE_NO_PAGE: _(
        "The protected browser opens an https address: vitrinectl browser safe https://pay.example"
    ),
    Code.BROWSER_STRANGER: _("Only the extension Vitrine may ask here, started by a browser: vitrinectl browser"),
    Code.SITES_FULL: _("The list is full: it holds {most} sites of your own."),
    Code.SITES_LINK: _("{file} is a link. Put the file itself there."),
    Code.SITE_NAME_UNFIT: _("“{host}” is not the name of a server on the internet, such as pay.example."),
    # Web addresses.
    Code.ADDRESS_BACKSLASH: _("The address holds a “\\”, which browsers read as “/”; write “/”."),
    Code.ADDRESS_FORM: _("An address begins with https:// or http:// and the server’s name."),
    Code.ADDRESS_IPV6: _("The address has no IPv6 address between its brackets."),
    Code.ADDRESS_LEADS_ELSEWHERE: _("{host} is at {ip}, which is {special}. Nothing was asked of it."),
    Code.ADDRESS_NAME_LETTERS: _("The server’s name in the address has letters or signs that no name can have."),
    Code.ADDRESS_NAME_NUMBER: _("The address has a number for a server’s name that is no IPv4 address."),
    Code.ADDRESS_NAME_PUNYCODE: _("The server’s name in the address begins with “xn--” and stands for no letters."),
    Code.ADDRESS_NAME_UNFIT: _(
        "The server’s name in the address is not one that the internet’s name service can hold."
    ),
    Code.ADDRESS_NOT_PUBLIC: _("{host} is {special}. Nothing was asked of it."),
    Code.ADDRESS_PERCENT: _("The address holds a “%” that two hexadecimal digits must follow, and they do not."),
    Code.ADDRESS_PORT: _("The port in the address is not one: ports go from 1 to {most}."),
    Code.ADDRESS_SERVER_UNREAD: _("The server’s name in the address, or the port after it, cannot be read."),
    Code.ADDRESS_TOO_LONG: _("The address is longer than {most} characters."),
    Code.ADDRESS_UNSEEN: _("The address holds a character that cannot be seen; type it by hand."),
    # Files that are checked.
    Code.INSPECTION_NO_START: _("the inspection could not be started"),
    Code.INSPECTION_STOPPED: _("the check was stopped"),
    Code.INSPECTION_TOO_LONG: _("the inspection took longer than {seconds:.0f} s and was ended"),
    Code.INSPECTION_TOO_MUCH: _("the inspection took too much memory and was ended"),
    Code.INSPECTION_UNEXPECTED: _("the inspection ended unexpectedly"),
    Code.CHECKED_CHANGED: _("it changed while it was read"),
    Code.CHECKED_DEVICE: _("it is a pipe, a socket or a device, not a file"),
    Code.CHECKED_FOLDER: _("it is a folder"),
    Code.CHECKED_FORBIDDEN: _("you are not permitted to read it"),
    Code.CHECKED_LINKS_CIRCLE: _("its links lead in a circle"),
    Code.CHECKED_MADE_UP: _("the system makes it up as it is read; it is not a file"),
    Code.CHECKED_MISSING: _("there is no such file"),
    Code.CHECKED_NAME_TOO_LONG: _("its name is too long"),
    Code.CHECKED_NAME_UNFIT: _("no file can have this name"),
    Code.CHECKED_TOO_LARGE: _("it is larger than {gibibytes} GiB"),
    Code.CHECKED_TOO_MANY: _("there are more than {most:,} here; the others were not checked"),
    Code.CHECKED_UNREADABLE: _("it cannot be read ({why})"),
    Code.FOLDER_GONE: _("the folder is not there"),
    Code.UNEXPECTED: f"{_FAILED} {_LOGGED} {_TRACEBACK}",
    Code.UNEXPECTED_UNLOGGED: f"{_FAILED} {_UNLOGGED} {_TRACEBACK}",
    # In the window: what somebody asked for, or what it does by itself.
    Code.UNEXPECTED_HERE: f"{_FAILED_HERE} {_LOGGED}",
    Code.UNEXPECTED_HERE_UNLOGGED: f"{_FAILED_HERE} {_UNLOGGED}",
}

# By name, what an error is about that is itself a word; all else is shown as it is.
_WORDS: Mapping[str, Mapping[str, str]] = {"kind": {"license": _("license file"), "revoked": _("revocation list")}}
# Translators: between the last of several words of which one may be typed.
_OR = _(" or ")


def failed(error: BaseException) -> str:
    """Return the sentence about an operation that failed: of an OSError, that it could not be finished, and why."""
    said = sentence(error)
    return as_sentence(UNFINISHED.format(why=said) if isinstance(error, OSError) else said)


def sentence(error: BaseException) -> str:
    """The line a person reads about an error: of one with a code the message, of any other what it says itself."""
    if not isinstance(error, Coded):
        return _quoted(str(error).strip())
    parts = {name: _part(name, each) for name, each in error.about.items()}
    return " ".join(MESSAGES[error.code].format_map(parts).split())


def _part(name: str, value: object) -> object:
    """One thing an error is about, as its sentence shows it: several with commas, an error by its own sentence."""
    if isinstance(value, Code):
        return MESSAGES[value].removesuffix(".")
    if isinstance(value, Coded):
        return sentence(value).removesuffix(".")
    if isinstance(value, BaseException):
        return _quoted(failure(value))
    if isinstance(value, Iterable) and not isinstance(value, (str, Path)):
        return _quoted((_OR if name == "one_of" else ", ").join(map(str, value)))
    if isinstance(value, int | float):
        return value
    return _quoted(_WORDS.get(name, {}).get(str(value), str(value)))


def _quoted(text: str) -> str:
    """The text on one line, no longer than there is room for."""
    line = visible(_SPACE.sub(" ", text))
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
