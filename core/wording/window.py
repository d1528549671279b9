"""What the window says around its pages: sidebar, menus, bands, and why it cannot start."""

from __future__ import annotations

from core.wording import _

PAGES = _("Pages")
# Translators: headings of the sidebar; the first two take turns.
SENT, WOULD_BE_SENT, RECORDS, MORE = _("What is sent"), _("What would be sent"), _("Records"), _("More")
# By the name of each page, but those of the groups.
TITLES = {
    "overview": _("Overview"),
    "outbox": _("Outbox"),
    "history": _("History"),
    "agreement": _("Agreement"),
    "license-status": _("License"),
    "settings": _("Settings"),
    "connection": _("What a connection shows"),
    "support": _("Support"),
    "about": _("About"),
}
PRACTICE = _(
    "Practice: no submission leaves this computer; they go to a small receiver inside Vitrine. "
    "Disconnect the network and try it."
)
SAMPLE = _("Sample data: nothing shown here is from this computer, and nothing can be sent.")
OPEN_LICENSE, HIDE = _("Open License"), _("Hide")
# Translators: {product} is the product whose data is shown.
WINDOW_TITLE = _("{product} – Vitrine")
LINE_FOR_SUPPORT = _("Line for support")
VALUES_UNREAD = _("The values could not be read. {why}")
# By what pressing the button does.
ACTS = {"pause": _("Pause all sending"), "resume": _("Resume sending"), "": ""}
SEARCH, CLOSE, COPY = _("Search"), _("Close"), _("Copy")
NO_PAGE = _("there is no page “{page}”. Pages: {pages}.")
CANNOT_START = _("Vitrine cannot start")
CLOSES_BY_ITSELF = _("This window closes by itself in half a minute.")
