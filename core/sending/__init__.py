"""The way out: what waits becomes a request, goes, and what the answer means is written down."""
