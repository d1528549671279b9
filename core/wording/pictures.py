"""What is to be seen on each picture of the window, for those who do not see it; and what is invented for them."""

from core.wording import _

# By page and state; of a group's tabs below.
ALTS = {
    "overview.default": _(
        "Who receives what: the license as a ring of days, the last 30 days as bars, when the next submission goes, "
        "and each of the seven groups with the switch that it has."
    ),
    "overview.first-run": _("The overview before a decision: nothing is sent, and everything can be looked at."),
    "overview.license-ending": _("The overview under a band that says how soon the license ends."),
    "overview.offline": _("The overview while the receiver is not reached: sending is on, and what waits stays."),
    "overview.unreadable": _("The overview while the record cannot be read: why, and that nothing is sent."),
    "overview.search": _("The search over the overview: the facts, values and pages in which “adapter” stands."),
    "overview.paused": _("The overview while all sending is paused: what waits stays until it is resumed."),
    "overview.withdrawn": _("The overview after the agreement was withdrawn: nothing is sent."),
    "outbox.default": _("What stands in the Outbox, state first, and the exact bytes of the one that is chosen."),
    "outbox.empty": _("The Outbox with nothing in it."),
    "outbox.refused": _("The Outbox with one that the receiver refused chosen: why, and its exact bytes."),
    "outbox.unconfirmed": _("The Outbox with one chosen that was sent and that nobody confirmed."),
    "outbox.offline": _("The Outbox while the receiver is not reached: why the last sending ended early."),
    "outbox.unreadable": _("The Outbox while the record cannot be read: nobody can say what waits."),
    "outbox.paused": _("The Outbox while all sending is paused: nothing goes."),
    "outbox.withdrawn": _("The Outbox after the agreement was withdrawn: what waited was removed."),
    "history.default": _(
        "What waits, was sent, tried or cancelled, newest first, and the exact bytes of the one that is chosen."
    ),
    "history.empty": _("The History with nothing in it."),
    "history.confirmed-bytes": _("The History with a confirmed submission chosen: its exact bytes."),
    "history.confirmed-receipt": _(
        "The History with a confirmed submission chosen: its receipt, and what that proves."
    ),
    "history.confirmed-changed": _(
        "The History with a submission chosen: what changed from the one before of its group."
    ),
    "history.confirmed-details": _("The History with a submission chosen: everything the record says of it."),
    "history.checked": _("The History after its record was checked: the records fit together, up to which event."),
    "history.limits": _("The History with what the check of its record can and cannot show."),
    "agreement.default": _("What was agreed to and who receives it, beside the agreement’s title, date and hash."),
    "agreement.first-run": _("The first start: where you live, what is sent if you accept, two equal answers."),
    "agreement.text": _("The whole text of the agreement."),
    "agreement.changed": _("What was agreed to has changed since: nothing of it is sent before a new answer."),
    "agreement.unreadable": _("The agreement while the record cannot be read: nobody can say what was decided."),
    "agreement.withdrawn": _(
        "The agreement after it was withdrawn: nothing is sent, and what was sent stays with its receiver."
    ),
    "license-status.default": _("The license: its days as a ring and in words, and what of it is sent."),
    "license-status.none": _("The license page while the license is none."),
    "license-status.active": _("The license page while the license is active."),
    "license-status.ending": _("The license page while the license is ending."),
    "license-status.grace": _("The license page while the license is grace."),
    "license-status.expired": _("The license page while the license is expired."),
    "license-status.not_yet_valid": _("The license page while the license is not yet valid."),
    "license-status.in_doubt": _("The license page while the license is in doubt."),
    "license-status.wrong_product": _("The license page while the license is wrong product."),
    "license-status.revoked": _("The license page while the license is revoked."),
    "license-status.invalid": _("The license page while the license is invalid."),
    "settings.default": _("What can be set about the program, one row each."),
    "connection.default": _("What any connection shows a receiver beside the body, and what can be learnt of each."),
    "support.default": _(
        "The line that can be read out to somebody who helps, what was checked, and the programs that run here."
    ),
    "about.default": _("What Vitrine is and what it cannot see, beside the parts it is made of and their licenses."),
    "installed_software.paused": _("“Installed software” while all sending is paused."),
    "environment.first-run": _("“Your device” before a decision: its values, and that it is not sent."),
    "environment.off": _("“Your device” switched off: its values stay to be seen, and are not sent."),
    "processed_object.nothing-yet": _("“Checked files” before a file was checked."),
    "processed_object.off": _("“Checked files” switched off: what was told stays in the list."),
    "processed_object.found": _("A checked file in which something was found: what was told of it, never its name."),
    "processed_object.signed": _("A checked file with a good signature: what goes of its signer’s certificate."),
    "processed_object.failed": _("A file that could not be checked, and why."),
    "processed_object.not-fully-scanned": _("A file that one engine did not look at as a whole."),
    "web_request.nothing-yet": _("“Web addresses” before one was asked about."),
    "web_request.sample": _("“Web addresses” before one was asked about: bytes that are marked as a sample."),
    "web_request.off": _("“Web addresses” switched off: what was told stays in the list."),
    "payment.nothing-yet": _("“Payment protection” before a site was told anything."),
    "payment.on": _("“Payment protection” switched on: the sites that were told, and the bytes each was given."),
}
# The tabs of a group, in their order.
TABS = (
    _("“{group}”: what happened, newest first, and everything about the one that is chosen."),
    _("“{group}”: each fact beside its value, and everything about the fact that is chosen."),
    _("“{group}”: the exact bytes on one line, wrapped to fit, beside what is added for delivery."),
    _("“{group}”: the whole request, head and body."),
    _("“{group}”: which values differ from those that went last."),
)
AWAY = _("no way to stats.example; this computer may be offline")
