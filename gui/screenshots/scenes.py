"""The states the demo can be brought into, one after the other, and what is to be seen in each."""

from __future__ import annotations

from dataclasses import fields, replace

import msgspec

from core.consent import terms
from core.consent.consent import Choices
from core.demo.invented import HOME
from core.license.sample import samples
from gui.screenshots.pages import draw_pages
from gui.screenshots.stage import Stage
from gui.state.snapshot import Records, SnapshotState

AWAY = "no way to stats.example; this computer may be offline"
UNREAD = f"{HOME}/vitrine.db is damaged (file is not a database). Move it away; nothing in it was changed."


def draw_lived_in(stage: Stage) -> None:
    """All of one demo; the later scenes change what is decided in it."""
    for scenes in (
        draw_pages,
        _records,
        _files,
        _license,
        _agreement,
        _trouble,
        _search,
        _paused,
        _switched,
        _withdrawn,
    ):
        scenes(stage)


def draw_new(stage: Stage) -> None:
    """Before anything was decided."""
    for page, state, alt in (
        (
            "agreement",
            "first-run",
            "The first start: where you live, what is sent if you accept, two equal answers.",
        ),
        ("overview", "first-run", "The overview before a decision: nothing is sent, and everything can be looked at."),
        ("outbox", "empty", "The Outbox with nothing in it."),
        ("history", "empty", "The History with nothing in it."),
        ("environment", "first-run", "“Your device” before a decision: its values, and that it is not sent."),
        ("processed_object", "nothing-yet", "“Checked files” before a file was checked."),
        ("web_request", "nothing-yet", "“Web addresses” before one was asked about."),
        ("payment", "nothing-yet", "“Payment protection” before a site was told anything."),
    ):
        stage.open(page)
        stage.draw(state, alt)
    stage.open("web_request", "Exact bytes")
    stage.draw("sample", "“Web addresses” before one was asked about: bytes that are marked as a sample.")


def _records(stage: Stage) -> None:
    stage.open("outbox")
    for words, state, alt in (
        ("refused", "refused", "The Outbox with one that the receiver refused chosen: why, and its exact bytes."),
        ("sent, not confirmed", "unconfirmed", "The Outbox with one chosen that was sent and that nobody confirmed."),
    ):
        stage.choose_row(words)
        stage.draw(state, alt)
    stage.open("history")
    stage.choose_row("License and dealer, confirmed")
    for tab, alt in (
        ("Exact bytes", "The History with a confirmed submission chosen: its exact bytes."),
        ("Receipt", "The History with a confirmed submission chosen: its receipt, and what that proves."),
        ("Changed", "The History with a submission chosen: what changed from the one before of its group."),
        ("Details", "The History with a submission chosen: everything the record says of it."),
    ):
        stage.choose_tab(tab)
        stage.draw(f"confirmed-{tab.split()[-1].lower()}", alt)
    stage.choose_tab("Exact bytes")
    stage.press("Check the records", stage.viewer.actions.verified)
    stage.draw("checked", "The History after its record was checked: the records fit together, up to which event.")
    stage.press("What this can and cannot show")
    stage.draw("limits", "The History with what the check of its record can and cannot show.")


def _files(stage: Stage) -> None:
    stage.open("processed_object", "Checked files")
    for name, state, alt in (
        ("eicar.com", "found", "A checked file in which something was found: what was told of it, never its name."),
        ("setup-tools.msi", "signed", "A checked file with a good signature: what goes of its signer’s certificate."),
        ("letter.docx", "failed", "A file that could not be checked, and why."),
        (
            "holiday-photos.zip",
            "not-fully-scanned",
            "A file that one engine did not look at as a whole.",
        ),
    ):
        stage.choose_row(name)
        stage.draw(state, alt)


def _license(stage: Stage) -> None:
    """The page in each state, and what every page says as the end comes near."""
    stage.open("license-status")
    for state, status in samples().items():
        stage.show(license=status)
        stage.draw(state, f"The license page while the license is {state.replace('_', ' ')}.")
    stage.open("overview")
    stage.show(license=samples()["ending"])
    stage.draw("license-ending", "The overview under a band that says how soon the license ends.")
    stage.read()


def _agreement(stage: Stage) -> None:
    stage.open("agreement")
    stage.press("Read it")
    stage.draw("text", "The whole text of the agreement.")
    stage.press("Back to the summary")
    choices, changed = _live(stage).choices, frozenset({"environment", "license"})
    permit = replace(choices.permit, categories=choices.permit.categories - changed)
    differing = {"environment": _differing(stage, "environment"), "license": _differing(stage, "license")}
    stage.show(
        choices=replace(choices, changed=changed, differing=differing, allowed=choices.allowed - changed, permit=permit)
    )
    stage.draw("changed", "What was agreed to has changed since: nothing of it is sent before a new answer.")
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
    _draw_each(
        stage,
        "offline",
        overview="The overview while the receiver is not reached: sending is on, and what waits stays.",
        outbox="The Outbox while the receiver is not reached: why the last sending ended early.",
    )
    stage.viewer.actions.offline = ""
    stage.read()
    live = _live(stage)
    nothing = Records(
        days=[(day, 0, 0) for day, _, _ in live.days], unread=UNREAD, clock=live.clock, choices=Choices("unread")
    )
    stage.show(problems=[UNREAD], **{each.name: getattr(nothing, each.name) for each in fields(Records)})
    _draw_each(
        stage,
        "unreadable",
        agreement="The agreement while the record cannot be read: nobody can say what was decided.",
        overview="The overview while the record cannot be read: why, and that nothing is sent.",
        outbox="The Outbox while the record cannot be read: nobody can say what waits.",
    )
    stage.read()


def _search(stage: Stage) -> None:
    stage.open("overview")
    stage.search("adapter")
    stage.draw("search", "The search over the overview: the facts, values and pages in which “adapter” stands.")
    stage.press("Close")


def _paused(stage: Stage) -> None:
    stage.engine.pause("window")
    stage.read()
    _draw_each(
        stage,
        "paused",
        overview="The overview while all sending is paused: what waits stays until it is resumed.",
        outbox="The Outbox while all sending is paused: nothing goes.",
        installed_software="“Installed software” while all sending is paused.",
    )
    stage.engine.resume("window")
    stage.read()


def _switched(stage: Stage) -> None:
    for key, on, alt in (
        ("environment", False, "“Your device” switched off: its values stay to be seen, and are not sent."),
        ("processed_object", False, "“Checked files” switched off: what was told stays in the list."),
        ("web_request", False, "“Web addresses” switched off: what was told stays in the list."),
        ("payment", True, "“Payment protection” switched on: the sites that were told, and the bytes each was given."),
    ):
        stage.engine.choose(key, on, "window")
        stage.read()
        stage.open(key)
        stage.draw("on" if on else "off", alt)
        stage.engine.choose(key, not on, "window")
        stage.read()


def _withdrawn(stage: Stage) -> None:
    stage.engine.withdraw("window")
    stage.read()
    _draw_each(
        stage,
        "withdrawn",
        agreement="The agreement after it was withdrawn: nothing is sent, and what was sent stays with its receiver.",
        overview="The overview after the agreement was withdrawn: nothing is sent.",
        outbox="The Outbox after the agreement was withdrawn: what waited was removed.",
    )


def _live(stage: Stage) -> SnapshotState:
    live = stage.viewer.live
    assert live is not None
    return live


def _draw_each(stage: Stage, state: str, **alts: str) -> None:
    """These pages in this state."""
    for page, alt in alts.items():
        stage.open(page)
        stage.draw(state, alt)
