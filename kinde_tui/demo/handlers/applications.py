"""Applications, and the addresses they may send people back to."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, answers, done, given, invalid
from kinde_tui.demo.founding import application_row
from kinde_tui.demo.handlers.properties import set_values, show_values
from kinde_tui.demo.handlers.roles import sorted_keys
from kinde_tui.demo.pages import by_token
from kinde_tui.demo.tenant import DemoTenant, Row, look_up

TYPES = ("reg", "spa", "m2m", "device")
_SHOWN = (
    "id", "name", "type", "client_id", "client_secret", "login_uri", "homepage_uri", "has_cancel_button",
    "is_access_control_enabled", "is_allow_faceless_auth", "is_ask_for_name", "has_marketing_consent",
    "has_sign_in_link_on_sign_up_page", "has_register_link_on_sign_in_page", "has_sign_in_with_sso_button",
    "use_gravatar_fallback",
)  # fmt: skip
_LIFETIMES = ("access_token_lifetime", "refresh_token_lifetime", "id_token_lifetime", "authenticated_session_lifetime")


def application(tenant: DemoTenant, call: Call) -> Row:
    """The application that the path names.

    Raises:
        RefusalError: there is none; 404.
    """
    return look_up(tenant.applications, call.path.get("application_id") or call.path["app_id"], "application")


@answers(op.GET_APPLICATIONS)
def list_applications(tenant: DemoTenant, call: Call) -> Body:
    """Applications, in the order they were made or sorted by name."""
    page, next_token = by_token(tenant, call, sorted_keys(tenant.applications, call.query.get("sort", "")))
    rows = [{name: tenant.applications[id_][name] for name in ("id", "name", "type")} for id_ in page]
    return done("Success", **given({"applications": rows, "next_token": next_token}))


@answers(op.GET_APPLICATION)
def get_application(tenant: DemoTenant, call: Call) -> Body:
    """One application, with its secret."""
    row = application(tenant, call)
    return done("Success", application={name: row[name] for name in _SHOWN})


@answers(op.CREATE_APPLICATION, 201)
def create_application(tenant: DemoTenant, call: Call) -> Body:
    """A new application, with its secret."""
    kind = call.choice("type", TYPES)
    code = call.body.get("org_code")
    if code is not None:
        tenant.organization(str(code))
        if kind != "m2m":
            raise invalid("INVALID_ORG_CODE", "Only a machine-to-machine application can have one.", "org_code")
    dice = tenant.dice("application")
    row = application_row(dice.hex(32), call.text("name"), kind, dice.hex(48))
    row["org_code"] = code
    tenant.applications[row["id"]] = row
    return done("Application created", application={name: row[name] for name in ("id", "client_id", "client_secret")})


@answers(op.UPDATE_APPLICATION)
def update_application(tenant: DemoTenant, call: Call) -> None:
    """Changes the fields that were sent. The answer has no body."""
    row = application(tenant, call)
    fields: Row = {}
    for name, sent in call.body.items():
        if name in {"login_uri", "homepage_uri"} and isinstance(sent, str):
            fields[name] = sent
        elif name == "name":
            fields[name] = call.text(name)
        elif name in {"logout_uris", "redirect_uris"}:
            fields["logout_urls" if name == "logout_uris" else "redirect_urls"] = _urls(call, name)
        elif name in _SHOWN and isinstance(row[name], bool):
            fields[name] = call.truth(name, default=False)
    if fields.get("is_access_control_enabled") and not row["access_roles"]:
        raise invalid("ACCESS_ROLES_REQUIRED", "Allow a role first.", "is_access_control_enabled")
    row |= fields


@answers(op.DELETE_APPLICATION)
def delete_application(tenant: DemoTenant, call: Call) -> Body:
    """Deletes an application."""
    id_ = application(tenant, call)["id"]
    del tenant.applications[id_]
    for api in tenant.apis.values():
        api["applications"].pop(id_, None)
    return done("Application successfully deleted")


@answers(op.UPDATE_APPLICATION_TOKENS)
def update_tokens(tenant: DemoTenant, call: Call) -> Body:
    """Changes lifetimes, in seconds. No call reads them."""
    row = application(tenant, call)
    fields: Row = {}
    for name in _LIFETIMES:
        value = call.body.get(name)
        if value is not None:
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise invalid(f"INVALID_{name.upper()}", f"The {name} must be a number of seconds.", name)
            fields[name] = value
    if "is_hasura_mapping_enabled" in call.body:
        fields["is_hasura_mapping_enabled"] = call.truth("is_hasura_mapping_enabled", default=False)
    row["tokens"] |= fields
    return done("Application tokens updated")


@answers(op.GET_APPLICATION_PROPERTY_VALUES)
def list_values(tenant: DemoTenant, call: Call) -> Body:
    """The property values of an application."""
    return show_values(tenant, call, "app", application(tenant, call)["id"])


@answers(op.UPDATE_APPLICATIONS_PROPERTY)
def set_value(tenant: DemoTenant, call: Call) -> Body:
    """Sets one property value of an application; it is in the body here."""
    if "value" not in call.body:
        raise invalid("VALUE_REQUIRED", "The field value is required.", "value")
    values = {call.path["property_key"]: call.body["value"]}
    return set_values(tenant, "app", application(tenant, call)["id"], values)


def _urls(call: Call, field: str) -> list[str]:
    urls = call.body.get(field)
    if not isinstance(urls, list) or not all(isinstance(url, str) and url for url in urls):
        raise invalid(f"{field.upper()}_REQUIRED", f"The field {field} must be a list of URLs.", field)
    return list(dict.fromkeys(urls))


def _add(tenant: DemoTenant, call: Call, kept: str) -> Body:
    row = application(tenant, call)
    row[kept] = list(dict.fromkeys([*row[kept], *_urls(call, "urls")]))
    return done("URLs added")


def _replace(tenant: DemoTenant, call: Call, kept: str) -> Body:
    application(tenant, call)[kept] = _urls(call, "urls")
    return done("URLs replaced")


def _delete(tenant: DemoTenant, call: Call, kept: str) -> Body:
    row = application(tenant, call)
    call.need("urls")
    gone = set(call.words("urls"))
    row[kept] = [url for url in row[kept] if url not in gone]
    return done("URLs deleted")


@answers(op.GET_CALLBACK_URLS)
def list_callbacks(tenant: DemoTenant, call: Call) -> Body:
    """Where people may be sent after signing in; without an envelope."""
    return {"redirect_urls": application(tenant, call)["redirect_urls"]}


@answers(op.ADD_REDIRECT_CALLBACK_URLS)
def add_callbacks(tenant: DemoTenant, call: Call) -> Body:
    """Adds some."""
    return _add(tenant, call, "redirect_urls")


@answers(op.REPLACE_REDIRECT_CALLBACK_URLS)
def replace_callbacks(tenant: DemoTenant, call: Call) -> Body:
    """Replaces all."""
    return _replace(tenant, call, "redirect_urls")


@answers(op.DELETE_CALLBACK_URLS)
def delete_callbacks(tenant: DemoTenant, call: Call) -> Body:
    """Deletes some."""
    return _delete(tenant, call, "redirect_urls")


@answers(op.GET_LOGOUT_URLS)
def list_logouts(tenant: DemoTenant, call: Call) -> Body:
    """Where people may be sent after signing out."""
    return done("Success", logout_urls=application(tenant, call)["logout_urls"])


@answers(op.ADD_LOGOUT_REDIRECT_URLS)
def add_logouts(tenant: DemoTenant, call: Call) -> Body:
    """Adds some."""
    return _add(tenant, call, "logout_urls")


@answers(op.REPLACE_LOGOUT_REDIRECT_URLS)
def replace_logouts(tenant: DemoTenant, call: Call) -> Body:
    """Replaces all."""
    return _replace(tenant, call, "logout_urls")


@answers(op.DELETE_LOGOUT_URLS)
def delete_logouts(tenant: DemoTenant, call: Call) -> Body:
    """Deletes some."""
    return _delete(tenant, call, "logout_urls")
