"""The pages and states that pictures are drawn of, one after the other."""

from dataclasses import fields, replace

import msgspec

from core.consent import terms
from core.consent.consent import Choices
from core.demo.invented import HOME, samples
from core.errors import Code, Refused
from core.wording import agreement, history
from core.wording.group import TABS
from core.wording.pictures import AWAY
from core.wording.pictures import TABS as TAB_ALTS
from core.wording.submissions import SIDES, STATES
from core.wording.window import CLOSE
from gui.pages.group.page import BYTES, LIST, GroupPage
from gui.screenshots.stage import Stage
from gui.state.snapshot import Records

TAB_STATES = ("default", "readable", "bytes", "request", "changed")
UNREAD = Refused(Code.RECORD_DAMAGED, file=HOME / "vitrine.db", why="file is not a database")


def draw_pages(stage: Stage) -> None:
    """Draw one picture a page, and of a group one a tab."""
    for key in stage.window.keys:
        stage.open(key)
        if isinstance(stage.window.page, GroupPage):
            _draw_tabs(stage, stage.window.page)
        else:
            stage.draw("default")


def draw_lived_in(stage: Stage) -> None:
    """Draw every page and state of one demo; the later scenes change what is decided in it."""
    scenes = draw_pages, _records, _files, _license, _agreement, _trouble, _search, _paused, _switched, _withdrawn
    for scene in scenes:
        scene(stage)


def draw_new(stage: Stage) -> None:
    """Draw the pages of a demo in which nothing was decided."""
    _draw_each(stage, "first-run", "agreement", "overview")
    _draw_each(stage, "empty", "outbox", "history")
    _draw_each(stage, "first-run", "environment")
    _draw_each(stage, "nothing-yet", "processed_object", "web_request", "payment")
    stage.open("web_request", TABS[BYTES])
    stage.draw("sample")


def _draw_tabs(stage: Stage, page: GroupPage) -> None:
    first, *more = page.tabs
    for tab in (first, *more):
        stage.choose_tab(TABS[tab] if tab != LIST else page.heading)
        stage.draw("default" if tab == first else TAB_STATES[tab], TAB_ALTS[tab].format(group=page.heading))
    stage.choose_tab(TABS[first] if first != LIST else page.heading)


def _records(stage: Stage) -> None:
    stage.open("outbox")
    for state in ("refused", "unconfirmed"):
        stage.choose_row(STATES[state])
        stage.draw(state)
    stage.open("history")
    stage.choose_row(f"{stage.engine.catalogue.categories['license'].title}, {STATES['confirmed']}")
    for side in ("bytes", "receipt", "changed", "details"):
        stage.choose_tab(SIDES[side])
        stage.draw(f"confirmed-{side}")
    stage.choose_tab(SIDES["bytes"])
    stage.press(history.CHECK, stage.viewer.actions.verified)
    stage.draw("checked")
    stage.press(history.SHOW_LIMITS)
    stage.draw("limits")


def _files(stage: Stage) -> None:
    stage.open("processed_object", stage.engine.catalogue.categories["processed_object"].title)
    for name, state in (
        *(("eicar.com", "found"), ("setup-tools.msi", "signed")),
        *(("letter.docx", "failed"), ("holiday-photos.zip", "not-fully-scanned")),
    ):
        stage.choose_row(name)
        stage.draw(state)


def _license(stage: Stage) -> None:
    """The page in each state, and what every page says as the end comes near."""
    stage.open("license-status")
    for state, status in samples().items():
        stage.show(license=status)
        stage.draw(state)
    stage.open("overview")
    stage.show(license=samples()["ending"])
    stage.draw("license-ending")
    stage.read()


def _agreement(stage: Stage) -> None:
    stage.open("agreement")
    stage.press(agreement.READ)
    stage.draw("text")
    stage.press(agreement.BACK)
    choices, changed = stage.live.choices, frozenset({"environment", "license"})
    permit = replace(choices.permit, categories=choices.permit.categories - changed)
    differing = {"environment": _differing(stage, "environment"), "license": _differing(stage, "license")}
    allowed = choices.allowed - changed
    stage.show(choices=replace(choices, changed=changed, differing=differing, allowed=allowed, permit=permit))
    stage.draw("changed")
    stage.read()


def _differing(stage: Stage, key: str) -> list[str]:
    """What changed from a group that had one fact less and went elsewhere."""
    catalogue, product = stage.engine.catalogue, stage.engine.product
    category = catalogue.categories[key]
    titles = {item.key: item.title for item in category.items}
    there = msgspec.structs.replace(product.endpoint, host="telemetry.example")
    elsewhere = msgspec.structs.replace(product, endpoint=there)
    before = terms.text(catalogue, elsewhere, msgspec.structs.replace(category, items=category.items[:-1]))
    return terms.differences(before, terms.text(catalogue, product, category), titles)


def _trouble(stage: Stage) -> None:
    stage.viewer.actions.offline = AWAY
    stage.read()
    _draw_each(stage, "offline", "overview", "outbox")
    stage.viewer.actions.offline = ""
    stage.read()
    live = stage.live
    days = [(day, 0, 0) for day, _, _ in live.days]
    nothing = Records(days=days, unread=UNREAD, clock=live.clock, choices=Choices("unread"))
    stage.show(**{each.name: getattr(nothing, each.name) for each in fields(Records)})
    _draw_each(stage, "unreadable", "agreement", "overview", "outbox")
    stage.read()


def _search(stage: Stage) -> None:
    stage.open("overview")
    stage.search("adapter")
    stage.draw("search")
    stage.press(CLOSE)


def _paused(stage: Stage) -> None:
    stage.engine.pause("window")
    stage.read()
    _draw_each(stage, "paused", "overview", "outbox", "installed_software")
    stage.engine.resume("window")
    stage.read()


def _switched(stage: Stage) -> None:
    for key, on in (("environment", False), ("processed_object", False), ("web_request", False), ("payment", True)):
        stage.engine.choose(key, on, "window")
        stage.read()
        _draw_each(stage, "on" if on else "off", key)
        stage.engine.choose(key, not on, "window")
        stage.read()


def _withdrawn(stage: Stage) -> None:
    stage.engine.withdraw("window")
    stage.read()
    _draw_each(stage, "withdrawn", "agreement", "overview", "outbox")


def _draw_each(stage: Stage, state: str, *pages: str) -> None:
    """Draw these pages in this state."""
    for page in pages:
        stage.open(page)
        stage.draw(state)
