"""The demo tenant on its first day: the company of `company.py` put into its places."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.api.operations import SCOPES
from kinde_tui.demo import company
from kinde_tui.demo.credentials import CLIENT_ID, CLIENT_SECRET, VIEWER_CLIENT_ID, VIEWER_CLIENT_SECRET
from kinde_tui.demo.dice import Dice
from kinde_tui.demo.flags import Flag
from kinde_tui.demo.furniture import furnish
from kinde_tui.demo.identities import Identities
from kinde_tui.demo.integrations import integrate
from kinde_tui.demo.memberships import Draw, Memberships
from kinde_tui.demo.people import stamp
from kinde_tui.demo.tenant import DemoTenant, FlagMaps, Row

if TYPE_CHECKING:
    from collections.abc import Callable


def found(seed: int, users: int, now: Callable[[], datetime], organization_flags: FlagMaps = "effective") -> DemoTenant:
    """A tenant with everything in it; see `DemoTenant` for the arguments."""
    tenant = DemoTenant(seed, users, now, organization_flags)
    _organizations(tenant)
    _permissions(tenant)
    _roles(tenant)
    _people(tenant)
    _flags(tenant)
    _properties(tenant)
    _applications(tenant)
    furnish(tenant)
    integrate(tenant)
    _invites(tenant)
    return tenant


def organization_row(code: str, name: str, created_on: str) -> Row:
    """A new organization with Kinde's defaults."""
    return {
        "code": code,
        "name": name,
        "handle": None,
        "is_default": False,
        "external_id": None,
        "is_auto_membership_enabled": False,
        "is_allow_registrations": None,
        "allowed_domains": [],
        "theme_code": "user_preference",
        "color_scheme": "light dark",
        "created_on": created_on,
        "sender_name": None,
        "sender_email": None,
        "is_suspended": False,
        "suspended_on": None,
        "colors": {},
        "is_enforce_mfa": False,
        "customer_id": f"customer_{code.removeprefix('org_')}",
        "plan_code": "team",
    }


def _organizations(tenant: DemoTenant) -> None:
    for index, (name, handle, _) in enumerate(company.ORGANIZATIONS):
        dice = Dice(tenant.seed, "organization", index)
        code = f"org_{dice.hex(11)}"
        created = stamp(tenant.born - timedelta(days=910 - 30 * index, seconds=dice.below(80_000)))
        row = organization_row(code, name, created) | {
            "handle": handle,
            "is_default": index == 0,
            "external_id": f"cust-{1000 + index}" if index and dice.chance(70) else None,
            "is_auto_membership_enabled": dice.chance(40),
            "is_allow_registrations": dice.chance(40),
            "allowed_domains": [f"{handle}.example.com"] if dice.chance(45) else [],
            "theme_code": dice.pick(("light", "dark", "user_preference")),
            "sender_name": name if dice.chance(30) else None,
            "colors": {"button_color": f"#{dice.hex(6)}", "link_color": f"#{dice.hex(6)}"} if dice.chance(50) else {},
            "plan_code": dice.pick(company.PLANS).lower(),
        }
        if index in {17, 23}:
            row |= {"is_suspended": True, "suspended_on": stamp(tenant.born - timedelta(days=12 + index))}
        tenant.organizations[code] = row


def _permissions(tenant: DemoTenant) -> None:
    for index, (key, name, description) in enumerate(company.PERMISSIONS):
        id_ = Dice(tenant.seed, "permission", index).uuid()
        tenant.permissions[id_] = {"id": id_, "key": key, "name": name, "description": description}


def _granted(pattern: str, key: str) -> bool:
    given = False
    for word in pattern.split():
        if word.startswith("!"):
            given = given and key != word[1:]
        elif word.endswith(":"):
            given = given or key.startswith(word)
        else:
            given = given or word in {"*", key} or (word.startswith(":") and key.endswith(word))
    return given


def _roles(tenant: DemoTenant) -> None:
    for index, (key, name, description, pattern, _) in enumerate(company.ROLES):
        id_ = Dice(tenant.seed, "role", index).uuid()
        tenant.roles[id_] = {
            "id": id_,
            "key": key,
            "name": name,
            "description": description,
            "is_default_role": key == "employee",
            "assignment_permission_id": None,
            "permissions": [one for one, row in tenant.permissions.items() if _granted(pattern, row["key"])],
            "scopes": [],
            "system_permissions": [],
        }


def _people(tenant: DemoTenant) -> None:
    codes = list(tenant.organizations)
    draw = Draw(
        [code for code, row in zip(codes, company.ORGANIZATIONS, strict=True) for _ in range(row[2])] or codes,
        [id_ for id_, row in zip(tenant.roles, company.ROLES, strict=True) for _ in range(row[4])],
        list(tenant.permissions),
    )
    draw = Draw([codes[0], *draw.organizations], draw.roles, draw.permissions)
    tenant.memberships = Memberships(tenant.people, codes, draw)
    tenant.identities = Identities(tenant.people, f"conn_{Dice(tenant.seed, 'connection', 0).hex(32)}")


def _flags(tenant: DemoTenant) -> None:
    for key, name, description, kind, default, level in company.FLAGS:
        tenant.flags[key] = Flag(key, name, description, kind, default, level)
    tenant.environment_overrides |= company.ENVIRONMENT_OVERRIDES
    for position, code in enumerate(tenant.organizations):
        dice = Dice(tenant.seed, "org flags", position)
        overrides = {key: dice.pick(choices) for key, choices in company.OVERRIDE_CHOICES.items() if dice.chance(22)}
        tenant.organization_overrides[code] = overrides
    personal = {
        key: company.OVERRIDE_CHOICES.get(key, ("false",)) for key, flag in tenant.flags.items() if flag.allows("usr")
    }
    for index in range(min(60, len(tenant.people.ids))):
        dice = Dice(tenant.seed, "user flags", index)
        overrides = {key: dice.pick(choices) for key, choices in personal.items() if dice.chance(30)}
        if "upload_limit_mb" in overrides:
            overrides["upload_limit_mb"] = "100"
        tenant.user_overrides[index] = overrides


def _properties(tenant: DemoTenant) -> None:
    by_name = {}
    for index, (name, context) in enumerate(company.CATEGORIES):
        id_ = f"property_category_{Dice(tenant.seed, 'category', index).hex(24)}"
        by_name[name] = id_
        tenant.categories[id_] = {"id": id_, "name": name, "context": context}
    for index, (key, name, description, context, category, private, kind) in enumerate(company.PROPERTIES):
        id_ = f"prop_{Dice(tenant.seed, 'property', index).hex(32)}"
        tenant.properties[id_] = {
            "id": id_, "key": key, "name": name, "description": description, "context": context, "type": kind,
            "is_private": private, "is_kinde_property": False, "category_id": by_name[category], "drawn": True,
        }  # fmt: skip
    for index, (key, name, context) in enumerate(company.BUILT_IN_PROPERTIES):
        id_ = f"prop_{Dice(tenant.seed, 'built-in', index).hex(32)}"
        tenant.properties[id_] = {
            "id": id_, "key": key, "name": name, "description": "", "context": context, "type": "single_line_text",
            "is_private": False, "is_kinde_property": True, "category_id": "", "drawn": False,
        }  # fmt: skip


def application_row(client_id: str, name: str, kind: str, secret: str) -> Row:
    """A new application with Kinde's defaults."""
    switches = (
        "has_cancel_button", "is_access_control_enabled", "is_allow_faceless_auth", "is_ask_for_name",
        "has_marketing_consent", "has_sign_in_link_on_sign_up_page", "has_register_link_on_sign_in_page",
        "has_sign_in_with_sso_button", "use_gravatar_fallback",
    )  # fmt: skip
    return {
        "id": client_id,
        "name": name,
        "type": kind,
        "client_id": client_id,
        "client_secret": secret,
        "login_uri": "",
        "homepage_uri": "",
        **dict.fromkeys(switches, False),
        "scopes": [],
        "org_code": None,
        "connections": [],
        "access_roles": [],
        "redirect_urls": [],
        "logout_urls": [],
        "tokens": {},
    }


def _applications(tenant: DemoTenant) -> None:
    for index, (name, kind, home) in enumerate(company.APPLICATIONS):
        dice = Dice(tenant.seed, "application", index)
        client_id = dice.hex(32)
        row = application_row(client_id, name, kind, dice.hex(48))
        row |= {"homepage_uri": home, "login_uri": f"{home}/login", "is_ask_for_name": True}
        row["redirect_urls"] = [f"{home}/callback", "http://localhost:3000/callback"]
        row["logout_urls"] = [home]
        tenant.applications[client_id] = row
    reads = sorted(scope for scope in SCOPES if scope.startswith("read:"))
    for client_id, secret, name, scopes in (
        (CLIENT_ID, CLIENT_SECRET, "kinde-tui", sorted(SCOPES)),
        (VIEWER_CLIENT_ID, VIEWER_CLIENT_SECRET, "Reporting job", reads),
    ):
        tenant.applications[client_id] = application_row(client_id, name, "m2m", secret) | {"scopes": scopes}


def _invites(tenant: DemoTenant) -> None:
    roles = [{"key": row["key"], "name": row["name"]} for row in tenant.roles.values()]
    for position, code in enumerate(tenant.organizations):
        dice = Dice(tenant.seed, "invites", position)
        for number in range(dice.below(4)):
            given, family = dice.pick(
                (("Noemi", "Ferrante"), ("Dani", "Okoro"), ("Ilse", "Brandt"), ("Kai", "Nakamura"))
            )
            invite: Row = {
                "id": f"inv_{dice.hex(24)}",
                "code": dice.hex(16),
                "email": f"{given}.{family}{position}{number}@example.org".lower(),
                "first_name": given,
                "last_name": family,
                "created_on": stamp(tenant.born - timedelta(hours=5 + dice.below(400))),
                "is_sent": True,
                "accepted_on": stamp(tenant.born - timedelta(hours=2)) if dice.chance(20) else None,
                "roles": [dice.pick(roles)],
                "is_revoked": dice.chance(15),
            }
            tenant.invites.setdefault(code, {})[invite["code"]] = invite
