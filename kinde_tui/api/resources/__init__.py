"""Typed methods, one file a resource."""
