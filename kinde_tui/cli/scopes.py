"""Scopes on the command line: ready-made sets to tick, and the table of screens and scopes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api.errors import WHERE_SCOPES_ARE

if TYPE_CHECKING:
    from kinde_tui.services.guard import Guard
    from kinde_tui.services.scope_sets import ScopeSet
    from kinde_tui.services.scopes import Needs

WHERE = WHERE_SCOPES_ARE
"""Where scopes are ticked, as a sentence goes on after `Add it`."""
SETS = ("viewer", "flags", "helpdesk", "full")
"""Names of the sets, known before any is made: making them imports every collection."""


def scope_set(name: str) -> ScopeSet:
    """The set of that name; one of `SETS`."""
    from kinde_tui.services.collections.registry import COLLECTIONS
    from kinde_tui.services.scope_sets import scope_sets

    return next(one for one in scope_sets(COLLECTIONS) if one.name == name)


def viewer() -> tuple[str, ...]:
    """Enough to see every screen and to change nothing."""
    return scope_set("viewer").scopes


def missing(scopes: frozenset[str]) -> tuple[str, ...]:
    """The viewer's scopes that these lack."""
    return tuple(scope for scope in viewer() if scope not in scopes)


def screens() -> list[Needs]:
    """What each screen needs of the token."""
    from kinde_tui.services.collections.registry import COLLECTIONS
    from kinde_tui.services.scopes import Needs, uses_of
    from kinde_tui.ui.navigation import SCREENS

    found = ((one, one.lists or tuple({one.name} & set(COLLECTIONS))) for one in SCREENS)
    return [Needs(one.name, one.title, uses_of(lists, COLLECTIONS)) for one, lists in found if lists]


def table(found: Sequence[Needs], guard: Guard) -> Iterator[str]:
    """A line for each screen: how many scopes it has of those that it reads and changes with, and which it lacks."""
    rows: list[tuple[str, ...]] = [("SCREEN", "READS", "CHANGES", "MISSING")]
    for one in found:
        counts = []
        for wanted, writes in ((one.reads, False), (one.changes, True)):
            held = len(wanted) - len(one.missing(guard, writes=writes))
            counts.append(f"{held} of {len(wanted)}" if wanted else "-")
        rows.append((one.title, *counts, ", ".join(one.missing(guard)) or "-"))
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    for row in rows:
        head = "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=False))
        yield f"{head}  {row[-1]}"
