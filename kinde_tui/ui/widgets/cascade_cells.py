"""What the cells of the cascade say: a sign for how the value is known, the value, and when it was set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from kinde_tui.services.cascade import Cell as Known
from kinde_tui.services.cascade import FlagRow, Level, Provenance
from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.collections.texts import ago
from kinde_tui.services.flag_values import shown
from kinde_tui.ui.widgets.source import Cell

if TYPE_CHECKING:
    from datetime import datetime

SIGNS = {Provenance.READ: "●", Provenance.INFERRED: "◌", Provenance.UNREADABLE: "?", Provenance.ABSENT: "–"}
LEGEND = Content.styled("● read  ◌ inferred  ? not readable  – no override  … being saved", "$label")
LONG, SHORT = 16, 10
"""Characters of a value that leave room for the other levels, and for the doubt about what is in force."""


def _cut(value: object, room: int) -> str:
    text = shown(value)
    return text if len(text) <= room else f"{text[: room - 1]}…"


def level_cell(known: Known | None, level: Level, now: datetime) -> Cell:
    """The value on one level."""
    if known is None or not known.known:
        provenance = known.provenance if known else Provenance.UNREADABLE
        return Cell(SIGNS[provenance], Tone.MUTED)
    when = ""
    if level is Level.USER and known.at is not None:
        when = f"  you, {ago(known.at, now)}"
    if known.inherited is not False and level is Level.ORGANIZATION:
        return Cell(f"◌ {_cut(known.value, LONG)}", Tone.MUTED)
    override = level in {Level.ORGANIZATION, Level.USER}
    inferred = known.provenance is Provenance.INFERRED
    tone = Tone.WARNING if override else (Tone.MUTED if inferred else Tone.PLAIN)
    return Cell(f"{SIGNS[known.provenance]} {_cut(known.value, LONG)}{when}", tone)


def in_force_cell(row: FlagRow, user: str, *, brief: bool = False) -> Cell:
    """What is in force, never said to be better known than the level that it rests on.

    Args:
        row: the flag.
        user: what the user whose level may be unreadable is called; empty: there is no room to say whose.
        brief: there is no room for more than that it is in doubt.
    """
    if not row.in_force.known:
        return Cell("? not readable", Tone.MUTED)
    if row.unless and brief:
        return Cell(f"◌ {_cut(row.in_force.value, SHORT)} unless set", Tone.MUTED)
    if row.unless:
        named = [f"for {user}" if level is Level.USER else f"in the {level}" for level in row.unless]
        doubt = f" {' or '.join(named)}" if user else ""
        return Cell(f"◌ {_cut(row.in_force.value, SHORT)} (unless overridden{doubt})", Tone.MUTED)
    source = f" from {row.level}" if row.level else ""
    sign = "" if row.certain else "◌ "
    return Cell(
        f"{sign}{_cut(row.in_force.value, LONG)}{source}", Tone.GOOD if row.in_force.value is True else Tone.PLAIN
    )
