"""API keys."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, invalid
from kinde_tui.demo.pages import by_cursor
from kinde_tui.demo.tenant import DemoTenant, Row, look_up

_SIZE = 50
"""Both the default and the most that one page has."""
_LISTED = (
    "id", "name", "type", "status", "key_prefix", "key_suffix", "created_on", "last_verified_on", "last_verified_ip",
    "created_by", "api_ids", "scopes",
)  # fmt: skip


def _find(tenant: DemoTenant, call: Call) -> Row:
    return look_up(tenant.shelf("api_keys"), call.path["key_id"], "API key")


@answers(op.GET_API_KEYS)
def list_keys(tenant: DemoTenant, call: Call) -> Body:
    """Keys, fifty at a time at most."""
    filters = {"type": "key_type", "status": "status", "user_id": "user_id", "organization_id": "org_code"}
    shelf = tenant.shelf("api_keys")
    wanted = {kept: call.query[sent] for kept, sent in filters.items() if call.query.get(sent)}
    keys = [id_ for id_, row in shelf.items() if all(row[name] == value for name, value in wanted.items())]
    page, more = by_cursor(call, keys, _SIZE, _SIZE)
    rows = [{name: shelf[id_][name] for name in _LISTED} for id_ in page]
    return done("Success", has_more=more, api_keys=rows)


def _secret(tenant: DemoTenant, row: Row) -> str:
    secret = f"{row['key_prefix']}_{tenant.dice('key').hex(40)}"
    row |= {"key": secret, "key_suffix": secret[-4:]}
    return secret


@answers(op.CREATE_API_KEY, 201)
def create_key(tenant: DemoTenant, call: Call) -> Body:
    """A new key; its secret is shown this once."""
    kind = call.choice("type", ("user", "organization", "environment"))
    api = tenant.apis.get(call.text("api_id"))
    if api is None:
        raise invalid("API_NOT_FOUND", "The API does not exist.", "api_id")
    scopes = call.body.get("scope_ids") or []
    if not isinstance(scopes, list) or not all(id_ in api["scopes"] for id_ in scopes):
        raise invalid("SCOPE_NOT_FOUND", "A scope does not exist in this API.", "scope_ids")
    user_id = tenant.people.ids[tenant.user(call.text("user_id"))] if kind == "user" else None
    code = tenant.organization(call.text("org_code"))["code"] if kind == "organization" else None
    name, id_ = call.text("name"), f"api_key_{tenant.dice('api key').hex(24)}"
    row = {
        "id": id_,
        "name": name,
        "type": kind,
        "status": "active",
        "key_prefix": f"k_{kind[:3]}",
        "created_on": tenant.stamp(),
        "last_verified_on": None,
        "last_verified_ip": None,
        "created_by": None,
        "api_ids": [api["id"]],
        "scopes": [api["scopes"][one]["key"] for one in scopes],
        "verification_count": 0,
        "organization_id": code,
        "user_id": user_id,
    }
    secret = _secret(tenant, row)
    tenant.shelf("api_keys")[id_] = row
    return done("API key created", api_key={"id": id_, "key": secret})


@answers(op.GET_API_KEY)
def get_key(tenant: DemoTenant, call: Call) -> Body:
    """One key, without its secret."""
    row = _find(tenant, call)
    return done("Success", api_key={name: value for name, value in row.items() if name != "key"})


@answers(op.ROTATE_API_KEY, 201)
def rotate_key(tenant: DemoTenant, call: Call) -> Body:
    """Throws the secret away and makes another: a PUT that must never be sent twice."""
    row = _find(tenant, call)
    return done("API key rotated", api_key={"id": row["id"], "key": _secret(tenant, row)})


@answers(op.DELETE_API_KEY)
def revoke_key(tenant: DemoTenant, call: Call) -> Body:
    """Revokes a key; it stays in the list."""
    _find(tenant, call)["status"] = "revoked"
    return done("API key revoked")


@answers(op.VERIFY_API_KEY)
def verify_key(tenant: DemoTenant, call: Call) -> Body:
    """What a key is worth. Needs no token, and counts."""
    secret = call.text("api_key")
    row = next((row for row in tenant.shelf("api_keys").values() if row["key"] == secret), None)
    if row is None:
        raise RefusalError(401, "INVALID_API_KEY", "The API key is not valid.")
    row |= {"verification_count": row["verification_count"] + 1, "last_verified_on": tenant.stamp()}
    return done(
        "API key verified",
        is_valid=row["status"] == "active",
        key_id=row["id"],
        status=row["status"],
        scopes=row["scopes"],
        org_code=row["organization_id"],
        user_id=row["user_id"],
        last_verified_on=row["last_verified_on"],
        verification_count=row["verification_count"],
    )
