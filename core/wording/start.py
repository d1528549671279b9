"""What `vitrine --help` says, and what is wrong with its options. Loaded before the first paint, so it is small."""

from __future__ import annotations

from core.wording import _

# The program's name, which is the same in every language.
NAME = "Vitrine"
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
