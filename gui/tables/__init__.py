"""The one model behind every list, and what each list shows in its rows."""
