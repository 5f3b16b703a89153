"""Connections: the ways to sign in. And connected apps, which are something else."""

from __future__ import annotations

from datetime import timedelta

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, invalid
from kinde_tui.demo.pages import by_cursor
from kinde_tui.demo.people import stamp
from kinde_tui.demo.tenant import DemoTenant, Row, look_up

_SHOWN = ("id", "name", "display_name", "strategy")
_LISTS = ("enabled_applications",)


def shown_connection(row: Row) -> Row:
    """A connection in a list: the record stands one level deeper than elsewhere."""
    return {"code": "OK", "message": "Success", "connection": {name: row[name] for name in _SHOWN}}


def _find(tenant: DemoTenant, call: Call) -> Row:
    return look_up(tenant.shelf("connections"), call.path["connection_id"], "connection")


@answers(op.GET_CONNECTIONS)
def list_connections(tenant: DemoTenant, call: Call) -> Body:
    """Connections; those of a home realm domain, when one is given."""
    domain = call.query.get("home_realm_domain")
    shelf = tenant.shelf("connections")
    keys = [id_ for id_, row in shelf.items() if not domain or domain in row["options"].get("home_realm_domains", ())]
    page, more = by_cursor(call, keys)
    return done("Success", connections=[shown_connection(shelf[id_]) for id_ in page], has_more=more)


@answers(op.GET_CONNECTION)
def get_connection(tenant: DemoTenant, call: Call) -> Body:
    """One connection, without its options: they hold secrets."""
    row = _find(tenant, call)
    return done("Success", connection={name: row[name] for name in _SHOWN})


def _offer(tenant: DemoTenant, call: Call, connection_id: str) -> None:
    """Enables a connection for exactly the applications that the body names, if it names any."""
    wanted = call.body.get("enabled_applications")
    if wanted is None:
        return
    if not isinstance(wanted, list) or not all(isinstance(id_, str) and id_ in tenant.applications for id_ in wanted):
        raise invalid("APPLICATION_NOT_FOUND", "An application does not exist.", "enabled_applications")
    for id_, application in tenant.applications.items():
        offered = [one for one in application["connections"] if one != connection_id]
        application["connections"] = [*offered, connection_id] if id_ in wanted else offered


def _options(call: Call) -> Row:
    options = call.body.get("options") or {}
    if not isinstance(options, dict):
        raise invalid("INVALID_OPTIONS", "The options must be an object.", "options")
    return options


@answers(op.CREATE_CONNECTION, 201)
def create_connection(tenant: DemoTenant, call: Call) -> Body:
    """A new connection."""
    name = call.text("name")
    if any(row["name"] == name for row in tenant.shelf("connections").values()):
        raise invalid("CONNECTION_ALREADY_EXISTS", f"There is a connection {name!r} already.", "name")
    code = call.body.get("organization_code")
    if code is not None:
        tenant.organization(str(code))
    id_ = f"conn_{tenant.dice('connection').hex(32)}"
    row = {
        "id": id_,
        "name": name,
        "display_name": call.text("display_name", name),
        "strategy": call.text("strategy"),
        "options": _options(call),
        "organization_code": code,
    }
    _offer(tenant, call, id_)
    tenant.shelf("connections")[id_] = row
    return done("Connection created", connection={"id": id_})


@answers(op.UPDATE_CONNECTION)
def update_connection(tenant: DemoTenant, call: Call) -> Body:
    """Changes the fields that were sent; options are merged."""
    row = _find(tenant, call)
    fields: Row = {name: call.text(name) for name in ("name", "display_name") if name in call.body}
    options = _options(call)
    _offer(tenant, call, row["id"])
    row |= {**fields, "options": {**row["options"], **options}}
    return done("Connection updated")


@answers(op.REPLACE_CONNECTION)
def replace_connection(tenant: DemoTenant, call: Call) -> Body:
    """Replaces names, options and applications."""
    row = _find(tenant, call)
    name = call.text("name", row["name"])
    fields = {"name": name, "display_name": call.text("display_name", name), "options": _options(call)}
    call.body.setdefault("enabled_applications", [])
    _offer(tenant, call, row["id"])
    row |= fields
    return done("Connection replaced")


@answers(op.DELETE_CONNECTION)
def delete_connection(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a connection, from every application as well."""
    id_ = _find(tenant, call)["id"]
    del tenant.shelf("connections")[id_]
    for application in tenant.applications.values():
        application["connections"] = [one for one in application["connections"] if one != id_]
    return done("Connection deleted")


@answers(op.GET_CONNECTED_APP_AUTH_URL)
def connected_app_url(tenant: DemoTenant, call: Call) -> Body:
    """Where somebody connects a third party's account."""
    app = call.need("key_code_ref")
    if call.query.get("user_id"):
        tenant.user(call.query["user_id"])
    if call.query.get("org_code"):
        tenant.organization(call.query["org_code"])
    session_id = f"session_{tenant.dice('connected').hex(32)}"
    tenant.shelf("connected")[session_id] = {"app": app}
    return {"url": f"{tenant.issuer}/connected/{app}?session_id={session_id}", "session_id": session_id}


def _session(tenant: DemoTenant, call: Call) -> str:
    session_id = call.need("session_id")
    if session_id not in tenant.shelf("connected"):
        raise RefusalError(400, "INVALID_SESSION", "There is no such session.", "session_id")
    return session_id


@answers(op.GET_CONNECTED_APP_TOKEN)
def connected_app_token(tenant: DemoTenant, call: Call) -> Body:
    """A third party's token: a live secret in a real tenant."""
    session_id = _session(tenant, call)
    return {
        "access_token": f"third-party-{session_id[-12:]}",
        "access_token_expiry": stamp(tenant.now() + timedelta(hours=1)),
    }


@answers(op.REVOKE_CONNECTED_APP_TOKEN)
def revoke_connected_app(tenant: DemoTenant, call: Call) -> Body:
    """Ends the connection to a third party."""
    del tenant.shelf("connected")[_session(tenant, call)]
    return done("Token revoked")
