"""Filters that name records of other lists: organizations of users, roles of members, holders of roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.completing import completions, token_at
from kinde_tui.services.filter_help import GRAMMAR, fields_of, words_of
from kinde_tui.services.filter_sql import condition
from kinde_tui.services.filters import Filter, FilterError, Holds, Term, parse
from kinde_tui.services.gaps import WHAT
from tests.services.things import opened

if TYPE_CHECKING:
    from kinde_tui.services.store import Store

ORGANIZATIONS = {"o1": "Acme", "o12": "Acme North", "o2": "Bêta", "o3": "O1 Holding"}
USERS = {"ada": ["o1"], "bob": ["o12"], "cleo": ["o2", "o12"], "dan": [], "eve": ["gone", "o3"], "fay": ["o1", "o2"]}


def put(store: Store, collection: str, raws: list[dict[str, Any]], *parent: str, whole: bool = True) -> None:
    """Stores a list, as one that was read to its end or not."""
    pass_id = store.begin_pass(collection, parent)
    store.put_page(collection, parent, raws, pass_id)
    if whole:
        store.finish_pass(collection, parent, pass_id)


@pytest.fixture
def store() -> Iterator[Store]:
    store = opened(collections=tuple(COLLECTIONS.values()))
    put(store, "organizations", [{"code": code, "name": name} for code, name in ORGANIZATIONS.items()])
    put(store, "users", [{"id": key, "first_name": key, "organizations": codes} for key, codes in USERS.items()])
    put(
        store, "roles", [{"id": "r1", "key": "admin", "name": "Boss"}, {"id": "r2", "key": "team-lead", "name": "Lead"}]
    )
    yield store
    store.close()


def found(store: Store, text: str, collection: str = "users", *parent: str) -> list[str]:
    return sorted(store.view(collection, parent, filter=text).keys())


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("org:acme", ["ada", "bob", "cleo", "fay"]),
        ('org:"ACME N"', ["bob", "cleo"]),
        ("org:=acme", ["ada", "fay"]),
        ("org:=o1", ["ada", "fay"]),
        ("org:o1", ["ada", "bob", "cleo", "eve", "fay"]),  # a part of a key, and of a name
        ("org:=o12", ["bob", "cleo"]),
        ("org:beta", ["cleo", "fay"]),
        ("org:gone", ["eve"]),  # a key of an organization that is not loaded
        ("org:nobody", []),
        ("-org:acme", ["dan", "eve"]),
        ("org:acme -org:beta", ["ada", "bob"]),
        ("organizations:beta ada", []),
        ('organization:"north"', ["bob", "cleo"]),
        ("org:~^o1$", ["ada"]),
        ("has:organization", ["ada", "bob", "cleo", "eve", "fay"]),
    ],
)
def test_organizations_are_found_by_key_and_by_name(store: Store, text: str, users: list[str]) -> None:
    assert found(store, text) == users


def test_a_renamed_organization_is_found_by_its_new_name(store: Store) -> None:
    assert store.view("users", filter="org:acme").meaning.leans_on == {"organizations"}
    store.patch("organizations", "o1", {"name": "Zeta"})
    assert found(store, "org:zeta") == ["ada", "fay"]
    assert found(store, "org:=acme") == []


NAMES = st.sampled_from(["Acme", "acme north", "o1", 'say "o"', "back\\slash", "Ünï", "a b", "o"])
CODES = st.sampled_from(['o"1', "o1", "o12", "ö", "a\\b", "x'y"])


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(CODES, NAMES, max_size=4),
    st.lists(st.lists(CODES, max_size=3, unique=True), min_size=1, max_size=5),
    NAMES,
    st.booleans(),
)
def test_whatever_keys_and_names_hold_the_rows_are_those_a_plain_look_finds(
    organizations: dict[str, str], users: list[list[str]], word: str, exact: bool
) -> None:
    from kinde_tui.services.folding import fold

    store = opened(collections=tuple(COLLECTIONS.values()))
    put(store, "organizations", [{"code": code, "name": name} for code, name in organizations.items()])
    put(store, "users", [{"id": f"u{number}", "organizations": codes} for number, codes in enumerate(users)])
    sought = fold(word)

    def meets(codes: list[str]) -> bool:
        texts = [(fold(code), fold(organizations.get(code, code))) for code in codes]
        if exact:
            return any(sought in pair for pair in texts) or sought == fold(" ".join(codes))
        return any(sought in text for pair in texts for text in pair) or sought in fold(" ".join(codes))

    quoted = word.replace("\\", "\\\\").replace('"', '\\"')
    text = f'org:{"=" if exact else ""}"{quoted}"'
    assert found(store, text) == [f"u{number}" for number, codes in enumerate(users) if meets(codes)]
    store.close()


def test_roles_of_members_are_found_by_key_and_by_name(store: Store) -> None:
    put(store, "members", [{"id": "ada", "roles": ["admin"]}, {"id": "fay", "roles": ["team-lead", "x"]}], "o1")
    for text, members in (
        ("role:admin", ["ada"]),
        ("role:boss", ["ada"]),
        ("roles:=lead", ["fay"]),
        ("role:x", ["fay"]),
        ("-role:team", ["ada"]),
    ):
        assert found(store, text, "members", "o1") == members


def test_holders_come_from_the_members_that_are_loaded_and_from_the_roles_own_lists(store: Store) -> None:
    meaning = store.view("users", filter="role:admin").meaning
    assert meaning.missing == (("role_users", ("r1",)),)
    assert meaning.leans_on == {"roles", "members", "role_users", "organizations"}
    put(store, "role_users", [{"id": "ada", "org_codes": ["o1"]}, {"id": "bob", "org_codes": ["o12"]}], "r1")
    assert found(store, "role:admin") == found(store, "role:=Boss") == ["ada", "bob"]
    assert store.view("users", filter="role:admin").meaning.missing == ()
    # The members of an organization know better than the role's own list, which follows nothing changed here.
    put(store, "members", [{"id": "ada", "roles": []}, {"id": "fay", "roles": ["admin"]}], "o1")
    assert found(store, "role:admin") == ["bob", "fay"]
    assert found(store, "-role:admin") == ["ada", "cleo", "dan", "eve"]
    store.patch("members", "ada", {"roles": ["admin"]}, ("o1",))
    assert found(store, "role:admin ad") == ["ada"]
    assert found(store, "role:nothing") == []


def test_with_the_members_of_all_organizations_nothing_else_is_needed(store: Store) -> None:
    for code in ORGANIZATIONS:
        put(store, "members", [{"id": "cleo", "roles": ["admin"]}] if code == "o2" else [], code)
    view = store.view("users", filter="role:admin")
    assert (list(view.keys()), view.meaning.missing) == (["cleo"], ())


def test_roles_that_are_not_all_loaded_are_missing_too() -> None:
    other = opened(collections=tuple(COLLECTIONS.values()))
    assert other.view("users", filter="role:admin").meaning.missing == (("roles", ()),)
    assert other.view("users", filter="org:acme").meaning.missing == (("organizations", ()),)
    assert other.view("sessions", ("u",), filter="application:x").meaning.missing == (("applications", ()),)
    other.close()


@pytest.mark.parametrize(("text", "at"), [("role:", 5), ("role:>3", 5), ('role:=""', 6), ("role:~x", 5)])
def test_what_is_held_takes_a_name(store: Store, text: str, at: int) -> None:
    with pytest.raises(FilterError) as error:
        store.view("users", filter=text)
    assert error.value.position == at


def test_what_was_not_looked_up_becomes_no_sql() -> None:
    with pytest.raises(LookupError, match="role"):
        condition(Filter((Term(Holds("role", "x")),)), {})


def test_values_are_offered_as_they_are_compared(store: Store) -> None:
    store.put("users", {"id": "kim", "first_name": "Kim", "is_suspended": True, "created_on": "2026-01-01T00:00:00Z"})
    users = COLLECTIONS["users"]

    def offers(text: str) -> list[str]:
        return completions(text, len(text), users, lambda asked, beginning: store.values("users", asked, beginning))

    assert offers("status:") == ["status:active", "status:suspended"]
    assert offers("name:k") == ["name:kim"]
    assert offers("Organization:ac") == ["organization:acme"]
    assert offers('-org:"ac') == ['org:"acme"', 'org:"acme north"']
    assert offers("org:=ac") == ["org:=acme"]
    assert offers("role:b") == ["role:boss"]
    assert offers("created:2") == offers("name:>k") == offers("colour:r") == offers("name:zz") == []
    assert [offer for offer in offers("o") if offer.startswith("or")] == ["org:", "orgs:"]
    assert "role:" in offers("r")


@pytest.mark.parametrize(
    ("text", "cursor", "token"),
    [
        ("ada bob", 7, "bob"),
        ("ada bob", 2, "ada"),
        ('name:"van go', 12, 'name:"van go'),
        ('x -name:"van go" y', 14, 'name:"van go"'),
        ('"a \\" b" c', 10, "c"),
        ("-", 1, ""),
        ("", 0, ""),
    ],
)
def test_quotes_hold_the_term_together(text: str, cursor: int, token: str) -> None:
    start, end = token_at(text, cursor)
    assert text[start:end] == token


def test_every_example_of_the_grammar_is_a_filter_of_users(store: Store) -> None:
    for examples, means in GRAMMAR:
        assert means
        for example in examples:
            store.view("users", filter=example)


def test_every_list_that_a_filter_may_lean_on_has_a_name_for_people() -> None:
    for collection in COLLECTIONS.values():
        refers = [column.refers.collection for column in collection.columns if column.refers is not None]
        held = [name for one in collection.held.values() for name in (one.refers.collection, one.holders)]
        assert set(refers + held) <= set(WHAT)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_field_and_word_that_is_explained_can_be_typed(name: str) -> None:
    collection = COLLECTIONS[name]
    for names, what in fields_of(collection):
        assert what
        for field in names.split(", "):
            parse(f"{field}x", collection)
    for word, what in words_of(collection):
        assert what
        parse(word, collection)
