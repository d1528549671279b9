"""What the window says around its pages and its handbook, and `vitrine --help`. It is loaded before the first paint."""

from core.wording import _

# The program's name, which is the same in every language.
NAME = "Vitrine"
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

# Around the handbook's own text, which is in docs/handbook.
HANDBOOK, BACK, CONTENTS = _("Handbook"), _("Back"), _("Contents")
# Translators: {chapter} is the heading of the page that is open.
HANDBOOK_TITLE, SPOKEN = _("{chapter} – Handbook"), _("Handbook: {chapter}")
ABSENT = _("This page of the handbook did not come with this copy of Vitrine.")

# What `vitrine --help` says, and what is wrong with its options.
DESCRIPTION = _("Shows, live, exactly what is sent, and sends it only as you decided.")
EXAMPLE = _("example: vitrine --page environment")
# Translators: {pages} are the names of pages as they are typed.
PAGE = _("a group's key, {pages}")
PROFILE = _("demo: invented values, and no way to send")
THEME = _("instead of the one in the settings")
SCREENSHOTS = _("draw every page, and the demo’s states, into DIR")
LANGUAGE = _("of the window’s words")
SCALE = _("dots for each dot of a normal screen")
# Translators: {size} is width and height, as 1200x780.
SIZE = _("of the window, instead of {size}")
DEBUG = _("show where an error came from")
SCALE_BETWEEN = _("scale must lie between {least} and {most}")
SIZE_BETWEEN = _("width and height like {usual}, from {least} to {most}")
# Translators: what stands for a value in the help.
A_NAME, A_FOLDER, A_NUMBER, A_SIZE = _("NAME"), _("DIR"), _("N"), _("WxH")
