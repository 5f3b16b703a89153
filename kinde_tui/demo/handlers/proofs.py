"""Identities: a user's addresses, numbers, names and social accounts."""

from __future__ import annotations

import re

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, given, invalid, missing
from kinde_tui.demo.identities import PLAIN_TYPES, Identity
from kinde_tui.demo.pages import by_cursor
from kinde_tui.demo.tenant import DemoTenant, look_up

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[0-9 ()-]{6,20}")
_NULLABLE = ("connection_id", "is_primary")


def _checked(tenant: DemoTenant, kind: str, value: object, about: str) -> str:
    """A value that is right for its kind and that nobody has yet."""
    if not isinstance(value, str) or not value.strip():
        raise invalid("IDENTITY_REQUIRED", f"A value for the {kind} is required.", about)
    value = value.strip()
    pattern = {"email": _EMAIL, "phone": _PHONE}.get(kind)
    if pattern is not None and not pattern.fullmatch(value):
        raise invalid(f"INVALID_{kind.upper()}", f"{value!r} is no valid {kind}.", about)
    if kind == "phone":
        value = "+" + re.sub(r"\D", "", value)
    if tenant.identities.holder(kind, value) is not None:
        raise RefusalError(400, "USER_ALREADY_EXISTS", f"A user with the {kind} {value!r} already exists.", about)
    return value


def proofs_in(tenant: DemoTenant, call: Call) -> list[tuple[str, str, bool]]:
    """Kind, value and whether it is verified of the `identities` in the body of createUser.

    Raises:
        RefusalError: one is malformed or taken; 400.
    """
    found: list[tuple[str, str, bool]] = []
    if call.body.get("identities") is None:
        return found
    for row in call.rows("identities"):
        kind, details = row.get("type"), row.get("details")
        if kind not in PLAIN_TYPES or not isinstance(details, dict):
            raise invalid("INVALID_IDENTITY", "An identity needs a type and details.", "identities")
        value = _checked(tenant, kind, details.get(kind), kind)
        if (kind, value.casefold()) in {(other, known.casefold()) for other, known, _ in found}:
            raise invalid("DUPLICATE_IDENTITY", f"The {kind} {value!r} was sent twice.", kind)
        found.append((kind, value, bool(row.get("is_verified", kind == "username"))))
    return found


def new_identity(
    tenant: DemoTenant, kind: str, value: str, *, verified: bool, connection: str | None = None
) -> Identity:
    """An identity that nobody has used yet."""
    return {
        "id": f"identity_{tenant.dice('identity').hex(32)}",
        "type": kind,
        "name": value,
        "email": value if "@" in value else None,
        "is_confirmed": verified,
        "is_primary": None,
        "created_on": tenant.stamp(),
        "last_login_on": None,
        "total_logins": 0,
        "connection_id": connection,
    }


def _shown(identity: Identity) -> Body:
    return {**given(identity), **{name: identity[name] for name in _NULLABLE}}


@answers(op.GET_USER_IDENTITIES)
def list_identities(tenant: DemoTenant, call: Call) -> Body:
    """A user's identities, ten at a time: there is no page_size here."""
    mine = {identity["id"]: identity for identity in tenant.identities.of(tenant.user(call.path["user_id"]))}
    call.query.pop("page_size", None)
    page, more = by_cursor(call, list(mine))
    return done("Success", identities=[_shown(mine[id_]) for id_ in page], has_more=more)


@answers(op.CREATE_USER_IDENTITY, 201)
def create_identity(tenant: DemoTenant, call: Call) -> Body:
    """One more identity for a user."""
    index = tenant.user(call.path["user_id"])
    kind = call.choice("type", (*PLAIN_TYPES, "enterprise", "social"))
    connection = None
    if kind in PLAIN_TYPES:
        value = _checked(tenant, kind, call.body.get("value"), "value")
    else:
        connection = call.text("connection_id")
        kind = look_up(tenant.shelf("connections"), connection, "connection")["strategy"]
        value = call.text("value")
    identity = new_identity(tenant, kind, value, verified=False, connection=connection)
    tenant.identities.add(index, identity)
    return done("Identity created", identity={"id": identity["id"]})


def _find(tenant: DemoTenant, call: Call) -> tuple[int, Identity]:
    found = tenant.identities.find(call.path["identity_id"])
    if found is None:
        raise missing("identity", call.path["identity_id"])
    return found


@answers(op.GET_IDENTITY)
def get_identity(tenant: DemoTenant, call: Call) -> Body:
    """One identity."""
    return _shown(_find(tenant, call)[1])


@answers(op.UPDATE_IDENTITY)
def update_identity(tenant: DemoTenant, call: Call) -> Body:
    """Makes an identity the primary of its type."""
    index, identity = _find(tenant, call)
    if call.truth("is_primary", default=False):
        if identity["type"] not in PLAIN_TYPES:
            raise invalid("INVALID_IDENTITY", "Only an email, a phone or a username can be primary.", "is_primary")
        tenant.identities.make_primary(index, identity)
    return done("Identity updated")


@answers(op.DELETE_IDENTITY)
def delete_identity(tenant: DemoTenant, call: Call) -> Body:
    """Takes an identity away from its user."""
    tenant.identities.remove(*_find(tenant, call))
    return done("Identity deleted")
