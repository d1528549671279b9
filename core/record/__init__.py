"""What is kept: every decision, every submission and what became of it, in one append-only record."""
