"""The ways to sign in to one organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.connection import Connection
from kinde_tui.services.change import Change, Danger, Inserted, Removed, Target
from kinde_tui.services.collections.collection import Collection
from kinde_tui.services.collections.connection_columns import COLUMNS, connection_name
from kinde_tui.services.collections.raws import by

if TYPE_CHECKING:
    from kinde_tui.models.organization import Organization


def _target(organization: Organization, connection: Connection) -> Target:
    return Target("organization_connections", connection.id, connection_name(connection), (organization.code,))


def _path(organization: Organization, connection: Connection) -> dict[str, str]:
    return {"organization_code": organization.code, "connection_id": connection.id}


def enable_for(organization: Organization, connection: Connection) -> Change:
    """Lets the members of an organization sign in by a connection (EnableOrgConnection)."""
    target = _target(organization, connection)
    return Change(
        request=Request(kinde.ENABLE_ORG_CONNECTION, _path(organization, connection)),
        target=target,
        says=f"Let members of {organization.name or organization.code} sign in with {connection_name(connection)}",
        after={"id": connection.id},
        effects=(Inserted(target, connection.model_dump(mode="json", exclude_unset=True)),),
        undo=lambda _answer: remove_from(organization, connection),
    )


def remove_from(organization: Organization, connection: Connection) -> Change:
    """Ends that (RemoveOrgConnection)."""
    target, name = _target(organization, connection), connection_name(connection)
    return Change(
        request=Request(kinde.REMOVE_ORG_CONNECTION, _path(organization, connection)),
        target=target,
        says=f"Stop letting members of {organization.name or organization.code} sign in with {name}",
        effects=(Removed(target),),
        undo=lambda _answer: enable_for(organization, connection),
        danger=Danger.CONFIRM,
        loses="Members who sign in this way and no other are locked out.",
    )


ORGANIZATION_CONNECTIONS = Collection[Connection](
    name="organization_connections",
    title="Connections of an organization",
    one="connection",
    model=Connection,
    key=by("id"),
    lists=kinde.GET_ORGANIZATION_CONNECTIONS,
    parents=("organization_code",),
    columns=COLUMNS,
    called=connection_name,
    sort=("name", False),
    opens="connections",
    empty="No connection is this organization's own.",
)
