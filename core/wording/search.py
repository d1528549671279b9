"""What the search finds: kinds, titles, and the words by which pages are found."""

from __future__ import annotations

from core.wording import _

# By gui.state.search.FoundKind.
KINDS = {"page": _("Page"), "fact": _("Fact"), "value": _("Value"), "submission": _("Submission")}
# The columns; they are read out, not seen.
TITLES = (_("Kind"), _("What"), _("Where"))
# Translators: `key` stays as it is, `clause` is where the statement says it
FACT = _("{group} · {key} · {clause}")
VALUE = _("{fact} · {group}")
SUBMISSION = _("No. {number} · {group}")
SUBMISSION_MORE = _("{state} · {when}")
# Translators: what people look for when they mean a page: words of any kind, small, with single spaces
ALSO = {
    "overview": _("start home groups"),
    "outbox": _("waiting cancel send now next"),
    "history": _("sent receipt records export verify fit together"),
    "agreement": _("accept decline withdraw consent region statement text"),
    "license-status": _("licence days activate dealer expires"),
    "settings": _("theme dark contrast size of text language proxy keep interval folder rules"),
    "connection": _("ip address headers host proxy"),
    "support": _("help doctor check wrong error line code folder version"),
    "about": _("version license licences parts fonts libraries open source"),
}
