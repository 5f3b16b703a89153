"""What edits, actions and creations say, send and refuse."""

from __future__ import annotations

from typing import Any

import pytest

from kinde_tui.models.user import User
from kinde_tui.services.change import Change, Danger, Inserted, Patched, Removed, Stale, Target
from kinde_tui.services.collections import web
from kinde_tui.services.collections.collection import Facts, InvalidInputError
from kinde_tui.services.collections.edits import quoted
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.collections.user_changes import rename
from tests.services.collections.declared import CONTEXT, MADE, PERMISSION, ROLE, USER

ADA = User.read(USER)


def act(action_id: str, raw: dict[str, Any], answers: dict[str, str], *parent: str) -> list[Change]:
    collection = COLLECTIONS[action_id.partition(".")[0]]
    removal = (collection.removal,) if collection.removal else ()
    action = next(action for action in (*collection.actions, *removal) if action.id == action_id)
    return list(action.changes(collection.read(raw), answers, parent, CONTEXT))


def create(name: str, answers: dict[str, str], *parent: str, known: bool = True) -> list[Change]:
    creation = COLLECTIONS[name].creation
    assert creation is not None
    return list(creation.changes(answers, parent, CONTEXT) if known else creation.changes(answers, parent))


def edit(name: str, column: str, raw: dict[str, Any], text: str, *parent: str) -> Change | None:
    found = COLLECTIONS[name].column(column)
    assert found is not None
    assert found.edit is not None
    return found.edit.change(COLLECTIONS[name].read(raw), text, parent)


def test_a_rename_sends_what_changes_in_the_words_of_a_patch() -> None:
    change = rename(ADA, "Ada King", ())
    assert change is not None
    assert change.request.body == {"family_name": "King"}
    assert dict(change.request.query) == {"id": "kp_1"}
    assert (change.before, change.after) == ({"last_name": "Lovelace"}, {"last_name": "King"})
    assert change.says == "Rename Ada Lovelace to Ada King"
    assert change.undo is not None
    undo = change.undo({})
    assert undo.request.body == {"family_name": "Lovelace"}
    assert undo.says == "Rename Ada King back to Ada Lovelace"
    assert rename(ADA, "Ada  Lovelace", ()) is None


def test_a_name_that_was_absent_is_put_back_as_empty() -> None:
    change = edit("users", "first_name", {"id": "kp_1", "email": "a@example.com"}, "Ada")
    assert change is not None
    assert change.before == {"first_name": None}
    assert change.undo is not None
    assert change.undo({}).request.body == {"given_name": ""}
    assert change.undo({}).says == "Set the first name of a@example.com back to nothing"


def test_suspending_compares_only_what_was_seen() -> None:
    (change,) = act("users.suspend", USER, {})
    assert change.says == "Suspend Ada Lovelace"
    assert (change.before, change.after) == ({"is_suspended": False}, {"is_suspended": True})
    assert change.danger is Danger.NONE
    (blind,) = act("organizations.suspend", {"code": "org_1", "name": "Acme"}, {})
    assert blind.before == {}
    assert blind.danger is Danger.CONFIRM


def test_both_ways_of_deleting_a_user_say_what_is_lost() -> None:
    (access,) = act("users.delete", USER, {"mode": "access"})
    (profile,) = act("users.delete", USER, {"mode": "profile"})
    assert (access.request.query["is_delete_profile"], profile.request.query["is_delete_profile"]) == (False, True)
    assert "stays with Kinde" in access.loses
    assert "All personal data" in profile.loses
    assert {access.danger, profile.danger} == {Danger.TYPED}
    member = Target("members", "kp_1", "Ada Lovelace", ("org_1",))
    assert Removed(member) in profile.effects
    with pytest.raises(InvalidInputError, match="Choose whether"):
        act("users.delete", USER, {})


def test_a_user_is_created_with_the_identities_that_were_given() -> None:
    (change,) = create("users", {"email": " new@example.com ", "first_name": "New", "organization": "org_1"})
    assert change.request.body == {
        "identities": [{"type": "email", "details": {"email": "new@example.com"}}],
        "profile": {"given_name": "New"},
        "organization_code": "org_1",
    }
    assert change.says == "Create the user New in Acme"
    assert change.effects == (Stale("users"), Stale("members", ("org_1",)))
    (alone,) = create("users", {"username": "ada"}, known=False)
    assert alone.request.body == {"identities": [{"type": "username", "details": {"username": "ada"}}]}
    assert alone.says == "Create the user ada"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Give an e-mail address, a phone number or a username"),
        ({"email": "ada"}, "no e-mail address"),
        ({"phone": "+61 426 148 233"}, "wants the country"),
        ({"phone": "12", "phone_country": "au"}, "country's code"),
    ],
)
def test_a_user_that_nobody_could_find_again_is_not_created(answers: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        create("users", answers)


def test_a_creation_is_taken_back_only_when_the_answer_says_what_was_made() -> None:
    (change,) = create("users", {"email": "new@example.com"})
    assert change.undo is not None
    assert change.undo(MADE).request.query["id"] == "new_1"
    for answer in ({}, {"id": "kp_1"}, {"id": "kp_1", "created": False}):
        with pytest.raises(InvalidInputError, match="nothing to take back"):
            change.undo(answer)
    with pytest.raises(InvalidInputError, match="did not say which"):
        change.undo({"created": True})
    (role,) = create("roles", {"name": "New", "key": "new"})
    assert role.undo is not None
    with pytest.raises(InvalidInputError, match="did not say which"):
        role.undo({"role": "new_1"})


def test_adding_to_an_organization_shows_in_both_lists_and_does_nothing_twice() -> None:
    (change,) = act("users.add_to_organization", USER, {"organization": "org_2"})
    assert change.says == "Add Ada Lovelace to Globex"
    assert change.request.body == {"users": [{"id": "kp_1"}]}
    assert Patched(Target("users", "kp_1", "Ada Lovelace"), {"organizations": ["org_1", "org_2"]}) in change.effects
    inserted = next(effect for effect in change.effects if isinstance(effect, Inserted))
    assert "roles" not in inserted.raw
    assert act("users.add_to_organization", USER, {"organization": "org_1"}) == []
    with pytest.raises(InvalidInputError, match="Choose an organization"):
        act("users.add_to_organization", USER, {})
    with pytest.raises(InvalidInputError, match="and a role"):
        act("users.give_role", USER, {"organization": "org_1"})


MEMBER = {"id": "kp_1", "full_name": "Ada Lovelace", "roles": ["admin"]}


def test_a_role_given_to_a_member_shows_in_the_row_and_is_not_given_twice() -> None:
    (change,) = act("members.give_role", MEMBER, {"role": "role_2"}, "org_1")
    assert change.says == "Give Ada Lovelace the role Billing in Acme"
    assert change.request.body == {"role_id": "role_2"}
    row = Target("members", "kp_1", "Ada Lovelace", ("org_1",))
    assert Patched(row, {"roles": ["admin", "billing"]}) in change.effects
    assert act("members.give_role", MEMBER, {"role": "role_1"}, "org_1") == []
    assert act("members.take_role", MEMBER, {"role": "role_2"}, "org_1") == []
    (taken,) = act("members.take_role", MEMBER, {"role": "role_1"}, "org_1")
    assert Patched(row, {"roles": []}) in taken.effects
    with pytest.raises(InvalidInputError, match="Choose a role"):
        act("members.give_role", MEMBER, {}, "org_1")


def test_where_the_role_is_not_loaded_the_list_is_read_again() -> None:
    (change,) = act("members.give_role", MEMBER, {"role": "role_9"}, "org_1")
    assert Stale("members", ("org_1",)) in change.effects
    assert not any(isinstance(effect, Patched) for effect in change.effects)


def test_a_removed_member_comes_back_with_the_roles() -> None:
    (change,) = act("members.remove", MEMBER, {}, "org_1")
    assert change.before == {"roles": ["admin"]}
    assert "do not come back" in change.lossy
    assert change.undo is not None
    assert change.undo({}).request.body == {"users": [{"id": "kp_1", "roles": ["admin"]}]}
    (blind,) = act("members.remove", {"id": "kp_9"}, {}, "org_9")
    assert blind.before == {}
    assert blind.lossy.startswith("Which roles were held is not known.")
    assert not any(isinstance(effect, Patched) for effect in blind.effects)


def test_a_new_member_is_added_before_the_role_is_given() -> None:
    add, give = create("members", {"user": "kp_2", "role": "role_2"}, "org_1")
    assert (add.says, give.says) == (
        "Add Grace Lovelace to Acme",
        "Give Grace Lovelace the role Billing in Acme",
    )
    (alone,) = create("members", {"user": "kp_2"}, "org_1", known=False)
    assert alone.says == "Add kp_2 to org_1"
    with pytest.raises(InvalidInputError, match="Choose a user"):
        create("members", {}, "org_1")


def test_a_permission_that_comes_through_a_role_is_not_taken_alone() -> None:
    through = {**PERMISSION, "roles": [{"id": "role_1", "key": "admin"}]}
    with pytest.raises(InvalidInputError, match="comes through admin: take that role away instead"):
        act("member_permissions.take", through, {}, "org_1", "kp_1")
    column = COLLECTIONS["member_permissions"].column("through")
    assert column is not None
    read = COLLECTIONS["member_permissions"].read
    assert (column.text(read(through), CONTEXT), column.sort(through)) == ("admin", "admin")
    odd = {**through, "roles": [*through["roles"], "odd"]}
    assert (column.text(read(odd), CONTEXT), column.sort(odd)) == ("— !", "admin")
    direct = {**PERMISSION, "roles": []}
    assert (column.text(read(direct), CONTEXT), column.sort(direct)) == ("given directly", "given directly")


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("member_roles", ("org_1", "kp_1")),
        ("member_permissions", ("org_1", "kp_1")),
        ("role_permissions", ("role_1",)),
        ("identities", ("kp_1",)),
        ("properties", ()),
    ],
)
def test_nothing_is_made_of_no_answer(name: str, parent: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInputError):
        create(name, {"name": "x", "key": "x"}, *parent)


def test_an_organization_needs_no_more_than_a_name() -> None:
    (change,) = create("organizations", {"name": " Acme "})
    assert change.request.body == {"name": "Acme"}
    with pytest.raises(InvalidInputError, match="cannot be empty"):
        create("organizations", {})


def test_a_role_is_changed_with_its_name_and_key_beside() -> None:
    change = edit("roles", "description", ROLE, "Nearly all of it")
    assert change is not None
    assert change.request.body == {"name": "Admin", "key": "admin", "description": "Nearly all of it"}
    assert change.before == {"name": "Admin", "key": "admin", "description": "All of it"}
    key = edit("roles", "key", ROLE, "owner")
    assert key is not None
    assert key.request.body == {"name": "Admin", "key": "owner"}
    assert key.danger is Danger.CONFIRM
    default = edit("roles", "default", {**ROLE, "is_default_role": True}, "no")
    assert default is not None
    assert default.says == "Stop giving Admin to every new member"


def test_deleting_a_role_says_what_an_undo_leaves_out() -> None:
    (change,) = act("roles.delete", ROLE, {})
    assert change.danger is Danger.TYPED
    assert "every environment" in change.loses
    assert "without those who held it" in change.lossy
    assert change.undo is not None
    assert change.undo({}).request.body == {
        "name": "Admin",
        "key": "admin",
        "description": "All of it",
        "is_default_role": False,
    }


def test_a_property_cannot_be_changed_without_its_category() -> None:
    raw = {"id": "prop_1", "key": "town", "name": "Town", "description": "Where", "is_private": True}
    with pytest.raises(InvalidInputError, match="Choose a category"):
        act("properties.change", raw, {"name": "City"})
    (change,) = act("properties.change", raw, {"name": "City", "category": "cat_1"})
    assert change.request.body == {
        "name": "City",
        "description": "Where",
        "is_private": True,
        "category_id": "cat_1",
    }
    assert "category" in change.lossy
    with pytest.raises(InvalidInputError, match="private"):
        act("properties.change", raw, {"category": "cat_1", "private": "perhaps"})
    with pytest.raises(InvalidInputError, match="built into Kinde"):
        act("properties.delete", {**raw, "is_kinde_property": True}, {})


def test_property_values_travel_in_the_body_and_may_have_lines() -> None:
    raw = {"id": "prop_1", "key": "notes", "name": "Notes", "value": None}
    change = edit("user_properties", "value", raw, "one\ntwo", "kp_1")
    assert change is not None
    assert not change.request.query
    assert change.request.body == {"properties": {"notes": "one\ntwo"}}
    assert change.target == Target("user_properties", "notes", "Notes", ("kp_1",))
    column = COLLECTIONS["user_properties"].column("value")
    assert column is not None
    read = COLLECTIONS["user_properties"].read
    assert column.text(read({**raw, "value": ["a"]}), CONTEXT) == '["a"]'


def test_identities_of_each_kind() -> None:
    (phone,) = create("identities", {"type": "phone", "value": "+61 426 148 233", "phone_country": "AU"}, "kp_1")
    assert phone.request.body == {"type": "phone", "value": "+61426148233", "phone_country_id": "au"}
    assert phone.says == "Let Ada Lovelace sign in as +61426148233"
    (name,) = create("identities", {"type": "username", "value": "ada"}, "kp_1")
    assert name.request.body == {"type": "username", "value": "ada"}
    (gone,) = act("identities.delete", {"id": "i", "type": "phone", "name": "+61426148233"}, {}, "kp_1")
    assert gone.undo is None
    assert "no way back" in gone.loses
    (social,) = act("identities.make_primary", {"id": "i", "type": "oauth2:github", "name": "ada"}, {}, "kp_1")
    assert not any(isinstance(effect, Patched) and effect.target.collection == "users" for effect in social.effects)
    assert act("identities.make_primary", {"id": "i", "type": "email", "is_primary": True}, {}, "kp_1") == []


def test_ending_sessions_says_that_it_ends_them_all() -> None:
    (change,) = act("sessions.end_all", {"session_id": "s"}, {}, "kp_1")
    assert change.says == "End all sessions of Ada Lovelace"
    assert change.effects == (Stale("sessions", ("kp_1",)),)
    removal = COLLECTIONS["sessions"].removal
    assert removal is not None
    assert "ALL" in removal.title


def test_texts_of_users_and_organizations() -> None:
    users, organizations = COLLECTIONS["users"], COLLECTIONS["organizations"]
    profile = {fact.label: fact for tab in users.details if isinstance(tab, Facts) for fact in tab.facts}
    assert profile["Signed in"].text(ADA, CONTEXT) == "41 times, last 3 h ago"
    assert profile["Signed in"].text(User(id="x", total_sign_ins=0), CONTEXT) == "never"
    assert profile["Signed in"].text(User(id="x"), CONTEXT) == "never"
    assert profile["Organizations"].text(ADA, CONTEXT) == "Acme"
    facts = {fact.label: fact for tab in organizations.details if isinstance(tab, Facts) for fact in tab.facts}
    raw = {"code": "org_1", "is_suspended": True, "suspended_on": "2026-05-01T00:00:00Z"}
    assert facts["Status"].text(organizations.read(raw), CONTEXT) == "○ suspended since 1 May 2026"
    assert facts["Status"].text(organizations.read({**raw, "is_suspended": False}), CONTEXT) == "● active"
    assert facts["Status"].text(organizations.read({"code": "org_1"}), CONTEXT) == "—"
    assert organizations.called(organizations.read({"code": "org_1"})) == "org_1"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("users", {"id": "kp_1", "first_name": "Ada"}),
        ("users", {"id": "kp_1", "preferred_email": "ada@example.com"}),
        ("users", {"id": "kp_1"}),
        ("members", {"id": "kp_1", "full_name": "Ada Lovelace"}),
        ("members", {"id": "kp_1", "first_name": "Ada", "last_name": "Lovelace"}),
        ("organizations", {"code": "org_1"}),
        ("roles", {"id": "role_1", "key": "admin"}),
        ("permissions", {"id": "perm_1"}),
    ],
)
def test_a_row_is_sorted_by_the_name_it_shows(name: str, raw: dict[str, Any]) -> None:
    collection = COLLECTIONS[name]
    column = collection.column("name")
    assert column is not None
    assert column.sort(raw) == column.text(collection.read(raw), CONTEXT) == collection.called(collection.read(raw))


def test_values_in_sentences_are_quoted_and_short() -> None:
    assert quoted("") == "nothing"
    assert quoted("a") == "“a”"
    assert quoted("a" * 61) == f"“{'a' * 59}…”"


def test_places_in_the_web_dashboard() -> None:
    users, applications = COLLECTIONS["users"], COLLECTIONS["applications"]
    assert users.path is not None
    assert applications.path is not None
    assert users.path("kp_1", ()) == "/admin/cx/_:nav&m:users::_:submenu&s:list"
    assert applications.path("a/b", ()).endswith("::_:submenu&s:details&id:a%2Fb")
    assert web.page("settings", "roles")("any", ()) == "/admin/cx/_:nav&m:settings::_:submenu&s:roles"
