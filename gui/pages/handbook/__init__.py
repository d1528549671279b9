"""The handbook: its window, its chapters, and how a text of it is set."""
