"""Members: the users of one organization, and the roles and permissions each holds there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.organization import Member
from kinde_tui.services.collections import member_scopes, texts
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Flag,
    InvalidInputError,
    Question,
    Refers,
    Related,
    Tone,
)
from kinde_tui.services.collections.edits import called, found_in, given
from kinde_tui.services.collections.membership import (
    Membership,
    add_member,
    give_role,
    held,
    remove_member,
    take_role,
)
from kinde_tui.services.collections.raws import by, either, first_of, instant, joined, listed, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Parent
    from kinde_tui.services.collections.collection import Answers, Context

ROLE = Question("role", "Role", Ask.RECORD, collection="roles", had="has it", had_by="key")


def name_of(member: Member) -> str:
    """What people call the member."""
    name = " ".join(part for part in (member.first_name, member.last_name) if part)
    return member.full_name or name or member.email or member.id


def membership_of(member: Member, parent: Parent, context: Context | None) -> Membership:
    """The member in the organization of `parent`."""
    codes = (found_in(context, "users", member.id) or {}).get("organizations")
    return Membership(
        org_code=parent[0],
        user_id=member.id,
        user_name=name_of(member),
        org_name=called(context, "organizations", parent[0]),
        roles=member.roles,
        organizations=tuple(codes) if isinstance(codes, (list, tuple)) else None,
        member=member.model_dump(mode="json", exclude_unset=True),
    )


_sorted_name = first_of(path("full_name"), joined("first_name", "last_name"))


def _roles(member: Member, context: Context) -> str:
    return texts.joined_words("roles")(member, context)


def _held_roles(member: Member) -> Mapping[str, Sequence[str]]:
    return {} if member.roles is None else {"role": member.roles}


def _give_role(member: Member, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    role = held(context, "roles", _role(answers))
    if role.key and role.key in (member.roles or ()):
        return ()
    return (give_role(membership_of(member, parent, context), role),)


def _take_role(member: Member, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    role = held(context, "roles", _role(answers))
    if role.key and member.roles is not None and role.key not in member.roles:
        return ()
    return (take_role(membership_of(member, parent, context), role),)


def _role(answers: Answers) -> str:
    role = given(answers, "role")
    if not role:
        raise InvalidInputError("Choose a role.")
    return role


def _remove(member: Member, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    return (remove_member(membership_of(member, parent, context)),)


def _add(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
    """The membership first, then the role: Kinde wants the role's key in the one call and its id in the other."""
    user_id = given(answers, "user")
    if not user_id:
        raise InvalidInputError("Choose a user.")
    row = found_in(context, "users", user_id) or {}
    codes = row.get("organizations")
    membership = Membership(
        org_code=parent[0],
        user_id=user_id,
        user_name=called(context, "users", user_id),
        org_name=called(context, "organizations", parent[0]),
        organizations=tuple(codes) if isinstance(codes, (list, tuple)) else None,
        member={
            name: row[name]
            for name in ("email", "first_name", "last_name", "picture", "is_suspended")
            if row.get(name) is not None
        },
    )
    changes = [add_member(membership)]
    if role := given(answers, "role"):
        changes.append(give_role(membership, held(context, "roles", role)))
    return changes


GIVE_ROLE = Action[Member](
    "members.give_role",
    "+",
    "Give a role",
    kinde.CREATE_ORGANIZATION_USER_ROLE,
    _give_role,
    (ROLE,),
    bulk=True,
    has=_held_roles,
)
TAKE_ROLE = Action[Member](
    "members.take_role",
    "-",
    "Take a role away",
    kinde.DELETE_ORGANIZATION_USER_ROLE,
    _take_role,
    (replace(ROLE, had_first=True),),
    bulk=True,
    has=_held_roles,
)
GIVE_API_SCOPE = Action[Member](
    "members.give_api_scope",
    "K",
    "Give an API scope",
    kinde.ADD_ORGANIZATION_USER_API_SCOPE,
    member_scopes.give,
    (member_scopes.API, member_scopes.SCOPE),
    bulk=True,
    help=member_scopes.UNREAD,
)
TAKE_API_SCOPE = Action[Member](
    "members.take_api_scope",
    "L",
    "Take an API scope away",
    kinde.DELETE_ORGANIZATION_USER_API_SCOPE,
    member_scopes.take,
    (member_scopes.API, member_scopes.SCOPE),
    bulk=True,
    help=member_scopes.UNREAD,
)
REMOVE = Action[Member](
    "members.remove",
    "d",
    "Remove from the organization",
    kinde.REMOVE_ORGANIZATION_USER,
    _remove,
    bulk=True,
    help="The user stays; the membership and what was held through it end.",
)

MEMBERS = Collection[Member](
    name="members",
    title="Members",
    one="member",
    model=Member,
    key=by("id"),
    lists=kinde.GET_ORGANIZATION_USERS,
    parents=("org_code",),
    columns=(
        Column[Member](
            "name",
            "Name",
            lambda member, _context: name_of(member),
            _sorted_name,
            18,
            grow=True,
            search=True,
        ),
        Column[Member]("email", "Email", texts.plain("email"), path("email"), 20, grow=True, search=True),
        Column[Member](
            "roles",
            "Roles",
            _roles,
            listed("roles"),
            16,
            grow=True,
            search=True,
            refers=Refers("roles", "key"),
            also=("role",),
        ),
        Column[Member]("last_seen", "Last seen", texts.since("last_accessed_on"), instant("last_accessed_on"), 11),
        Column[Member]("joined", "Joined", texts.dated("joined_on"), instant("joined_on"), 11),
        Column[Member](
            "status",
            "Status",
            lambda member, _context: texts.status(member.is_suspended),
            either("is_suspended", "suspended", "active"),
            11,
            tone=texts.status_tone,
        ),
        Column[Member]("id", "Id", texts.plain("id"), path("id"), 36, search=True, hidden=True),
    ),
    called=name_of,
    sort=("name", False),
    aliases=("member",),
    flags={
        "active": Flag("status", "active"),
        "suspended": Flag("status", "suspended"),
        "never": Flag("last_seen", present=False),
        "roles": Flag("roles", present=True),
    },
    details=(
        Facts[Member](
            "Member",
            (
                Fact("User", lambda member, _context: name_of(member), opens=lambda member: ("users", member.id)),
                Fact("Email", texts.plain("email")),
                Fact("Roles", _roles),
                Fact("Joined", texts.dated_exactly("joined_on")),
                Fact("Last seen here", texts.since("last_accessed_on")),
                Fact("Status", lambda member, _context: texts.status(member.is_suspended), texts.status_tone),
                Fact(
                    "API scopes",
                    lambda _member, _context: "? cannot be read · K gives, L takes",
                    lambda _member: Tone.MUTED,
                ),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Related("Roles", "member_roles", lambda member: (member.id,), nested=True),
        Related("Permissions", "member_permissions", lambda member: (member.id,), nested=True),
        Related("MFA", "member_factors", lambda member: (member.id,), nested=True),
    ),
    actions=(GIVE_ROLE, TAKE_ROLE, GIVE_API_SCOPE, TAKE_API_SCOPE),
    creation=Creation(
        "Add a member",
        kinde.ADD_ORGANIZATION_USERS,
        (
            Question("user", "User", Ask.RECORD, collection="users", had="a member"),
            Question("role", "Role", Ask.RECORD, collection="roles", required=False),
        ),
        _add,
    ),
    removal=REMOVE,
    empty="Nobody is a member yet.",
)
