"""The search over everything: what it says, what it finds, and the words by which pages are found."""

from core.wording import _

# By gui.state.search.FoundKind.
KINDS = {"page": _("Page"), "fact": _("Fact"), "value": _("Value"), "submission": _("Submission")}
# The columns; they are read out, not seen.
TITLES = (_("Kind"), _("What"), _("Where"))
# Translators: `key` stays as it is, `clause` is where the statement says it
FACT, VALUE = _("{group} · {key} · {clause}"), _("{fact} · {group}")
SUBMISSION, SUBMISSION_MORE = _("No. {number} · {group}"), _("{state} · {when}")
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

# Around what was found.
PLACEHOLDER = _("A page, a fact, a value, a submission")
HINT = _("Type a word, a value, a number or a day: every page, all {items} facts, the values now, and submissions.")
RESULTS = _("Found")
# Translators: of so many submissions only the newest were looked through; {total} alone where it was all.
LOOKED_THROUGH = _("Submissions looked through: {looked}")
NEWEST = _("the newest {known:,} of {total:,}")
SHOWN_OF, FOUND = _("{shown} of {total:,}"), _("{shown} found")
NOTHING = _("Nothing found for “{query}”.")
# Translators: read out with each result: what it is, then its place among the others.
SPOKEN = _("{result}, {place} of {count}")
