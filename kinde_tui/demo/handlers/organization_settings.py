"""What an organization decides for itself: logos, factors, passkeys, sessions, connections."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, answers, done, invalid, missing
from kinde_tui.demo.handlers.connections import shown_connection
from kinde_tui.demo.handlers.environment import POLICIES, factors_sent, logo_sent
from kinde_tui.demo.holdings import hold, let_go
from kinde_tui.demo.tenant import DemoTenant, Row, Shelf, look_up


def _settings(tenant: DemoTenant, call: Call) -> Row:
    code = call.path.get("org_code") or call.path["organization_code"]
    tenant.organization(code)
    return tenant.shelf("organization_settings").setdefault(code, {"logos": {}, "connections": []})


@answers(op.REPLACE_ORGANIZATION_MFA)
def replace_mfa(tenant: DemoTenant, call: Call) -> Body:
    """Replaces an organization's multi-factor settings. No call reads them."""
    _settings(tenant, call)["mfa"] = factors_sent(call)
    return done("MFA configuration updated")


@answers(op.GET_ORGANIZATION_PASSKEY)
def get_passkey(tenant: DemoTenant, call: Call) -> Body:
    """An organization's passkey policy, beside the environment's."""
    policy = tenant.settings["passkey"]["policy"]
    mine = _settings(tenant, call).get("passkey")
    if mine is None:
        mine = {"enabled": policy != "off", "policy": policy, "is_override_environment_passkey_settings": False}
    return done("Success", **mine, environment_policy=policy)


@answers(op.UPDATE_ORGANIZATION_PASSKEY)
def replace_passkey(tenant: DemoTenant, call: Call) -> Body:
    """Replaces an organization's passkey policy."""
    settings = _settings(tenant, call)
    policy = call.choice("policy", POLICIES, tenant.settings["passkey"]["policy"])
    override = call.truth("is_override_environment_passkey_settings", default=True)
    settings["passkey"] = {
        "enabled": policy != "off",
        "policy": policy,
        "is_override_environment_passkey_settings": override,
    }
    return done("Passkey settings updated", **settings["passkey"])


@answers(op.UPDATE_ORGANIZATION_SESSIONS)
def update_sessions(tenant: DemoTenant, call: Call) -> Body:
    """Changes how long people stay signed in to an organization. No call reads it."""
    settings = _settings(tenant, call)
    fields: Row = {
        name: call.truth(name, default=False)
        for name in ("is_use_org_sso_session_policy", "is_use_org_authenticated_session_lifetime")
        if name in call.body
    }
    if call.body.get("sso_session_persistence_mode") is not None:
        fields["sso_session_persistence_mode"] = call.choice(
            "sso_session_persistence_mode", ("persistent", "non_persistent")
        )
    lifetime = call.body.get("authenticated_session_lifetime")
    if lifetime is not None:
        if not isinstance(lifetime, int) or lifetime < 1:
            raise invalid("INVALID_LIFETIME", "A lifetime is a number of seconds.", "authenticated_session_lifetime")
        fields["authenticated_session_lifetime"] = lifetime
    settings.setdefault("sessions", {}).update(fields)
    return done("Session configuration updated")


@answers(op.READ_ORGANIZATION_LOGO)
def list_logos(tenant: DemoTenant, call: Call) -> Body:
    """An organization's logos."""
    code = call.path["org_code"]
    logos = [
        {"type": kind, "file_name": name, "path": f"/logo?p_org_code={code}&type={kind}"}
        for kind, name in _settings(tenant, call)["logos"].items()
    ]
    return done("Success", logos=logos)


@answers(op.ADD_ORGANIZATION_LOGO)
def add_logo(tenant: DemoTenant, call: Call) -> Body:
    """Takes the place of a logo of an organization."""
    kind, name = logo_sent(call)
    _settings(tenant, call)["logos"][kind] = name
    return done("Logo added")


@answers(op.DELETE_ORGANIZATION_LOGO)
def delete_logo(tenant: DemoTenant, call: Call) -> Body:
    """Takes a logo of an organization away."""
    if _settings(tenant, call)["logos"].pop(call.path["type"], None) is None:
        raise missing("logo", call.path["type"])
    return done("Logo deleted")


def _connection(tenant: DemoTenant, call: Call) -> tuple[Shelf, str]:
    shelf = tenant.shelf("connections")
    return shelf, str(look_up(shelf, call.path["connection_id"], "connection")["id"])


@answers(op.GET_ORGANIZATION_CONNECTIONS)
def list_connections(tenant: DemoTenant, call: Call) -> Body:
    """The connections of an organization; `has_more` without a cursor."""
    shelf = tenant.shelf("connections")
    rows = [shown_connection(shelf[id_]) for id_ in _settings(tenant, call)["connections"] if id_ in shelf]
    return done("Success", connections=rows, has_more=False)


@answers(op.ENABLE_ORG_CONNECTION)
def enable_connection(tenant: DemoTenant, call: Call) -> None:
    """Lets the members of an organization sign in by a connection."""
    _, id_ = _connection(tenant, call)
    enabled = _settings(tenant, call)["connections"]
    hold(enabled, id_)


@answers(op.REMOVE_ORG_CONNECTION)
def remove_connection(tenant: DemoTenant, call: Call) -> Body:
    """Ends that."""
    enabled = _settings(tenant, call)["connections"]
    let_go(enabled, call.path["connection_id"], "connection")
    return done("Connection removed")
