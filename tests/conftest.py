"""What holds for every test."""

from __future__ import annotations

import gc

from hypothesis import HealthCheck, settings

# How fast the machine is, and what else it does, is no fact about the program.
settings.register_profile("kinde-tui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kinde-tui")


def pytest_collection_finish() -> None:
    """Looks through modules and collected tests for garbage no more: they stay, and looking took a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
