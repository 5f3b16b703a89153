"""Records as Kinde sends them; no I/O."""
