"""What else stands in the demo tenant: APIs, connections, webhooks, variables, keys, subscribers, settings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kinde_tui.api.operations import SCOPES
from kinde_tui.demo import company
from kinde_tui.demo.credentials import AUDIENCE, CLIENT_ID, VIEWER_CLIENT_ID
from kinde_tui.demo.dice import Dice
from kinde_tui.demo.people import stamp

if TYPE_CHECKING:
    from kinde_tui.demo.tenant import DemoTenant

EVENT_TYPES = (
    ("user.created", "User Created", "api,admin,user"),
    ("user.updated", "User Updated", "api,admin,user"),
    ("user.deleted", "User Deleted", "api,admin"),
    ("user.authenticated", "User Authenticated", "user"),
    ("organization.created", "Organization Created", "api,admin"),
    ("organization.updated", "Organization Updated", "api,admin"),
    ("organization.deleted", "Organization Deleted", "api,admin"),
    ("role.created", "Role Created", "api,admin"),
    ("role.updated", "Role Updated", "api,admin"),
    ("role.deleted", "Role Deleted", "api,admin"),
    ("permission.created", "Permission Created", "api,admin"),
    ("permission.updated", "Permission Updated", "api,admin"),
    ("permission.deleted", "Permission Deleted", "api,admin"),
    ("subscriber.created", "Subscriber Created", "api,user"),
)
"""Code, name, origins."""

SYSTEM_PERMISSIONS = (
    ("self_serve_portal.access", "Portal", "Open the self-serve portal"),
    ("self_serve_portal.organization", "Portal: organization", "Edit the organization's profile"),
    ("self_serve_portal.members", "Portal: members", "Manage members"),
    ("self_serve_portal.billing", "Portal: billing", "Manage plans and payment"),
)
"""Key, name, description."""


def furnish(tenant: DemoTenant) -> None:
    """Puts the remaining records into a tenant that has organizations, roles and applications."""
    _apis(tenant)
    _connections(tenant)
    _webhooks(tenant)
    _variables(tenant)
    _subscribers(tenant)
    _settings(tenant)
    for index, (key, name, description) in enumerate(SYSTEM_PERMISSIONS):
        id_ = Dice(tenant.seed, "system", index).uuid()
        tenant.shelf("system_permissions")[id_] = {"id": id_, "key": key, "name": name, "description": description}


def _apis(tenant: DemoTenant) -> None:
    own = ("rotas:read", "rotas:write", "hours:read", "hours:export", "sites:read")
    rows = (
        ("Kinde Management API", AUDIENCE, sorted(SCOPES), True),
        ("Brightrota API", "https://api.brightrota.example.com", own, False),
        ("Payroll bridge", "https://payroll.brightrota.example.com", ("runs:read", "runs:create"), False),
    )
    for index, (name, audience, scopes, is_management) in enumerate(rows):
        dice = Dice(tenant.seed, "api", index)
        id_ = dice.hex(32)
        ids = [Dice(tenant.seed, f"scope{index}", number).hex(32) for number in range(len(scopes))]
        tenant.apis[id_] = {
            "id": id_,
            "name": name,
            "audience": audience,
            "is_management_api": is_management,
            "scopes": {
                one: {"id": one, "key": key, "description": f"Allows {key}"}
                for one, key in zip(ids, scopes, strict=True)
            },
            "applications": {CLIENT_ID: [], VIEWER_CLIENT_ID: []} if is_management else {},
        }


def _connections(tenant: DemoTenant) -> None:
    rows = (
        ("google", "Google", "oauth2:google"),
        ("microsoft", "Microsoft", "oauth2:microsoft"),
        ("email-code", "Email code", "email:otp"),
        ("password", "Password", "email:password"),
        ("halvorsen-entra", "Halvorsen Entra ID", "oauth2:azure_ad"),
        ("zenith-saml", "Zenith SAML", "saml:custom"),
    )
    for index, (name, display_name, strategy) in enumerate(rows):
        id_ = f"conn_{Dice(tenant.seed, 'connection', index).hex(32)}"
        tenant.shelf("connections")[id_] = {
            "id": id_,
            "name": name,
            "display_name": display_name,
            "strategy": strategy,
            "options": {},
            "organization_code": None,
        }
    usual = list(tenant.shelf("connections"))[:4]
    for application in tenant.applications.values():
        application["connections"] = [] if application["type"] == "m2m" else list(usual)


def _webhooks(tenant: DemoTenant) -> None:
    for index, (code, name, origin) in enumerate(EVENT_TYPES):
        id_ = f"event_type_{Dice(tenant.seed, 'event type', index).hex(24)}"
        tenant.shelf("event_types")[id_] = {"id": id_, "code": code, "name": name, "origin": origin, "schema": {}}
    for index, (name, path, types) in enumerate((
        ("CRM sync", "crm", ["user.created", "user.updated", "user.deleted"]),
        ("Provisioning", "provision", ["organization.created"]),
    )):  # fmt: skip
        id_ = f"webhook_{Dice(tenant.seed, 'webhook', index).hex(24)}"
        tenant.shelf("webhooks")[id_] = {
            "id": id_,
            "name": name,
            "endpoint": f"https://hooks.brightrota.example.com/{path}",
            "description": f"Feeds {name}",
            "event_types": types,
            "created_on": stamp(tenant.born - timedelta(days=200 - index)),
        }
    id_ = f"event_{Dice(tenant.seed, 'event', 0).hex(24)}"
    data = {"user": {"id": tenant.people.ids[0]}} if tenant.people.ids else {}
    tenant.shelf("events")[id_] = {
        "type": "user.updated",
        "source": "api",
        "event_id": id_,
        "timestamp": int((tenant.born - timedelta(hours=3)).timestamp()),
        "data": data,
    }


def _variables(tenant: DemoTenant) -> None:
    for index, (key, value, secret) in enumerate((
        ("CRM_URL", "https://crm.example.com", False),
        ("CRM_TOKEN", "not-shown", True),
        ("ROTA_REGION", "eu-north", False),
    )):  # fmt: skip
        id_ = f"env_var_{Dice(tenant.seed, 'variable', index).hex(24)}"
        created = stamp(tenant.born - timedelta(days=90 + index))
        tenant.shelf("environment_variables")[id_] = {
            "id": id_, "key": key, "value": value, "is_secret": secret, "created_on": created,
        }  # fmt: skip


def _subscribers(tenant: DemoTenant) -> None:
    names = (("Petra", "Kranz"), ("Luis", "Amado"), ("Hye-jin", "Seo"), ("Tova", "Ek"), ("Samir", "Aoun"))
    for index, (first, last) in enumerate(names):
        id_ = f"subscriber_{Dice(tenant.seed, 'subscriber', index).hex(24)}"
        tenant.shelf("subscribers")[id_] = {
            "id": id_,
            "email": f"{first}.{last}@example.net".lower(),
            "first_name": first,
            "last_name": last,
        }


def _settings(tenant: DemoTenant) -> None:
    tenant.settings["business"] = {
        "code": f"bus_{Dice(tenant.seed, 'business', 0).hex(12)}",
        "name": company.BUSINESS,
        "phone": None,
        "email": "hello@brightrota.example.com",
        "industry": "Software",
        "timezone": "Dublin",
        "privacy_url": "https://brightrota.example.com/privacy",
        "terms_url": "https://brightrota.example.com/terms",
        "has_clickwrap": False,
        "has_kinde_branding": True,
        "created_on": stamp(tenant.born - timedelta(days=912)),
    }
    tenant.settings["environment"] = {
        "code": "production",
        "name": "Production",
        "hotjar_site_id": None,
        "google_analytics_tag": None,
        "contentsquare_tag_id": None,
        "is_default": True,
        "is_live": True,
        "custom_domain": None,
        "logo": None,
        "logo_dark": None,
        "favicon_svg": None,
        "favicon_fallback": None,
        "button_border_radius": 8,
        "card_border_radius": 16,
        "input_border_radius": 4,
        "theme_code": "user_preference",
        "color_scheme": "light dark",
        "created_on": stamp(tenant.born - timedelta(days=912)),
    }
    tenant.settings["passkey"] = {"enabled": True, "policy": "optional"}
