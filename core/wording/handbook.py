"""What stands around the handbook's own text, which is in docs/handbook."""

from __future__ import annotations

from core.wording import _

NAME, BACK, CONTENTS = _("Handbook"), _("Back"), _("Contents")
# Translators: {chapter} is the heading of the page that is open.
WINDOW_TITLE, SPOKEN = _("{chapter} – Handbook"), _("Handbook: {chapter}")
ABSENT = _("This page of the handbook did not come with this copy of Vitrine.")
