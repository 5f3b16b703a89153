"""What hangs on a user: password, sessions, factors, claims."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.api import operations as op
from kinde_tui.demo import company
from kinde_tui.demo.answers import Body, Call, answers, done, invalid, missing
from kinde_tui.demo.dice import Dice
from kinde_tui.demo.handlers.flags import wanted_value
from kinde_tui.demo.people import stamp

if TYPE_CHECKING:
    from kinde_tui.demo.tenant import DemoTenant

_METHODS = ("bcrypt", "crypt", "md5", "sha256", "wordpress", "pbkdf2", "firebase-scrypt", "aspnet-identity-v2")
_FRESH = timedelta(days=30)
"""How long a session can be when it was never ended."""


@answers(op.REFRESH_USER_CLAIMS)
def refresh_claims(tenant: DemoTenant, call: Call) -> Body:
    """Drops what Kinde remembers of a user's claims."""
    tenant.user(call.path["user_id"])
    return done("Claims refreshed")


@answers(op.SET_USER_PASSWORD)
def set_password(tenant: DemoTenant, call: Call) -> Body:
    """Sets a password from its hash."""
    index = tenant.user(call.path["user_id"])
    call.text("hashed_password")
    method = call.choice("hashing_method", _METHODS, "bcrypt")
    if method in {"pbkdf2", "firebase-scrypt"}:
        call.text("salt")
    if call.body.get("salt_position") is not None:
        call.choice("salt_position", ("prefix", "suffix"))
    if call.truth("is_temporary_password", default=False):
        tenant.people.edit(index, {"is_password_reset_requested": True})
    return done("User password set")


def _sessions(tenant: DemoTenant, index: int) -> list[Body]:
    seen = tenant.people.person(index)["last_signed_in"]
    if seen is None or index in tenant.ended_sessions or tenant.born - datetime.fromisoformat(seen) > _FRESH:
        return []
    clients = [id_ for id_, row in tenant.applications.items() if row["type"] != "m2m"]
    if not clients:
        return []
    codes = tenant.memberships.codes_of(index)
    dice = Dice(tenant.seed, "sessions", index)
    found = []
    for number in range(1 + dice.below(3)):
        updated = datetime.fromisoformat(seen) - timedelta(hours=number * (1 + dice.below(30)))
        started = updated - timedelta(minutes=dice.below(3000))
        agent = dice.pick(company.AGENTS)
        address = f"{'203.0.113' if dice.chance(60) else '198.51.100'}.{1 + dice.below(250)}"
        found.append({
            "user_id": tenant.people.ids[index],
            "org_code": codes[0] if codes else None,
            "client_id": dice.pick(clients),
            "expires_on": stamp(started + timedelta(days=60)),
            "session_id": f"session_{dice.hex(32)}",
            "started_on": stamp(started),
            "updated_on": stamp(updated),
            "connection_id": next(iter(tenant.shelf("connections")), ""),
            "last_ip_address": address,
            "last_user_agent": agent,
            "initial_ip_address": address,
            "initial_user_agent": agent,
        })  # fmt: skip
    return found


@answers(op.GET_USER_SESSIONS)
def list_sessions(tenant: DemoTenant, call: Call) -> Body:
    """A user's sessions; `has_more` without a cursor."""
    return done("Success", has_more=False, sessions=_sessions(tenant, tenant.user(call.path["user_id"])))


@answers(op.DELETE_USER_SESSIONS)
def end_sessions(tenant: DemoTenant, call: Call) -> Body:
    """Ends all sessions of a user."""
    tenant.ended_sessions.add(tenant.user(call.path["user_id"]))
    return done("Sessions invalidated")


def _factor(tenant: DemoTenant, where: str, user_id: str) -> Body | None:
    """The factor that a user has set up in the environment (`where` is empty) or in an organization."""
    index = tenant.user(user_id)
    person = tenant.people.person(index)
    dice = Dice(tenant.seed, f"mfa{where[-12:]}", index)
    if (
        (where, index) in tenant.reset_factors
        or person["last_signed_in"] is None
        or not dice.chance(20 if where else 30)
    ):
        return None
    kind = dice.pick(("mfa:email", "mfa:sms", "mfa:authenticator_app"))
    return {
        "id": f"mfa_{dice.hex(24)}",
        "type": kind,
        "created_on": person["created_on"],
        "name": (person["phone"] if kind == "mfa:sms" else person["email"]) or "authenticator",
        "is_verified": True,
        "usage_count": 1 + dice.below(40),
        "last_used_on": person["last_signed_in"],
    }


def _show_factor(tenant: DemoTenant, where: str, user_id: str) -> Body:
    factor = _factor(tenant, where, user_id)
    return done("Success", mfa=factor) if factor else done("No MFA factors")


def _reset(tenant: DemoTenant, where: str, call: Call) -> Body:
    user_id, factor_id = call.path["user_id"], call.path.get("factor_id")
    factor = _factor(tenant, where, user_id)
    if factor_id is not None and (factor is None or factor["id"] != factor_id):
        raise missing("MFA factor", factor_id)
    tenant.reset_factors.add((where, tenant.user(user_id)))
    return done("MFA factors reset")


@answers(op.GET_USERS_MFA)
def get_factor(tenant: DemoTenant, call: Call) -> Body:
    """The factor of a user: one object, not a list; left out when there is none."""
    return _show_factor(tenant, "", call.path["user_id"])


@answers(op.RESET_USERS_MFA)
@answers(op.RESET_USERS_MFA_ALL)
def reset_factors(tenant: DemoTenant, call: Call) -> Body:
    """Resets one factor, or all of them."""
    return _reset(tenant, "", call)


@answers(op.GET_ORG_USER_MFA)
def get_member_factor(tenant: DemoTenant, call: Call) -> Body:
    """The factor that a member has set up for an organization."""
    tenant.member(call.path["org_code"], call.path["user_id"])
    return _show_factor(tenant, call.path["org_code"], call.path["user_id"])


@answers(op.RESET_ORG_USER_MFA)
@answers(op.RESET_ORG_USER_MFA_ALL)
def reset_member_factors(tenant: DemoTenant, call: Call) -> Body:
    """Resets one factor that a member has set up for an organization, or all of them."""
    tenant.member(call.path["org_code"], call.path["user_id"])
    return _reset(tenant, call.path["org_code"], call)


@answers(op.UPDATE_USER_FEATURE_FLAG_OVERRIDE)
def override_user_flag(tenant: DemoTenant, call: Call) -> Body:
    """Overrides a flag for a user. The API never shows it again."""
    index = tenant.user(call.path["user_id"])
    flag = tenant.flag(call.path["feature_flag_key"])
    if not flag.allows("usr"):
        raise invalid("OVERRIDE_NOT_ALLOWED", f"The flag {flag.key!r} cannot be overridden for a user.", "value")
    tenant.user_overrides.setdefault(index, {})[flag.key] = wanted_value(flag, call.need("value"))
    return done("Feature flag override updated")
