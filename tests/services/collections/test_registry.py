"""The registry finds each collection where it says."""

from __future__ import annotations

import pytest

from kinde_tui.services.collections.registry import COLLECTIONS, PLACES


def test_each_collection_is_found_under_its_own_name() -> None:
    assert [collection.name for collection in COLLECTIONS.values()] == list(PLACES)
    assert len(COLLECTIONS) == len(PLACES)


def test_those_without_parents_come_first() -> None:
    under = [bool(collection.parents) for collection in COLLECTIONS.values()]
    assert under == sorted(under)


def test_what_is_not_there_is_not_found() -> None:
    assert "nothing" not in COLLECTIONS
    with pytest.raises(KeyError, match="nothing"):
        COLLECTIONS["nothing"]
