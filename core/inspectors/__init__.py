"""What can be learnt of one file or one web address."""

# As the first argument of vitrinectl: be the process that inspects. For programs, so no help names it.
WORD = "inspector"
