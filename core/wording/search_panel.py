"""What the search over everything says."""

from __future__ import annotations

from core.wording import _

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
