"""APIs, their scopes, and the applications that may ask for tokens of them."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, invalid, missing
from kinde_tui.demo.pages import trap
from kinde_tui.demo.tenant import DemoTenant, Row, look_up

_LONGEST = 64
_TYPE_NAMES = {
    "m2m": "Machine to machine (M2M)",
    "reg": "Back-end web",
    "spa": "Front-end and mobile",
    "device": "Device and IoT",
}


def _find(tenant: DemoTenant, call: Call) -> Row:
    return look_up(tenant.apis, call.path["api_id"], "API")


def _changeable(tenant: DemoTenant, call: Call) -> Row:
    api = _find(tenant, call)
    if api["is_management_api"]:
        raise RefusalError(400, "MANAGEMENT_API", "Kinde's own API cannot be changed.")
    return api


def _short(call: Call, name: str) -> str:
    text = call.text(name)
    if len(text) > _LONGEST:
        raise invalid(f"{name.upper()}_TOO_LONG", f"The {name} must not be longer than {_LONGEST}.", name)
    return text


def _scopes(api: Row) -> list[Row]:
    return [{"id": scope["id"], "key": scope["key"]} for scope in api["scopes"].values()]


@answers(op.GET_APIS)
def list_apis(tenant: DemoTenant, call: Call) -> Body:
    """APIs; with `expand=scopes` also their scopes."""
    expand = "scopes" in call.words("expand")
    rows = []
    for api in tenant.apis.values():
        row = {name: api[name] for name in ("id", "name", "audience", "is_management_api")}
        rows.append({**row, "scopes": _scopes(api)} if expand else row)
    return trap(tenant, call, done("Success", apis=rows), len(rows))


@answers(op.ADD_APIS)
def add_api(tenant: DemoTenant, call: Call) -> Body:
    """Registers an API."""
    name, audience = _short(call, "name"), _short(call, "audience")
    if any(api["audience"] == audience for api in tenant.apis.values()):
        raise invalid("AUDIENCE_ALREADY_EXISTS", f"There is an API with the audience {audience!r} already.", "audience")
    id_ = tenant.dice("api").hex(32)
    tenant.apis[id_] = {
        "id": id_,
        "name": name,
        "audience": audience,
        "is_management_api": False,
        "scopes": {},
        "applications": {},
    }
    return done("Success", api={"id": id_})


@answers(op.GET_API)
def get_api(tenant: DemoTenant, call: Call) -> Body:
    """One API with its scopes and applications."""
    api = _find(tenant, call)
    shown = {name: api[name] for name in ("id", "name", "audience", "is_management_api")}
    applications = [
        {
            "id": id_,
            "name": row["name"],
            "type": _TYPE_NAMES[row["type"]],
            "is_active": id_ in api["applications"],
        }
        for id_, row in tenant.applications.items()
    ]
    return done("Success", api={**shown, "scopes": _scopes(api), "applications": applications})


@answers(op.DELETE_API)
def delete_api(tenant: DemoTenant, call: Call) -> Body:
    """Deletes an API."""
    del tenant.apis[_changeable(tenant, call)["id"]]
    return done("API successfully deleted")


@answers(op.GET_API_SCOPES)
def list_scopes(tenant: DemoTenant, call: Call) -> Body:
    """The scopes of an API."""
    return done("Success", scopes=list(_find(tenant, call)["scopes"].values()))


@answers(op.ADD_API_SCOPE)
def add_scope(tenant: DemoTenant, call: Call) -> Body:
    """One more scope."""
    api = _changeable(tenant, call)
    key = _short(call, "key")
    if any(letter.isspace() for letter in key):
        raise invalid("INVALID_KEY", "A key has no white space.", "key")
    if any(scope["key"] == key for scope in api["scopes"].values()):
        raise invalid("SCOPE_ALREADY_EXISTS", f"There is a scope {key!r} already.", "key")
    id_ = tenant.dice("scope").hex(32)
    api["scopes"][id_] = {"id": id_, "key": key, "description": str(call.body.get("description") or "")}
    return done("Success", scope={"id": id_})


@answers(op.GET_API_SCOPE)
def get_scope(tenant: DemoTenant, call: Call) -> Body:
    """One scope."""
    return done("Success", scope=look_up(_find(tenant, call)["scopes"], call.path["scope_id"], "scope"))


@answers(op.UPDATE_API_SCOPE)
def update_scope(tenant: DemoTenant, call: Call) -> None:
    """Changes the description, which is all that can be changed."""
    scope = look_up(_changeable(tenant, call)["scopes"], call.path["scope_id"], "scope")
    scope["description"] = str(call.body.get("description") or "")


@answers(op.DELETE_API_SCOPE)
def delete_scope(tenant: DemoTenant, call: Call) -> None:
    """Deletes a scope, from every application and role as well."""
    api = _changeable(tenant, call)
    scope_id = look_up(api["scopes"], call.path["scope_id"], "scope")["id"]
    del api["scopes"][scope_id]
    for holder in (*api["applications"].values(), *(role["scopes"] for role in tenant.roles.values())):
        if scope_id in holder:
            holder.remove(scope_id)


@answers(op.UPDATE_API_APPLICATIONS)
def update_applications(tenant: DemoTenant, call: Call) -> Body:
    """Authorises applications, or ends that for those marked with `operation: delete`."""
    api = _find(tenant, call)
    rows = call.rows("applications")
    for row in rows:
        if row.get("id") not in tenant.applications:
            raise invalid("APPLICATION_NOT_FOUND", f"The application {row.get('id')!r} does not exist.", "applications")
    connected, disconnected = [], []
    for row in rows:
        id_ = str(row["id"])
        if row.get("operation") == "delete":
            if api["applications"].pop(id_, None) is not None:
                disconnected.append(id_)
        elif id_ not in api["applications"]:
            api["applications"][id_] = []
            connected.append(id_)
    return done("Success", applications_disconnected=disconnected, applications_connected=connected)


def _authorised(tenant: DemoTenant, call: Call) -> tuple[Row, Row, Row]:
    """The API, the scope and the application of a grant."""
    api = _find(tenant, call)
    scope = look_up(api["scopes"], call.path["scope_id"], "scope")
    application = look_up(tenant.applications, call.path["application_id"], "application")
    if application["id"] not in api["applications"]:
        raise invalid("APPLICATION_NOT_AUTHORIZED", "The application is not authorised for this API.")
    return api, scope, application


@answers(op.ADD_API_APPLICATION_SCOPE)
def grant_scope(tenant: DemoTenant, call: Call) -> None:
    """Gives an application a scope; its next token holds it."""
    api, scope, application = _authorised(tenant, call)
    if scope["id"] not in api["applications"][application["id"]]:
        api["applications"][application["id"]].append(scope["id"])
    if api["is_management_api"] and scope["key"] not in application["scopes"]:
        application["scopes"].append(scope["key"])


@answers(op.DELETE_API_APPLICATION_SCOPE)
def withdraw_scope(tenant: DemoTenant, call: Call) -> None:
    """Takes a scope from an application; tokens given out keep it until they end."""
    api, scope, application = _authorised(tenant, call)
    granted = api["applications"][application["id"]]
    if scope["id"] not in granted and scope["key"] not in application["scopes"]:
        raise missing("scope", scope["id"])
    if scope["id"] in granted:
        granted.remove(scope["id"])
    if api["is_management_api"] and scope["key"] in application["scopes"]:
        application["scopes"].remove(scope["key"])
