"""Profiles, secrets and paths."""
