"""Which record a change has made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kinde_tui.services.change import Inserted

if TYPE_CHECKING:
    from kinde_tui.services.change import Outcome
    from kinde_tui.services.collections.collection import AnyCollection


def made_by(outcomes: Sequence[Outcome], collection: AnyCollection) -> str:
    """The key of the first record that was made: as the answer names it, or as it was shown at once; empty: none."""
    for outcome in outcomes:
        if outcome.done:
            answer = outcome.answer or {}
            named = [part for part in answer.values() if isinstance(part, Mapping)]
            shown = [e.raw for e in outcome.change.effects if isinstance(e, Inserted) and _is_of(e, collection)]
            bare = () if "message" in answer else (answer,)  # an envelope's code is no record's
            found = (collection.key(part) for part in (*named, *shown, *bare))
            if key := next(filter(None, found), ""):
                return key
    return ""


def _is_of(effect: Inserted, collection: AnyCollection) -> bool:
    return effect.target.collection == collection.name
