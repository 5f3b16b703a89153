"""What holds for every test."""

from __future__ import annotations

import gc
import os
import signal

from hypothesis import HealthCheck, Phase, settings

# How fast the machine is, and what else it does, is no fact about the program.
settings.register_profile("kinde-tui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For `python -m tests.security.mutants`: the same examples in every run, and no time for smaller ones.
settings.register_profile(
    "mutants", settings.get_profile("kinde-tui"), derandomize=True, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("kinde-tui")

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # a shell's background job; the programs under test would inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Looks through modules and collected tests for garbage no more: they stay, and looking took a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are processors: many tests wait for a program on a terminal, or for a socket."""
    return (os.cpu_count() or 1) * 3 // 2
