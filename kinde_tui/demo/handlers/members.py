"""Members of an organization, and what they hold there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, given, invalid
from kinde_tui.demo.handlers.organizations import join
from kinde_tui.demo.holdings import hold, let_go
from kinde_tui.demo.memberships import Membership
from kinde_tui.demo.pages import by_index, by_token, place, trap
from kinde_tui.demo.tenant import DemoTenant, look_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinde_tui.demo.people import Person


def _full_name(person: Person) -> str:
    return " ".join(part for part in (person["first_name"], person["last_name"]) if part)


def _shown(tenant: DemoTenant, code: str, user_id: str) -> Body:
    index = tenant.user(user_id)
    person = tenant.people.person(index)
    membership = tenant.memberships.get(code, index) or Membership(person["created_on"])
    seen = person["last_signed_in"]
    return {
        "id": person["id"],
        "email": person["email"],
        "full_name": _full_name(person),
        "last_name": person["last_name"],
        "first_name": person["first_name"],
        "picture": person["picture"],
        "joined_on": membership.joined_on,
        "last_accessed_on": max(seen, membership.joined_on) if seen else None,
        "is_suspended": person["is_suspended"],
        "roles": [role["key"] for role in tenant.roles_of(membership)],
    }


def _holds(tenant: DemoTenant, code: str, roles: set[str], permissions: set[str]) -> Callable[[int], bool]:
    def check(index: int) -> bool:
        membership = tenant.memberships.get(code, index)
        if membership is None:
            return False
        if not roles <= {role["key"] for role in tenant.roles_of(membership)}:
            return False
        held = {tenant.permissions[id_]["key"] for id_ in tenant.permissions_of(membership)} if permissions else set()
        return permissions <= held

    return check


@answers(op.GET_ORGANIZATION_USERS)
def list_members(tenant: DemoTenant, call: Call) -> Body:
    """Members, those of longest standing first or sorted; only those who hold all the given roles and permissions."""
    code = call.path["org_code"]
    tenant.organization(code)
    indexes = tenant.memberships.of(code)
    roles, permissions = set(call.words("roles")), set(call.words("permissions"))
    if roles or permissions:
        indexes = list(filter(_holds(tenant, code, roles, permissions), indexes))
    sort = call.query.get("sort", "")
    if sort:
        indexes.sort(key=lambda index: _sort_key(tenant, index, sort), reverse=sort.endswith("_desc"))
    page, next_token = by_token(tenant, call, [tenant.people.ids[index] for index in indexes])
    rows = [_shown(tenant, code, user_id) for user_id in page]
    return done("Success", **given({"organization_users": rows, "next_token": next_token}))


def _sort_key(tenant: DemoTenant, index: int, sort: str) -> str:
    person = tenant.people.person(index)
    return (person["email"] or "" if sort.startswith("email") else _full_name(person)).casefold()


@answers(op.ADD_ORGANIZATION_USERS)
def add_members(tenant: DemoTenant, call: Call) -> Body:
    """Adds up to 100 users; those who are members already are left as they are. All or nobody."""
    code = call.path["org_code"]
    tenant.organization(code)
    plan = [(_index(tenant, row), *_wanted(tenant, row)) for row in call.rows("users")]
    added = []
    for index, roles, direct in plan:
        if tenant.memberships.get(code, index) is None:
            join(tenant, code, index, roles, direct)
            added.append(tenant.people.ids[index])
    return done("Users added to organization", users_added=added)


def _index(tenant: DemoTenant, row: Body) -> int:
    index = tenant.people.index_of(str(row.get("id", "")))
    if index is None:
        raise invalid("USER_NOT_FOUND", f"The user {row.get('id')!r} does not exist.", "users")
    return index


def _wanted(tenant: DemoTenant, row: Body) -> tuple[list[str] | None, list[str] | None]:
    """Ids of the roles and the permissions that a row names by key; None: it does not say."""
    found: list[list[str] | None] = []
    for shelf, what in ((tenant.roles, "role"), (tenant.permissions, "permission")):
        keys = row.get(f"{what}s")
        if keys is not None and not (isinstance(keys, list) and all(isinstance(key, str) for key in keys)):
            raise invalid(f"INVALID_{what.upper()}S", f"The {what}s must be a list of keys.", f"{what}s")
        found.append(None if keys is None else tenant.ids_of_keys(shelf, keys, what))
    return found[0], found[1]


@answers(op.UPDATE_ORGANIZATION_USERS)
def update_members(tenant: DemoTenant, call: Call) -> Body:
    """Changes up to 100 members: roles and permissions that are sent take the place of those held. All or nobody."""
    code = call.path["org_code"]
    tenant.organization(code)
    plan = [(row.get("operation"), _index(tenant, row), *_wanted(tenant, row)) for row in call.rows("users")]
    done_to: dict[str, list[str]] = {"users_added": [], "users_updated": [], "users_removed": []}
    for operation, index, roles, direct in plan:
        user_id = tenant.people.ids[index]
        if operation == "delete":
            if tenant.memberships.remove(code, index):
                done_to["users_removed"].append(user_id)
            continue
        membership = tenant.memberships.edit(code, index)
        if membership is None:
            join(tenant, code, index, roles, direct)
            done_to["users_added"].append(user_id)
            continue
        membership.roles = membership.roles if roles is None else roles
        membership.permissions = membership.permissions if direct is None else direct
        done_to["users_updated"].append(user_id)
    return done("Users updated", **done_to)


@answers(op.REMOVE_ORGANIZATION_USER)
def remove_member(tenant: DemoTenant, call: Call) -> Body:
    """Ends one membership."""
    code, user_id = call.path["org_code"], call.path["user_id"]
    tenant.member(code, user_id)
    tenant.memberships.remove(code, tenant.user(user_id))
    return done("User successfully removed from organization")


def _member(tenant: DemoTenant, call: Call, *, change: bool = False) -> Membership:
    return tenant.member(call.path["org_code"], call.path["user_id"], change=change)


@answers(op.GET_ORGANIZATION_USER_ROLES)
def list_member_roles(tenant: DemoTenant, call: Call) -> Body:
    """The roles of a member."""
    roles = tenant.roles_of(_member(tenant, call))
    shown = [{name: role[name] for name in ("id", "key", "name")} for role in roles]
    return trap(tenant, call, done("Success", roles=shown), len(shown))


@answers(op.CREATE_ORGANIZATION_USER_ROLE)
def give_role(tenant: DemoTenant, call: Call) -> Body:
    """Gives a member one more role; a role that is held already stays."""
    membership = _member(tenant, call, change=True)
    role_id = call.text("role_id")
    look_up(tenant.roles, role_id, "role")
    hold(membership.roles, role_id)
    return done("Role successfully added")


@answers(op.DELETE_ORGANIZATION_USER_ROLE)
def take_role(tenant: DemoTenant, call: Call) -> Body:
    """Takes a role from a member."""
    membership = _member(tenant, call, change=True)
    let_go(membership.roles, call.path["role_id"], "role")
    return done("Role successfully removed")


@answers(op.GET_ORGANIZATION_USER_PERMISSIONS)
def list_member_permissions(tenant: DemoTenant, call: Call) -> Body:
    """What a member may do; with `expand=roles` also through which roles (none: directly)."""
    rows = []
    expand = "roles" in call.words("expand")
    for id_, roles in tenant.permissions_of(_member(tenant, call)).items():
        row = dict(tenant.permissions[id_])
        if expand:
            row["roles"] = [{"id": role["id"], "key": role["key"]} for role in roles]
        rows.append(row)
    return done("Success", permissions=rows)


@answers(op.CREATE_ORGANIZATION_USER_PERMISSION)
def give_permission(tenant: DemoTenant, call: Call) -> Body:
    """Gives a member one more permission directly."""
    membership = _member(tenant, call, change=True)
    permission_id = call.text("permission_id")
    look_up(tenant.permissions, permission_id, "permission")
    hold(membership.permissions, permission_id)
    return done("Permission successfully added")


@answers(op.DELETE_ORGANIZATION_USER_PERMISSION)
def take_permission(tenant: DemoTenant, call: Call) -> Body:
    """Takes a permission that a member holds directly."""
    membership = _member(tenant, call, change=True)
    let_go(membership.permissions, call.path["permission_id"], "permission")
    return done("Permission successfully removed")


def _holders(tenant: DemoTenant, code: str, role_id: str) -> list[int]:
    tenant.organization(code)
    look_up(tenant.roles, role_id, "role")
    members = tenant.memberships
    return [index for index in members.of(code) if role_id in (members.get(code, index) or Membership("")).roles]


@answers(op.GET_ORGANIZATION_ROLE_USERS)
def list_holders(tenant: DemoTenant, call: Call) -> Body:
    """Who holds a role in an organization."""
    start, _ = place(tenant, call)
    holders = (
        index for index in sorted(_holders(tenant, call.path["org_code"], call.path["role_id"])) if index >= start
    )
    page, next_token = by_index(tenant, call, holders)
    return done("Success", users=[{"id": tenant.people.ids[index]} for index in page], next_token=next_token)


@answers(op.GET_ORGANIZATION_ROLE_USERS_COUNT)
def count_holders(tenant: DemoTenant, call: Call) -> Body:
    """How many hold a role in an organization."""
    return done("Success", count=len(_holders(tenant, call.path["org_code"], call.path["role_id"])))


@answers(op.GET_ORGANIZATION_ROLE_ACTIVE_USERS_COUNT)
def count_active_holders(tenant: DemoTenant, call: Call) -> Body:
    """How many of those who hold a role were signed in during a period."""
    bounds = []
    for name in ("date_time_from", "date_time_to"):
        try:
            moment = datetime.fromisoformat(call.need(name).replace(" ", "+"))
        except ValueError:
            raise invalid(f"INVALID_{name.upper()}", f"The {name} must be an ISO 8601 date and time.", name) from None
        bounds.append(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if bounds[0] > bounds[1]:
        raise RefusalError(400, "INVALID_PERIOD", "The period ends before it starts.", "date_time_to")
    seen = (
        tenant.people.person(index)["last_signed_in"]
        for index in _holders(tenant, call.path["org_code"], call.path["role_id"])
    )
    count = sum(1 for one in seen if one and bounds[0] <= datetime.fromisoformat(one) <= bounds[1])
    period = {"date_time_from": bounds[0].isoformat(), "date_time_to": bounds[1].isoformat()}
    return done("Success", active_users_count=count, **period)


@answers(op.ADD_ORGANIZATION_USER_API_SCOPE)
def give_api_scope(tenant: DemoTenant, call: Call) -> None:
    """Gives a member a scope of an API."""
    membership = _member(tenant, call, change=True)
    api = look_up(tenant.apis, call.path["api_id"], "API")
    look_up(api["scopes"], call.path["scope_id"], "scope")
    pair = (call.path["api_id"], call.path["scope_id"])
    hold(membership.scopes, pair)


@answers(op.DELETE_ORGANIZATION_USER_API_SCOPE)
def take_api_scope(tenant: DemoTenant, call: Call) -> None:
    """Takes a scope of an API from a member."""
    membership = _member(tenant, call, change=True)
    pair = (call.path["api_id"], call.path["scope_id"])
    let_go(membership.scopes, pair, "scope", pair[1])
