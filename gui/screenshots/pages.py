"""Every page with every tab of it, and what is to be seen there."""

from __future__ import annotations

from gui.pages.group import BYTES, LIST, READABLE, REQUEST, SINCE, TABS, GroupPage
from gui.screenshots.stage import Stage

ALTS = {
    "overview": "Who receives what: the license as a ring of days, the last 30 days as bars, when the next submission "
    "goes, and each of the seven groups with the switch that it has.",
    "outbox": "What stands in the Outbox, state first, and the exact bytes of the one that is chosen.",
    "history": "What waits, was sent, tried or cancelled, newest first, and the exact bytes of the one that is chosen.",
    "agreement": "What was agreed to and who receives it, beside the agreement’s title, date and hash.",
    "license-status": "The license: its days as a ring and in words, and what of it is sent.",
    "settings": "What can be set about the program, one row each.",
    "connection": "What any connection shows a receiver beside the body, and what can be learnt of each.",
    "support": "The line that can be read out to somebody who helps, what was checked, and the programs that run here.",
    "about": "What Vitrine is and what it cannot see, beside the parts it is made of and their licenses.",
}
STATES = {LIST: "default", READABLE: "readable", BYTES: "bytes", REQUEST: "request", SINCE: "changed"}
TAB_ALTS = {
    LIST: "“{}”: what happened, newest first, and everything about the one that is chosen.",
    READABLE: "“{}”: each fact beside its value, and everything about the fact that is chosen.",
    BYTES: "“{}”: the exact bytes on one line, wrapped to fit, beside what is added for delivery.",
    REQUEST: "“{}”: the whole request, head and body.",
    SINCE: "“{}”: which values differ from those that went last.",
}


def draw_pages(stage: Stage) -> None:
    """One picture a page, and one a tab."""
    for key in stage.window.keys:
        stage.open(key)
        if isinstance(stage.window.page, GroupPage):
            _draw_tabs(stage, stage.window.page)
        else:
            stage.draw("default", ALTS[key])


def _draw_tabs(stage: Stage, page: GroupPage) -> None:
    first, *more = page.tabs
    for tab in (first, *more):
        stage.choose_tab(TABS[tab] if tab != LIST else page.heading)
        stage.draw("default" if tab == first else STATES[tab], TAB_ALTS[tab].format(page.heading))
    stage.choose_tab(TABS[first] if first != LIST else page.heading)
