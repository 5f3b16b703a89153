"""Invitations to an organization."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, answers, done, invalid, missing
from kinde_tui.demo.pages import by_token

if TYPE_CHECKING:
    from kinde_tui.demo.tenant import DemoTenant, Row

_LONGEST = {"email": 254, "first_name": 64, "last_name": 64}
_PER_DAY = 100
"""Invitations that one organization may send in 24 hours."""
_SORTS = {"created_on": "created_on", "email": "email", "name": "first_name"}


def _shown(tenant: DemoTenant, invite: Row) -> Body:
    names = [name for name in (invite["first_name"], invite["last_name"]) if name]
    link = f"{tenant.issuer}/invitations/{invite['code']}"
    return {**invite, "full_name": " ".join(names), "invite_link": link}


def _find(tenant: DemoTenant, call: Call) -> Row:
    tenant.organization(call.path["org_code"])
    invite = tenant.invites.get(call.path["org_code"], {}).get(call.path["invite_code"])
    if invite is None:
        raise missing("invitation", call.path["invite_code"])
    return invite


@answers(op.GET_ORGANIZATION_INVITES)
def list_invites(tenant: DemoTenant, call: Call) -> Body:
    """Invitations that wait for an answer; on demand also those that were accepted or revoked."""
    tenant.organization(call.path["org_code"])
    revoked, accepted = (call.query.get(f"include_{kind}", "").lower() == "true" for kind in ("revoked", "accepted"))
    rows = {
        code: row
        for code, row in tenant.invites.get(call.path["org_code"], {}).items()
        if (revoked or not row["is_revoked"]) and (accepted or row["accepted_on"] is None)
    }
    order = list(rows)
    sort, _, direction = call.query.get("sort", "").rpartition("_")
    if sort in _SORTS:
        order.sort(key=lambda code: str(rows[code][_SORTS[sort]] or "").casefold(), reverse=direction == "desc")
    page, next_token = by_token(tenant, call, order)
    return done("Success", invites=[_shown(tenant, rows[code]) for code in page], next_token=next_token)


@answers(op.CREATE_ORGANIZATION_INVITE, 201)
def create_invite(tenant: DemoTenant, call: Call) -> Body:
    """Invites somebody by e-mail address."""
    code = call.path["org_code"]
    tenant.organization(code)
    email = call.text("email")
    if "@" not in email:
        raise invalid("INVALID_EMAIL", f"{email!r} is no valid e-mail address.", "email")
    for name, longest in _LONGEST.items():
        if len(str(call.body.get(name) or "")) > longest:
            raise invalid(f"{name.upper()}_TOO_LONG", f"The {name} must not be longer than {longest}.", name)
    keys = call.body.get("roles")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise invalid("ROLES_REQUIRED", "The roles must be a list of keys.", "roles")
    roles = [tenant.roles[id_] for id_ in tenant.ids_of_keys(tenant.roles, keys, "role")]
    mine = tenant.invites.setdefault(code, {})
    since = tenant.now() - timedelta(days=1)
    if sum(datetime.fromisoformat(row["created_on"]) > since for row in mine.values()) >= _PER_DAY:
        raise invalid("INVITATION_LIMIT_REACHED", f"An organization can invite {_PER_DAY} people in 24 hours.")
    dice = tenant.dice("invite")
    invite: Row = {
        "id": f"inv_{dice.hex(24)}",
        "code": dice.hex(16),
        "email": email,
        "first_name": call.body.get("first_name"),
        "last_name": call.body.get("last_name"),
        "created_on": tenant.stamp(),
        "is_sent": call.truth("send_email", default=False),
        "accepted_on": None,
        "roles": [{"key": role["key"], "name": role["name"]} for role in roles],
        "is_revoked": False,
    }
    mine[invite["code"]] = invite
    return done("Invitation created", invite=_shown(tenant, invite))


@answers(op.GET_ORGANIZATION_INVITE)
def get_invite(tenant: DemoTenant, call: Call) -> Body:
    """One invitation, without an envelope around it."""
    return {"message": "Success", **_shown(tenant, _find(tenant, call))}


@answers(op.DELETE_ORGANIZATION_INVITE)
def revoke_invite(tenant: DemoTenant, call: Call) -> Body:
    """Revokes an invitation."""
    invite = _find(tenant, call)
    if invite["accepted_on"] is not None:
        raise invalid("INVITATION_ACCEPTED", "The invitation was accepted already.")
    invite["is_revoked"] = True
    return done("Invitation revoked")
