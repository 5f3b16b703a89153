"""What an application offers and whom it lets in: its connections and its access roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.connection import Connection
from kinde_tui.models.role import Role
from kinde_tui.services.change import Change, Danger, Inserted, Removed, Target
from kinde_tui.services.collections import keyed
from kinde_tui.services.collections.application_changes import name_of
from kinde_tui.services.collections.collection import Collection
from kinde_tui.services.collections.connection_columns import COLUMNS, connection_name
from kinde_tui.services.collections.raws import by

if TYPE_CHECKING:
    from kinde_tui.models.application import Application


def _place(collection: str, application: Application, key: str, name: str) -> Target:
    return Target(collection, key, name, (application.id,))


def enable_connection(application: Application, connection: Connection) -> Change:
    """Offers a way to sign in (EnableConnection)."""
    name = connection_name(connection)
    target = _place("application_connections", application, connection.id, name)
    return Change(
        request=Request(kinde.ENABLE_CONNECTION, {"application_id": application.id, "connection_id": connection.id}),
        target=target,
        says=f"Offer {name} in {name_of(application)}",
        after={"id": connection.id},
        effects=(Inserted(target, connection.model_dump(mode="json", exclude_unset=True)),),
        undo=lambda _answer: remove_connection(application, connection),
    )


def remove_connection(application: Application, connection: Connection) -> Change:
    """Offers it no more (RemoveConnection)."""
    name = connection_name(connection)
    target = _place("application_connections", application, connection.id, name)
    return Change(
        request=Request(kinde.REMOVE_CONNECTION, {"application_id": application.id, "connection_id": connection.id}),
        target=target,
        says=f"Stop offering {name} in {name_of(application)}",
        effects=(Removed(target),),
        undo=lambda _answer: enable_connection(application, connection),
        danger=Danger.CONFIRM,
        loses="Whoever signs in this way and no other is locked out.",
    )


def let_in(application: Application, role: Role) -> Change:
    """Lets the holders of a role in (AddApplicationAccessRole)."""
    target = _place("application_access_roles", application, role.id, keyed.name_of(role))
    row = {"id": role.id, "key": role.key, "name": role.name, "description": role.description}
    return Change(
        request=Request(kinde.ADD_APPLICATION_ACCESS_ROLE, {"application_id": application.id, "role_id": role.id}),
        target=target,
        says=f"Let {keyed.name_of(role)} into {name_of(application)}",
        after={"id": role.id},
        effects=(Inserted(target, row),),
        undo=lambda _answer: keep_out(application, role),
    )


def keep_out(application: Application, role: Role) -> Change:
    """Lets them in no more (RemoveApplicationAccessRole)."""
    target = _place("application_access_roles", application, role.id, keyed.name_of(role))
    return Change(
        request=Request(kinde.REMOVE_APPLICATION_ACCESS_ROLE, {"application_id": application.id, "role_id": role.id}),
        target=target,
        says=f"Stop letting {keyed.name_of(role)} into {name_of(application)}",
        effects=(Removed(target),),
        undo=lambda _answer: let_in(application, role),
        danger=Danger.CONFIRM,
        loses="Where access control is on, its holders are locked out unless another role lets them in.",
    )


APPLICATION_CONNECTIONS = Collection[Connection](
    name="application_connections",
    title="Connections of an application",
    one="connection",
    model=Connection,
    key=by("id"),
    lists=kinde.GET_APPLICATION_CONNECTIONS,
    parents=("application_id",),
    columns=COLUMNS,
    called=connection_name,
    sort=("name", False),
    opens="connections",
    empty="This application offers no connection.",
)

APPLICATION_ACCESS_ROLES = Collection[Role](
    name="application_access_roles",
    title="Roles that an application lets in",
    one="role",
    model=Role,
    key=by("id"),
    lists=kinde.GET_APPLICATION_ACCESS_ROLES,
    parents=("application_id",),
    columns=keyed.ROLE_COLUMNS,
    called=keyed.name_of,
    sort=("key", False),
    opens="roles",
    empty="No role is named; where access control is on, nobody gets in.",
)
