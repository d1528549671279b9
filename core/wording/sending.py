"""Where sending stands, and what an action came to."""

from collections.abc import Mapping

from core.text import as_sentence
from core.wording import _, ngettext

# Why nothing is sent, by how the agreement stands; also the beginning of NOT_SENT_SO.
NOT_SENT = {
    "open": _("You have not decided yet"),
    "declined": _("You declined the agreement"),
    "withdrawn": _("You withdrew the agreement"),
    "unread": _("The record cannot be read"),
}
CHANGED = _("What you agreed to has changed since")
NOT_SENT_SO, CHANGED_SO = _("{why}, so nothing is sent."), _("{why}, so it is not sent: see Agreement.")
SWITCHED_OFF, ALL_PAUSED = _("This group is switched off."), _("All sending is paused.")
# The state of all sending.
ON, PAUSED, NOTHING_SENT = _("Sending is on"), _("Sending is paused"), _("Nothing is sent")
NOTHING_SENT_BEFORE, NOTHING_SENT_NOW = _("{why}. Nothing is sent before."), _("{why}. Nothing is sent.")
# Why stands on the overview and in the Outbox.
NOT_REACHED = _("Not reached; is tried again")
SAMPLE = _("Sample data; there is no way to send")
NOTHING_KEPT = _("Nothing can be kept, so these bytes hold for this window only: {why}.")
NEXT, NOTHING_WAITS, ALL_CONFIRMED = _("Next: {when}"), _("Nothing waits"), _("All that went is confirmed")
# What is not right with what went.
AMISS = {"refused": _("{count:,} refused"), "unconfirmed": _("{count:,} not confirmed")}
# A group's state as lists say it.
CHOICE_CHANGED, CHOICE_ON, CHOICE_OFF = _("changed"), _("on"), _("off")
# Translators: sent because the agreement was accepted; the record could not be read; nothing was decided yet
CHOICE_AGREED, CHOICE_UNREAD, CHOICE_OPEN = _("agreed"), _("unread"), _("open")
# Beside a page's name: what it holds.
WAITING, KEPT, EMPTY = _("{count:,} waiting"), _("{count:,} kept"), _("empty")
NOT_READ, NEVER = _("not read"), _("never")
# Translators: when something was sent last, and its size
LAST_SENT = {"bytes": _("{when} · {count:,} bytes"), "B": _("{when} · {count:,} B")}

# The overview's next submission: when, and more about it.
NONE, NONE_WAITS, NOT_KNOWN = _("None"), _("None waits"), _("Not known")
PAUSED_SHORT, DUE_NOW = _("Paused"), _("Due now")
NOTHING_WAITS_NOW, GOES_NOW = _("Nothing waits."), _("It goes now.")
NONE_WAITS_MORE = _("Every {hours}. Each can be read and cancelled for {minutes} before it goes.")
NOT_REACHED_WHY, TRIED_AGAIN = _("Not reached: {why}."), _("Not reached: {why}. It is tried again by itself.")
WAITS_MORE = _("Every {hours}. {groups}; you can read and cancel each until then.")
DECIDE, OPEN_AGREEMENT, OPEN_OUTBOX = _("Decide"), _("Open the agreement"), _("Open the Outbox")
NONE_CONFIRMED = _("Nothing was confirmed in the last 30 days.")
CONFIRMED_DAYS = _("{size} in {submissions} in the last 30 days; most on {day}: {most_size} in {most_submissions}.")

# What a decision came to.
ACCEPTED, DECLINED, WITHDRAWN = _("Accepted."), _("Declined. Nothing is sent."), _("Withdrawn. Nothing is sent.")
SWITCHED_ON, SWITCHED_OFF_NOW = _("Switched on."), _("Switched off. What waited of this group was removed.")
SENDING_PAUSED, SENDING_RESUMED = _("Sending is paused. What waits stays."), _("Sending goes on.")
CANCELLED = _("Cancelled: it is not tried any more.")
NOT_CANCELLED = _("It is not waiting any more, so it could not be cancelled.")
EXPORTED = _("{count} lines written to {file}.")
UNERASED = _("What you keep no longer could not be erased: {why}")
NOTHING_DUE, NOT_SENT_YET = _("Nothing is due now."), _("Not sent yet: it waits in the Outbox.")
# Another one may have sent it, or a decision ended it, before this sending came to it.
NOT_SENT_NOW = _("It was not sent just now: History tells what became of it.")
SENT = {
    "confirmed": _("Sent and confirmed: {count} bytes."),
    "refused": _("The receiver refused it. It is kept in the Outbox."),
    "unconfirmed": _("Sent, not confirmed: {count} bytes. It stands in the Outbox."),
}
# In the order of their weight; what is left out cannot come of a sending.
DELIVERED = {
    "confirmed": _("{count} confirmed"),
    "refused": _("{count} refused, kept here"),
    "unconfirmed": _("{count} sent, not confirmed"),
    "waiting": _("{count} still waiting"),
}

# Why a delivery ended before everything due was tried, by core.sending.sender.End; a stuck one has its own reason.
WHY_ENDED = {
    "done": "",
    "no_way": _("This profile has no way to send."),
    "decided": _("Your decision changed while sending: what was under way was cut off, the rest was not sent."),
    "closed": _("Vitrine was closed while sending: what was under way was cut off, and is tried again later."),
    "stuck": "",
}


def paused(waiting: int) -> str:
    """Return what is said of `waiting` submissions while all sending is paused."""
    if not waiting:
        return NOTHING_WAITS_NOW
    form = ngettext("{count:,} submission waiting; it stays.", "{count:,} submissions waiting; they stay.", waiting)
    return form.format(count=waiting)


def sent(state: str | None, size: int, why: str) -> str:
    """Return what came of sending one submission of `size` bytes.

    `state`: the one it is in now, None where it was not tried; `why`: why the sending ended early, "" if it did not.
    """
    if state in SENT:
        return SENT[state].format(count=size)
    return f"{NOT_SENT_NOW if state is None else NOT_SENT_YET} {as_sentence(why)}".strip()


def delivered(states: Mapping[str, int], why: str) -> str:
    """Return what came of sending all that was due: how many are in each state, and `why` it ended early, if it did."""
    told = ", ".join(form.format(count=states[state]) for state, form in DELIVERED.items() if states.get(state))
    return f"{as_sentence(told)} {as_sentence(why)}".strip() or NOTHING_DUE
