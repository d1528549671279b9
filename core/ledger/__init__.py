"""What is kept of submissions. So far: the drafts, the bytes that would go next."""
