"""What the user decided, and what exactly each decision is about."""
