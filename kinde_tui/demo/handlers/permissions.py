"""Permissions. There is no call that reads a single one."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, answers, done, given
from kinde_tui.demo.handlers.roles import free_key, sorted_keys
from kinde_tui.demo.pages import by_token
from kinde_tui.demo.tenant import DemoTenant, Row, look_up


@answers(op.GET_PERMISSIONS)
def list_permissions(tenant: DemoTenant, call: Call) -> Body:
    """Permissions, in the order they were made or sorted."""
    page, next_token = by_token(tenant, call, sorted_keys(tenant.permissions, call.query.get("sort", "")))
    rows = [tenant.permissions[id_] for id_ in page]
    return done("Success", **given({"permissions": rows, "next_token": next_token}))


@answers(op.CREATE_PERMISSION, 201)
def create_permission(tenant: DemoTenant, call: Call) -> Body:
    """A new permission; the answer does not say its id."""
    id_ = tenant.dice("permission").uuid()
    tenant.permissions[id_] = {
        "id": id_,
        "key": free_key(tenant.permissions, call.text("key"), "permission"),
        "name": call.text("name"),
        "description": str(call.body.get("description") or ""),
    }
    return done("Permission successfully created")


@answers(op.UPDATE_PERMISSION)
def update_permission(tenant: DemoTenant, call: Call) -> Body:
    """Changes the fields that were sent."""
    row = look_up(tenant.permissions, call.path["permission_id"], "permission")
    fields: Row = {name: call.text(name) for name in ("name", "key") if name in call.body}
    if "key" in fields:
        free_key(tenant.permissions, fields["key"], "permission", mine=row["id"])
    if "description" in call.body:
        fields["description"] = str(call.body["description"] or "")
    row |= fields
    return done("Permission successfully updated")


@answers(op.DELETE_PERMISSION)
def delete_permission(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a permission: no role and no member has it any more."""
    look_up(tenant.permissions, call.path["permission_id"], "permission")
    tenant.delete_permission(call.path["permission_id"])
    return done("Permission successfully deleted")
