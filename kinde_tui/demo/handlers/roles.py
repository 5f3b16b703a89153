"""Roles, and what they bring with them."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, answers, done, given, invalid, missing
from kinde_tui.demo.memberships import Membership
from kinde_tui.demo.pages import by_index, by_token, place
from kinde_tui.demo.tenant import DemoTenant, Row, Shelf, look_up

_LISTED = ("id", "key", "name", "description", "is_default_role")
_NO_PERMISSION = "NO_PERMISSION_REQUIRED"


def sorted_keys(rows: Shelf, sort: str) -> list[str]:
    """Ids in the order they were made, or sorted by a field such as `name_asc` or `key_desc`."""
    name, _, direction = sort.rpartition("_")
    if not name:
        return list(rows)
    return sorted(rows, key=lambda id_: str(rows[id_].get(name, "")).casefold(), reverse=direction == "desc")


def free_key(shelf: Shelf, key: str, what: str, *, mine: str = "") -> str:
    """`key`, when no other record has it.

    Raises:
        RefusalError: another one has; 400.
    """
    if any(row["key"] == key and id_ != mine for id_, row in shelf.items()):
        raise invalid(f"{what.upper()}_KEY_ALREADY_EXISTS", f"There is a {what} with the key {key!r} already.", "key")
    return key


def _find(tenant: DemoTenant, call: Call) -> Row:
    return look_up(tenant.roles, call.path["role_id"], "role")


@answers(op.GET_ROLES)
def list_roles(tenant: DemoTenant, call: Call) -> Body:
    """Roles, in the order they were made or sorted."""
    page, next_token = by_token(tenant, call, sorted_keys(tenant.roles, call.query.get("sort", "")))
    rows = [{name: tenant.roles[id_][name] for name in _LISTED} for id_ in page]
    return done("Success", **given({"roles": rows, "next_token": next_token}))


@answers(op.GET_ROLE)
def get_role(tenant: DemoTenant, call: Call) -> Body:
    """One role."""
    role = _find(tenant, call)
    return done("Success", role=given({name: role[name] for name in _LISTED}))


def _assignment(tenant: DemoTenant, call: Call, now: str | None) -> str | None:
    wanted = call.body.get("assignment_permission_id")
    if wanted is None:
        return now
    if wanted == _NO_PERMISSION:
        return None
    look_up(tenant.permissions, str(wanted), "permission")
    return str(wanted)


def _make_default(tenant: DemoTenant, role: Row, *, wanted: bool) -> None:
    """Kinde has one default role at a time."""
    if wanted:
        for other in tenant.roles.values():
            other["is_default_role"] = False
    role["is_default_role"] = wanted


@answers(op.CREATE_ROLE, 201)
def create_role(tenant: DemoTenant, call: Call) -> Body:
    """A new role without permissions."""
    id_ = tenant.dice("role").uuid()
    role: Row = {
        "id": id_,
        "key": free_key(tenant.roles, call.text("key"), "role"),
        "name": call.text("name"),
        "description": call.body.get("description"),
        "is_default_role": False,
        "assignment_permission_id": _assignment(tenant, call, None),
        "permissions": [],
        "scopes": [],
        "system_permissions": [],
    }
    is_default = call.truth("is_default_role", default=False)
    tenant.roles[id_] = role
    _make_default(tenant, role, wanted=is_default)
    return done("Role successfully created", role={"id": id_})


@answers(op.UPDATE_ROLE, 201)
def update_role(tenant: DemoTenant, call: Call) -> Body:
    """Changes a role; name and key must be sent. Answers 201."""
    role = _find(tenant, call)
    fields = {"name": call.text("name"), "key": free_key(tenant.roles, call.text("key"), "role", mine=role["id"])}
    if "description" in call.body:
        fields["description"] = call.body["description"]
    is_default = call.truth("is_default_role", default=role["is_default_role"])
    assignment = _assignment(tenant, call, role["assignment_permission_id"])
    role |= {**fields, "assignment_permission_id": assignment}
    if is_default is not role["is_default_role"]:
        _make_default(tenant, role, wanted=is_default)
    return done("Role successfully updated")


@answers(op.DELETE_ROLE)
def delete_role(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a role: every member who had it has it no more."""
    del tenant.roles[_find(tenant, call)["id"]]
    for application in tenant.applications.values():
        if call.path["role_id"] in application["access_roles"]:
            application["access_roles"].remove(call.path["role_id"])
    return done("Role successfully deleted")


def _list_of(tenant: DemoTenant, call: Call, field: str, shelf: Shelf) -> tuple[list[Row], str | None]:
    held = {id_: shelf[id_] for id_ in _find(tenant, call)[field] if id_ in shelf}
    page, next_token = by_token(tenant, call, sorted_keys(held, call.query.get("sort", "")))
    return [held[id_] for id_ in page], next_token


@answers(op.GET_ROLE_PERMISSIONS)
def list_role_permissions(tenant: DemoTenant, call: Call) -> Body:
    """The permissions of a role."""
    rows, next_token = _list_of(tenant, call, "permissions", tenant.permissions)
    return done("Success", **given({"permissions": rows, "next_token": next_token}))


@answers(op.GET_ROLE_SYSTEM_PERMISSIONS)
def list_role_system_permissions(tenant: DemoTenant, call: Call) -> Body:
    """Kinde's own permissions of a role."""
    rows, next_token = _list_of(tenant, call, "system_permissions", tenant.shelf("system_permissions"))
    return done("Success", system_permissions=rows, next_token=next_token)


@answers(op.GET_SYSTEM_PERMISSIONS)
def list_system_permissions(tenant: DemoTenant, call: Call) -> Body:
    """Kinde's own permissions."""
    shelf = tenant.shelf("system_permissions")
    page, next_token = by_token(tenant, call, sorted_keys(shelf, call.query.get("sort", "")))
    return done("Success", system_permissions=[shelf[id_] for id_ in page], next_token=next_token)


def _change_list(call: Call, held: list[str], shelf: Shelf, field: str) -> tuple[list[str], list[str]]:
    """Adds and removes ids in `held` as the body says; returns those added and those removed."""
    rows = call.rows(field)
    for row in rows:
        if row.get("id") not in shelf:
            raise invalid("PERMISSION_NOT_FOUND", f"The permission {row.get('id')!r} does not exist.", field)
    added, removed = [], []
    for row in rows:
        id_ = str(row["id"])
        if row.get("operation") == "delete":
            if id_ in held:
                held.remove(id_)
                removed.append(id_)
        elif id_ not in held:
            held.append(id_)
            added.append(id_)
    return added, removed


@answers(op.UPDATE_ROLE_PERMISSIONS)
def update_role_permissions(tenant: DemoTenant, call: Call) -> Body:
    """Adds permissions to a role, or removes those marked with `operation: delete`."""
    role = _find(tenant, call)
    added, removed = _change_list(call, role["permissions"], tenant.permissions, "permissions")
    return done("Permissions updated", permissions_added=added, permissions_removed=removed)


@answers(op.UPDATE_ROLE_SYSTEM_PERMISSIONS)
def update_role_system_permissions(tenant: DemoTenant, call: Call) -> Body:
    """Adds Kinde's own permissions to a role, or removes those marked with `operation: delete`."""
    shelf = tenant.shelf("system_permissions")
    added, removed = _change_list(call, _find(tenant, call)["system_permissions"], shelf, "system_permissions")
    return done("Permissions updated", system_permissions_added=added, system_permissions_removed=removed)


@answers(op.REMOVE_ROLE_PERMISSION)
def remove_role_permission(tenant: DemoTenant, call: Call) -> Body:
    """Removes one permission from a role."""
    held = _find(tenant, call)["permissions"]
    if call.path["permission_id"] not in held:
        raise missing("permission", call.path["permission_id"])
    held.remove(call.path["permission_id"])
    return done("Permission removed from role")


@answers(op.GET_ROLE_USERS)
def list_role_users(tenant: DemoTenant, call: Call) -> Body:
    """Who holds a role, and in which organizations."""
    role_id = _find(tenant, call)["id"]
    start, _ = place(tenant, call)
    where: dict[int, list[str]] = {}

    def holds(index: int) -> bool:
        members = tenant.memberships
        codes = members.codes_of(index)
        where[index] = [code for code in codes if role_id in (members.get(code, index) or Membership("")).roles]
        return bool(where[index])

    page, next_token = by_index(tenant, call, filter(holds, tenant.people.indexes(start)))
    rows = [{"id": tenant.people.ids[index], "org_codes": where[index]} for index in page]
    return done("Success", users=rows, next_token=next_token)


@answers(op.GET_ROLE_SCOPES)
def list_role_scopes(tenant: DemoTenant, call: Call) -> Body:
    """The API scopes of a role."""
    held = _find(tenant, call)["scopes"]
    rows = [
        {**scope, "api_id": api["id"]}
        for api in tenant.apis.values()
        for scope in api["scopes"].values()
        if scope["id"] in held
    ]
    return done("Success", scopes=rows)


@answers(op.ADD_ROLE_SCOPE, 201)
def add_role_scope(tenant: DemoTenant, call: Call) -> Body:
    """Adds an API scope to a role."""
    role, scope_id = _find(tenant, call), call.text("scope_id")
    if not any(scope_id in api["scopes"] for api in tenant.apis.values()):
        raise missing("scope", scope_id)
    if scope_id not in role["scopes"]:
        role["scopes"].append(scope_id)
    return done("Scope added to role")


@answers(op.DELETE_ROLE_SCOPE)
def delete_role_scope(tenant: DemoTenant, call: Call) -> Body:
    """Takes an API scope from a role."""
    held = _find(tenant, call)["scopes"]
    if call.path["scope_id"] not in held:
        raise missing("scope", call.path["scope_id"])
    held.remove(call.path["scope_id"])
    return done("Scope removed from role")
