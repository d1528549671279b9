"""What is kept: every decision, every submission and what became of it, in one append-only record."""

# As the first argument of vitrinectl: be the process that checks a large record beside another. For programs, so no
# help names it.
WORD = "record-check"
