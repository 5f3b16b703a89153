"""What an answer of the tenant says, as a dialog shows it and nothing keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer in words, and perhaps the secret in it. It goes to the screen, and nowhere else."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    """Label and text of each line."""
    note: str = ""
    """What it means and what to do with it, as sentences."""
    secret: str = field(default="", repr=False)
    """In clear; empty: the answer holds none."""
    secret_name: str = "the secret"  # noqa: S105 - a word
    """What the secret is called in a sentence."""
    once: bool = False
    """Whether the secret can never be had again: then the dialog is not left by accident."""
    raw: Raw | None = field(default=None, repr=False)
    """Shown below as it came; None: not at all."""
    good: bool | None = None
    """Whether it is good news; None: neither good nor bad."""
