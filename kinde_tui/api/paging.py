"""The three ways Kinde pages, as async iterators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw


@dataclass(frozen=True, slots=True)
class Page:
    """Some records of a list, in the API's order."""

    records: tuple[Raw, ...]
    next: str = ""
    """What `start` continues after this page; empty: this was the last one."""
    note: str = ""
    """Why a list ended early, as a sentence; empty: it is complete."""
