"""Directories: users that another system keeps and sends by SCIM."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, invalid
from kinde_tui.demo.pages import by_cursor
from kinde_tui.demo.tenant import DemoTenant, Row, look_up

_PROVIDERS = (
    "entra_id_azure_ad", "okta", "google_workspace", "custom_scim_v2", "cyberark", "jumpcloud", "onelogin",
    "pingfederate", "rippling",
)  # fmt: skip
_DEFAULT_SIZE = 50


def _find(tenant: DemoTenant, call: Call) -> Row:
    return look_up(tenant.shelf("directories"), call.path["directory_id"], "directory")


@answers(op.GET_DIRECTORIES)
def list_directories(tenant: DemoTenant, call: Call) -> Body:
    """Directories, of one organization or of all; fifty at a time unless asked otherwise."""
    code = call.query.get("organization_code")
    shelf = tenant.shelf("directories")
    keys = [id_ for id_, row in shelf.items() if code in {None, row["organization_code"]}]
    page, more = by_cursor(call, keys, _DEFAULT_SIZE)
    return done("Success", has_more=more, directories=[shelf[id_] for id_ in page])


@answers(op.CREATE_DIRECTORY, 201)
def create_directory(tenant: DemoTenant, call: Call) -> Body:
    """A new directory; an organization has one at most."""
    for name, code in (
        ("org_code", "ORGANIZATION"),
        ("directory_name", "DIRECTORY_NAME"),
        ("provider_code", "PROVIDER_CODE"),
    ):
        if not call.body.get(name):
            raise invalid(f"{code}_REQUIRED", f"The field {name} is required.", name)
    code = call.text("org_code")
    if code not in tenant.organizations:
        raise invalid("ORGANIZATION_NOT_FOUND", "The organization does not exist.", "org_code")
    if call.text("provider_code") not in _PROVIDERS:
        raise invalid("INVALID_PROVIDER", f"The provider must be one of {', '.join(_PROVIDERS)}.", "provider_code")
    shelf = tenant.shelf("directories")
    if any(row["organization_code"] == code for row in shelf.values()):
        text = "A SCIM directory already exists for this organization"
        raise RefusalError(409, "DIRECTORY_EXISTS", text, "org_code")
    connection = call.body.get("enterprise_connection_id")
    if connection is not None and connection not in tenant.shelf("connections"):
        text = "The enterprise connection does not exist."
        raise invalid("INVALID_ENTERPRISE_CONNECTION", text, "enterprise_connection_id")
    dice = tenant.dice("directory")
    row: Row = {
        "id": f"directory_{dice.hex(24)}",
        "directory_name": call.text("directory_name"),
        "directory_endpoint_id": dice.hex(16),
        "secret_token": dice.hex(40),
        "status": "Pending",
        "organization_code": code,
        "enterprise_connection_id": connection,
        "enterprise_connection_name": tenant.shelf("connections")[connection]["name"] if connection else None,
        "last_sync_started_at": None,
        "last_sync_completed_at": None,
        "last_sync_error": None,
        "created_on": tenant.stamp(),
    }
    shelf[row["id"]] = row
    return done("Directory created", directory=row)


@answers(op.GET_DIRECTORY)
def get_directory(tenant: DemoTenant, call: Call) -> Body:
    """One directory, with its secret."""
    return done("Success", directory=_find(tenant, call))


@answers(op.UPDATE_DIRECTORY)
def update_directory(tenant: DemoTenant, call: Call) -> Body:
    """Renames a directory."""
    row = _find(tenant, call)
    if not call.body:
        raise invalid("NO_FIELDS_TO_UPDATE", "There is nothing to update.")
    row["directory_name"] = call.text("directory_name")
    return done("Directory updated", directory=row)


@answers(op.DELETE_DIRECTORY)
def delete_directory(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a directory."""
    id_ = _find(tenant, call)["id"]
    del tenant.shelf("directories")[id_]
    return done("Directory deleted", directory_id=id_)
