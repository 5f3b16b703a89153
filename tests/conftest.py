"""What holds for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# How fast the machine is, and what else it does, is no fact about the program.
settings.register_profile("kinde-tui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kinde-tui")
