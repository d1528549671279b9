"""What `vitrinectl browser` prints: how it stands with each browser, and how to load the extension."""

from core.wording import _

# By how it stands with a browser, after its name.
STATES = {
    "registered": _("told where Vitrine is"),
    "not_registered": _("not told. To tell it: vitrinectl browser install"),
    "changed": _("NOT as this Vitrine wrote it: {why}. To write it anew: vitrinectl browser install"),
    "not_found": _("not found here"),
}
# Translators: each goes on after “NOT as this Vitrine wrote it: ”.
IS_LINK, IS_CHANGED = _("{file} is a link"), _("{file} was changed, or is another Vitrine’s")
WRITTEN, THERE_IS = _("Written: {file}"), _("There is: {file}")
# Translators: the hash of a file.
HASH, NO_HASH = _("SHA-256 {sha256}"), _("SHA-256 cannot be read")
REMOVED = _("Removed: {file}")
LEFT = _("Left: {file}: it tells of another Vitrine, {program}")
NONE_TOLD = _("No browser is told where this Vitrine is. The extension itself is removed in the browser.")
# Translators: lines below one another; what stands in quotation marks is what the browser calls it.
EXTENSION = _("""The extension lies in {folder}
It is in no store, so your browser loads it in its developer mode:
  Chromium and its kin: chrome://extensions, switch on “Developer mode”, then “Load unpacked”.
    Its ID there: {chromium}
  Firefox: about:debugging#/runtime/this-firefox, “Load Temporary Add-on”, manifest.json; until Firefox ends.
    Its ID there: {firefox}""")
