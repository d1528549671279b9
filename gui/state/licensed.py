"""The license as pages say it: pure functions of its status. The sentences are core's, alike in the terminal."""

from core.catalogue import Category
from core.license import words
from core.license.status import Status
from core.text import visible
from core.wording import license as wording
from core.wording.counts import days
from core.wording.readings import written
from gui.theme import Kind

# From so few days on the end is urgent.
URGENT = 3
# Over the last day of a license that does not hold.
_THROUGH = {
    "expired": wording.HELD,
    "grace": wording.HELD,
    "revoked": wording.BY_ITS_TEXT,
    "wrong_product": wording.BY_ITS_TEXT,
}


def kind(status: Status) -> Kind:
    """Return how much the state asks for attention."""
    if status.state in ("none", "not_yet_valid"):
        return "plain"
    if status.state == "active":
        return "good"
    if status.state == "ending":
        return "bad" if (status.days_remaining or 0) <= URGENT else "warn"
    return "warn" if status.state in ("grace", "in_doubt") else "bad"


def note(status: Status) -> str:
    """Return the sidebar's word for it."""
    return wording.SHORT.get(status.state) or days(status.days_remaining or 0)


def counts(status: Status) -> bool:
    """Return whether its days mean something: a license nobody vouches for has none."""
    return status.days_remaining is not None and status.state not in ("none", "invalid", "wrong_product", "revoked")


def ring(status: Status) -> tuple[int, int, str, str, str]:
    """Return the days left, of how many, the figure and the caption of their ring, and the same as a sentence."""
    if not counts(status):
        return 0, 1, "–", "", wording.NO_DAYS.format(title=words.title(status))
    left, term = status.days_remaining or 0, status.term_days or 1
    return left, term, f"{left:,}", wording.days_left(left), wording.DAYS_LEFT.format(left=left, days=days(term))


def card(status: Status) -> str:
    """Return what the overview says of it beside the ring."""
    held = status.license
    if held is None:
        return words.more(status.why) or wording.NONE_HELD
    term = days(status.term_days or 0)
    lines = [wording.TYPE_AND_TERM.format(type=wording.TYPES[held.type], days=term)]
    if last := words.last_day(status):
        lines.append(wording.THROUGH.format(day=last))
    return "\n".join([*lines, wording.DEALER_NAMED.format(dealer=visible(held.partner_name))])


def facts(status: Status) -> list[tuple[str, str, str]]:
    """Return what the license says: caption, value and addition of each fact."""
    held = status.license
    if held is None:
        return []
    told = [
        (wording.TYPE, wording.TYPES[held.type], ""),
        (wording.TERM, days(status.term_days or 0), ""),
        (_THROUGH.get(status.state, wording.HOLDS), words.last_day(status), wording.UTC),
        (wording.ARTICLE, visible(held.retail_item_id), ""),
        (wording.DEALER, visible(held.partner_name), ""),
    ]
    if status.activated:
        told.insert(2, (wording.FIRST_USED, wording.day(status.activated), ""))
    return told


def sent(status: Status, category: Category) -> list[tuple[str, str, bool]]:
    """Return what of it is sent as part of its group, in the catalogue's order: title, value, and that it is code."""
    told = status.facts
    return [(item.title, visible(written(told[item.key])), True) for item in category.items if item.key in told]


def where(status: Status) -> str:
    """Return where its text lies, and why not in the keyring."""
    if status.state == "none":
        return words.more(status.place_why)
    return f"{wording.PLACES[status.place]} {words.more(status.place_why)}".strip()


def held(status: Status) -> str:
    """Return what is held after a license was activated or removed."""
    kept = f" {words.more(status.place_why)}" if status.place in ("memory", "asking") and status.state != "none" else ""
    return f"{words.title(status)}.{kept}"
