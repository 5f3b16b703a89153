"""What other systems use the demo tenant with: API keys, directories that send users, and the logo they show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kinde_tui.demo.dice import Dice
from kinde_tui.demo.people import stamp

if TYPE_CHECKING:
    from kinde_tui.demo.tenant import DemoTenant, Row

_KEYS = (
    ("Rota export", "environment", "active", ("rotas:read", "hours:read"), 2, 1841),
    ("Halvorsen payroll", "organization", "active", ("hours:export",), 26, 212),
    ("Old kiosk", "environment", "revoked", ("rotas:read",), None, 0),
)
"""Name, whose, status, scopes, hours since it was verified, and how often that was."""
_DIRECTORIES = (
    ("Tidewater Entra", "tidewater", "Active", 3, None),
    ("Zenith Okta", "zenith", "Error", 31, "401 from the endpoint: the token was not accepted."),
)
"""Name, the organization's handle, status, hours since the last sync, and what went wrong."""


def integrate(tenant: DemoTenant) -> None:
    """Puts them into a tenant that has organizations, APIs and connections."""
    codes = {row["handle"]: code for code, row in tenant.organizations.items()}
    _api_keys(tenant, codes)
    _directories(tenant, codes)
    tenant.shelf("logos")["light"] = {"file_name": "brightrota.svg"}


def _api_keys(tenant: DemoTenant, codes: dict[str, str]) -> None:
    api = next(row for row in tenant.apis.values() if row["name"] == "Brightrota API")
    for index, (name, kind, status, scopes, hours, verified) in enumerate(_KEYS):
        dice = Dice(tenant.seed, "api key", index)
        id_, secret = f"api_key_{dice.hex(24)}", f"k_{kind[:3]}_{dice.hex(40)}"
        tenant.shelf("api_keys")[id_] = {
            "id": id_,
            "name": name,
            "type": kind,
            "status": status,
            "key_prefix": f"k_{kind[:3]}",
            "key_suffix": secret[-4:],
            "key": secret,
            "created_on": stamp(tenant.born - timedelta(days=140 + 30 * index)),
            "last_verified_on": None if hours is None else stamp(tenant.born - timedelta(hours=hours)),
            "last_verified_ip": None if hours is None else "203.0.113.7",
            "created_by": "Brightrota",
            "api_ids": [api["id"]],
            "scopes": list(scopes),
            "verification_count": verified,
            "organization_id": codes["halvorsen"] if kind == "organization" else None,
            "user_id": None,
        }


def _directories(tenant: DemoTenant, codes: dict[str, str]) -> None:
    saml = next(row for row in tenant.shelf("connections").values() if row["strategy"] == "saml:custom")
    for index, (name, handle, status, hours, error) in enumerate(_DIRECTORIES):
        dice = Dice(tenant.seed, "directory", index)
        synced = stamp(tenant.born - timedelta(hours=hours))
        connection = saml if handle == "zenith" else None
        row: Row = {
            "id": f"directory_{dice.hex(24)}",
            "directory_name": name,
            "directory_endpoint_id": dice.hex(16),
            "secret_token": dice.hex(40),
            "status": status,
            "organization_code": codes[handle],
            "enterprise_connection_id": connection["id"] if connection else None,
            "enterprise_connection_name": connection["name"] if connection else None,
            "last_sync_started_at": synced,
            "last_sync_completed_at": synced,
            "last_sync_error": error,
            "created_on": stamp(tenant.born - timedelta(days=60 + index)),
        }
        tenant.shelf("directories")[row["id"]] = row
