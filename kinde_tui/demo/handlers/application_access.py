"""Which connections an application offers, and which roles it lets in."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, answers, done, invalid
from kinde_tui.demo.handlers.applications import application
from kinde_tui.demo.handlers.connections import shown_connection
from kinde_tui.demo.holdings import hold, let_go
from kinde_tui.demo.pages import by_cursor
from kinde_tui.demo.tenant import DemoTenant, look_up


@answers(op.GET_APPLICATION_CONNECTIONS)
def list_connections(tenant: DemoTenant, call: Call) -> Body:
    """The connections of an application; `has_more` without a cursor."""
    shelf = tenant.shelf("connections")
    rows = [shown_connection(shelf[id_]) for id_ in application(tenant, call)["connections"] if id_ in shelf]
    return done("Success", connections=rows, has_more=False)


@answers(op.ENABLE_CONNECTION)
def enable_connection(tenant: DemoTenant, call: Call) -> None:
    """Offers one more connection."""
    offered = application(tenant, call)["connections"]
    id_ = look_up(tenant.shelf("connections"), call.path["connection_id"], "connection")["id"]
    hold(offered, id_)


@answers(op.REMOVE_CONNECTION)
def remove_connection(tenant: DemoTenant, call: Call) -> Body:
    """Offers one less."""
    offered = application(tenant, call)["connections"]
    let_go(offered, call.path["connection_id"], "connection")
    return done("Connection removed")


@answers(op.GET_APPLICATION_ACCESS_ROLES)
def list_access_roles(tenant: DemoTenant, call: Call) -> Body:
    """The roles that an application lets in."""
    page, more = by_cursor(call, application(tenant, call)["access_roles"])
    fields = ("id", "key", "name", "description")
    rows = [{name: tenant.roles[id_][name] for name in fields} for id_ in page]
    return done("Success", roles=rows, has_more=more)


@answers(op.ADD_APPLICATION_ACCESS_ROLE)
def add_access_role(tenant: DemoTenant, call: Call) -> Body:
    """Lets one more role in."""
    row = application(tenant, call)
    if row["type"] == "m2m":
        text = "Role-based access control is not supported for this application type"
        raise invalid("ACCESS_CONTROL_NOT_SUPPORTED", text)
    role_id = look_up(tenant.roles, call.path["role_id"], "role")["id"]
    hold(row["access_roles"], role_id)
    return done("Access role added")


@answers(op.REMOVE_APPLICATION_ACCESS_ROLE)
def remove_access_role(tenant: DemoTenant, call: Call) -> Body:
    """Lets one less in."""
    allowed = application(tenant, call)["access_roles"]
    let_go(allowed, call.path["role_id"], "role")
    return done("Access role removed")
