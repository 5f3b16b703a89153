"""All pictures."""

from __future__ import annotations

from screenshots import of_people, of_settings, of_tools
from screenshots.stage import SHOTS

__all__ = ["SHOTS", "of_people", "of_settings", "of_tools"]
