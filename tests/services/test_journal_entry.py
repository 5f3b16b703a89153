"""One line of the change log, there and back, also when it is damaged."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, State, Target
from kinde_tui.services.journal import Journal
from tests.support.hand_clock import HandClock


def opened() -> Journal:
    return Journal(None, "acme", "https://acme.kinde.com", HandClock())


def added(says: str = "Add Ada to Acme") -> Change:
    """A change with everything that a line can hold."""
    return Change(
        Request(kinde.ADD_ORGANIZATION_USERS, {"org_code": "org_1"}, body={"users": [{"id": "kp_1"}]}),
        Target("members", "kp_1", "Ada", ("org_1",)),
        says,
        before={"roles": []},
        after={"roles": ["admin"]},
    )


def damaged(journal: Journal, **columns: object) -> None:
    """Overwrites columns of every line."""
    marks = ", ".join(f"{name}=?" for name in columns)
    journal._database.execute(f"UPDATE entry SET {marks}", tuple(columns.values()))  # noqa: S608 - our own names


def test_all_of_it_is_exported() -> None:
    journal = opened()
    (entry_id,) = journal.intend([added()])
    journal.settle([entry_id], State.DONE, "It is done.")
    now = HandClock().now().isoformat()
    assert [json.loads(line) for line in journal.export()] == [
        {
            "id": entry_id,
            "at": now,
            "settled_at": now,
            "profile": "acme",
            "operation": "AddOrganizationUsers",
            "request": "POST /api/v1/organizations/org_1/users",
            "body": {"users": [{"id": "kp_1"}]},
            "collection": "members",
            "key": "kp_1",
            "name": "Ada",
            "parent": ["org_1"],
            "says": "Add Ada to Acme",
            "before": {"roles": []},
            "after": {"roles": ["admin"]},
            "state": "done",
            "sentence": "It is done.",
            "undo_of": None,
            "undone_by": None,
        }
    ]


def test_letters_of_any_language_stay_letters_in_the_export() -> None:
    journal = opened()
    journal.intend([added("Zoë 日本")])
    (line,) = journal.export()
    assert "Zoë 日本" in line


def test_a_lone_surrogate_is_kept_in_every_field_that_a_filter_looks_in() -> None:
    journal = opened()
    hostile = "a\ud800b"
    change = Change(
        Request(kinde.UPDATE_USER, query={"id": "kp_1"}, body={"given_name": hostile}),
        Target("users", hostile, hostile, (hostile,)),
        hostile,
        after={"first_name": hostile},
    )
    journal.intend([change])
    (entry,) = journal.entries(filter="a\\ud800b")
    assert (entry.target.key, entry.target.name, entry.says) == ("a\\ud800b",) * 3
    assert (entry.after, entry.body, entry.target.parent) == (
        {"first_name": hostile},
        {"given_name": hostile},
        (hostile,),
    )


def test_a_line_that_takes_nothing_back_says_so() -> None:
    journal = opened()
    (first,) = journal.intend([added()])
    change = added()
    journal.intend([change], undoes={change.id: first})
    newest, oldest = journal.entries()
    assert (newest.undo_of, oldest.undo_of) == (first, None)


def test_damage_in_one_place_hides_nothing_else() -> None:
    journal = opened()
    journal.intend([added()])
    whole: list[tuple[str, object, str, Any]] = [
        ("at", "yesterday", "at", datetime(1970, 1, 1, tzinfo=UTC)),
        ("at", "2026-08-01T12:00:00", "at", datetime(1970, 1, 1, tzinfo=UTC)),
        ("settled_at", "yesterday", "settled_at", None),
        ("body", "{", "body", None),
        ("body", None, "body", None),
        ("body", "", "body", None),
        ("before", "[1]", "before", {}),
        ("after", "{", "after", {}),
        ("state", "perhaps", "state", State.UNKNOWN),
        ("says", b"Add \xff", "says", "Add \ufffd"),
        ("sentence", 7, "sentence", "7"),
        ("after", "[" * 100_000, "after", {}),
    ]
    for column, value, field, read in whole:
        damaged(journal, **{column: value})
        (entry,) = journal.entries()
        assert getattr(entry, field) == read, column
        assert (entry.target.key, entry.operation, entry.profile) == ("kp_1", "AddOrganizationUsers", "acme")


COLUMNS_OF_TEXT = ("at", "operation", "request", "collection", "key", "name", "parent", "says", "before", "state")


@given(st.dictionaries(st.sampled_from(COLUMNS_OF_TEXT), st.integers(-(2**63), 2**63 - 1) | st.floats() | st.binary()))
def test_whatever_a_flipped_byte_makes_of_a_text_is_read_as_text(columns: dict[str, object]) -> None:
    journal = opened()
    journal.intend([added()])
    # Never null, which the table refuses; SQLite makes null of a number that is none.
    kept = {name: value for name, value in columns.items() if value == value}  # noqa: PLR0124 - nan
    if kept:
        damaged(journal, **kept)
    (entry,) = journal.entries()
    texts = (entry.operation, entry.request, entry.says, entry.target.collection, entry.target.key, entry.target.name)
    assert all(isinstance(text, str) for text in texts)
    assert entry.at.tzinfo is not None
    assert isinstance(entry.before, dict)
    json.loads(next(journal.export()))


def test_a_damaged_place_is_no_place() -> None:
    journal = opened()
    journal.intend([added()])
    for parent, read in (('["org_1", 2]', ("org_1", "2")), ('{"org_1": 1}', ()), ('"org_1"', ()), ("[", ())):
        damaged(journal, parent=parent)
        (entry,) = journal.entries()
        assert entry.target.parent == read
