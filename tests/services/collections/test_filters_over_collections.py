"""The filter language over the declarations: every column and every word, on records in a store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api.clock import SystemClock
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.events import Bus
from kinde_tui.services.store import Store
from tests.services.collections.declared import RECORDS, USER, parent_of

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection

USERS: tuple[dict[str, Any], ...] = (
    USER,
    {"id": "kp_2", "first_name": "Grace", "is_suspended": True, "phone": "+61426148233", "organizations": []},
    {
        "id": "kp_3",
        "username": "alan",
        "is_suspended": False,
        "organizations": ["org_1", "org_2"],
        "last_signed_in": "2025-01-01T01:00:00+11:00",
    },
)


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(COLLECTIONS, None, Bus(), SystemClock())
    for name, records in RECORDS.items():
        for raw in USERS if name == "users" else records:
            store.put(name, raw, parent_of(name))
    yield store
    store.close()


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("is:active", {"kp_1", "kp_3"}),
        ("is:suspended", {"kp_2"}),
        ("status:suspended", {"kp_2"}),
        ("is:never", {"kp_2"}),
        ("has:phone", {"kp_2"}),
        ("has:username", {"kp_3"}),
        ("has:email", {"kp_1"}),
        ("-has:organization", {"kp_2"}),
        ("org:org_2", {"kp_3"}),
        ("orgs:>1", {"kp_3"}),
        ("last_seen:>2026-01-01", {"kp_1"}),
        ("last_seen:<2025-01-01", {"kp_3"}),
        ("sign_ins:>40", {"kp_1"}),
        ("love", {"kp_1"}),
        ("ada@example.com", {"kp_1"}),
        ("name:alan", {"kp_3"}),
        ("-is:active", {"kp_2"}),
    ],
)
def test_users_are_found(store: Store, words: str, keys: set[str]) -> None:
    assert set(store.view("users", filter=words).keys()) == keys


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=lambda collection: collection.name)
def test_every_column_sorts_and_filters(store: Store, collection: AnyCollection) -> None:
    parent = parent_of(collection.name)
    everyone = set(store.view(collection.name, parent).keys())
    assert everyone
    for column in collection.columns:
        for descending in (False, True):
            assert set(store.view(collection.name, parent, sort=(column.key, descending)).keys()) == everyone
        assert set(store.view(collection.name, parent, filter=f"{column.key}:x").keys()) <= everyone
    for word in collection.flags:
        found = set(store.view(collection.name, parent, filter=f"is:{word}").keys())
        others = set(store.view(collection.name, parent, filter=f"-has:{word}").keys())
        assert found | others == everyone
        assert not found & others
