"""The declarations, one file a kind of record."""
