"""A pasted token: found, decoded, classified, explained, verified."""
