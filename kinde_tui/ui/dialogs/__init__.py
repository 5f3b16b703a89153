"""Questions that return a value and do no work."""
