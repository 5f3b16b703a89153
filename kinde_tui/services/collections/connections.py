"""Connections: the ways to sign in, and who offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.connection import Connection
from kinde_tui.services.collections import connection_changes as changes
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.application_access import enable_connection, remove_connection
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Question,
    Tone,
)
from kinde_tui.services.collections.connection_columns import connection_name
from kinde_tui.services.collections.details import Across
from kinde_tui.services.collections.edits import text_edit
from kinde_tui.services.collections.organization_access import enable_for, remove_from
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Context

EDIT_LABEL = text_edit(
    "display_name",
    "display name",
    kinde.UPDATE_CONNECTION,
    changes.target_of,
    changes.asks_of,
    lambda text: validation.name(text, "The display name"),
    hint="What people who sign in see",
)
EDIT_NAME = text_edit(
    "name", "name", kinde.UPDATE_CONNECTION, changes.target_of, changes.asks_of, validation.name, hint="For yourself"
)

_strategy = texts.shown("strategy", lambda value: changes.STRATEGIES.get(value, value))


def _unreadable(_record: Connection, _context: Context) -> str:
    return "? not readable"


CONNECTIONS = Collection[Connection](
    name="connections",
    title="Connections",
    one="connection",
    model=Connection,
    key=by("id"),
    lists=kinde.GET_CONNECTIONS,
    reads=kinde.GET_CONNECTION,
    reads_path=lambda key, _parent: {"connection_id": key},
    columns=(
        Column[Connection](
            "display_name",
            "Display name",
            lambda record, _context: connection_name(record),
            path("display_name", "name"),
            20,
            grow=True,
            edit=EDIT_LABEL,
            search=True,
        ),
        Column[Connection]("strategy", "Signs in with", _strategy, path("strategy"), 20, grow=True, search=True),
        Column[Connection](
            "name", "Name", texts.plain("name"), path("name"), 16, grow=True, edit=EDIT_NAME, search=True
        ),
        Column[Connection]("id", "Id", texts.plain("id"), path("id"), 36, search=True, hidden=True),
    ),
    called=connection_name,
    sort=("display_name", False),
    aliases=("connection", "conn", "sso"),
    details=(
        Facts[Connection](
            "Details",
            (
                Fact("Display name", lambda record, _context: connection_name(record), edit=EDIT_LABEL),
                Fact("Name", texts.plain("name"), edit=EDIT_NAME),
                Fact("Signs in with", _strategy),
                Fact("Strategy", texts.plain("strategy")),
                Fact("Options", _unreadable, lambda _record: Tone.MUTED),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Across[Connection](
            "Applications",
            "applications",
            "application_connections",
            lambda application: (application.id,),
            lambda connection, application: enable_connection(application, connection),
            lambda connection, application: remove_connection(application, connection),
            kinde.ENABLE_CONNECTION,
            kinde.REMOVE_CONNECTION,
        ),
        Across[Connection](
            "Organizations",
            "organizations",
            "organization_connections",
            lambda organization: (organization.code,),
            lambda connection, organization: enable_for(organization, connection),
            lambda connection, organization: remove_from(organization, connection),
            kinde.ENABLE_ORG_CONNECTION,
            kinde.REMOVE_ORG_CONNECTION,
        ),
    ),
    actions=(
        Action[Connection](
            "connections.options",
            "s",
            "Set options",
            kinde.UPDATE_CONNECTION,
            changes.set_options,
            changes.OPTIONS,
            help="Ids, secrets and addresses at the provider. Kinde does not tell what is set now.",
        ),
    ),
    creation=Creation(
        "New connection",
        kinde.CREATE_CONNECTION,
        (
            Question("display_name", "Display name", hint="What people who sign in see"),
            Question("name", "Name", required=False, hint="For yourself; empty: the same"),
            Question(
                "strategy",
                "Signs in with",
                Ask.CHOICE,
                choices=tuple(changes.STRATEGIES.items()),
                default="oauth2:google",
            ),
            Question("org_code", "Organization", Ask.RECORD, collection="organizations", required=False),
            *changes.OPTIONS,
        ),
        changes.create,
    ),
    removal=Action[Connection]("connections.delete", "d", "Delete", kinde.DELETE_CONNECTION, changes.delete, bulk=True),
    at_start=False,
    empty="There is no connection yet.",
)
