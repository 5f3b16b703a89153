"""`kinde-tui sync`: loads the tenant into the store."""

from __future__ import annotations
