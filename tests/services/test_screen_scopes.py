"""What screens ask of the token is read from their declarations, whatever those declare."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api.operation import Operation
from kinde_tui.api.operations import SCOPES
from kinde_tui.services.collections.collection import Panel
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.guard import Guard
from kinde_tui.services.scope_sets import scope_sets
from kinde_tui.services.scopes import Needs, Part, bars_of_tab, lacks_of_all, uses_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def declared_in(anything: Any) -> Iterator[Operation]:
    if isinstance(anything, Operation):
        yield anything
    elif isinstance(anything, tuple):
        for one in anything:
            yield from declared_in(one)
    elif is_dataclass(anything):
        for field in fields(anything):
            yield from declared_in(getattr(anything, field.name))


def guard(*lacking: str) -> Guard:
    return Guard("acme", scopes=lambda: SCOPES - set(lacking))


@pytest.mark.parametrize("name", list(COLLECTIONS))
def test_every_operation_that_a_collection_names_is_asked_for(name: str) -> None:
    collection = COLLECTIONS[name]
    called = {operation for use in uses_of((name,), COLLECTIONS) for operation in use.operations}
    assert set(declared_in(collection)) <= called
    for tab in collection.details:
        lists = {str(getattr(tab, field, "")) for field in ("collection", "whole", "held")} & set(COLLECTIONS)
        assert {COLLECTIONS[one].lists for one in lists} <= called


def test_every_panel_says_which_lists_it_is_made_of() -> None:
    panels = [tab for one in COLLECTIONS.values() for tab in one.details if isinstance(tab, Panel)]
    assert panels
    assert all(panel.lists and set(panel.lists) <= set(COLLECTIONS) for panel in panels)


def test_a_screen_is_blind_without_its_list_alone() -> None:
    users = Needs("users", "Users", uses_of(("users",), COLLECTIONS))
    assert users.blind(guard("read:users", "read:user_sessions")) == ("read:users",)
    assert users.blind(guard("read:user_sessions", "update:users")) == ()
    assert users.missing(guard("read:user_sessions", "update:users"), writes=False) == ("read:user_sessions",)
    assert users.missing(guard("read:user_sessions", "update:users"), writes=True) == ("update:users",)
    assert lacks_of_all([users], guard("update:users", "read:user_sessions", "read:timezones")) == (
        "read:user_sessions",
        "update:users",
    )
    assert [use.part for use in users.serves("read:user_sessions")] == [Part.TAB]


def test_a_token_that_tells_nothing_lacks_nothing_until_it_is_refused() -> None:
    users = Needs("users", "Users", uses_of(("users",), COLLECTIONS))
    assert users.missing(Guard("acme")) == ()
    assert not Guard("acme").limited
    refused = Guard("acme", refused=lambda: frozenset({"read:users"}))
    assert refused.limited
    assert users.blind(refused) == ("read:users",)
    assert "lacks the scope read:users" in refused.refusal(COLLECTIONS["users"].lists)


def test_a_panel_makes_the_best_of_what_can_be_read() -> None:
    (flags,) = [tab for tab in COLLECTIONS["users"].details if tab.title == "Flags"]
    environment, organization = "read:environment_feature_flags", "read:organization_feature_flags"
    assert bars_of_tab(guard(environment), flags, COLLECTIONS) == ()
    assert bars_of_tab(guard(environment, organization), flags, COLLECTIONS) == (environment, organization)
    (sessions,) = [tab for tab in COLLECTIONS["users"].details if tab.title == "Sessions"]
    assert bars_of_tab(guard("read:user_sessions"), sessions, COLLECTIONS) == ("read:user_sessions",)


def test_a_viewer_sees_every_screen_and_a_flag_operator_sets_every_flag() -> None:
    sets = {one.name: frozenset(one.scopes) for one in scope_sets(COLLECTIONS)}
    for name in COLLECTIONS:
        needs = Needs(name, name, uses_of((name,), COLLECTIONS))
        assert needs.missing(Guard("acme", scopes=lambda: sets["viewer"]), writes=False) == (), name
    cascade = Needs("flags", "Flags", uses_of(("environment_flags", "organization_flags"), COLLECTIONS))
    assert cascade.missing(Guard("acme", scopes=lambda: sets["flags"])) == ()
    assert sets["full"] == SCOPES
