"""A connection as a row below something that offers it."""

from __future__ import annotations

from kinde_tui.models.connection import Connection
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Column
from kinde_tui.services.collections.raws import path


def connection_name(connection: Connection) -> str:
    """What people who sign in see, or what the tenant calls it."""
    return connection.display_name or connection.name or connection.id


COLUMNS = (
    Column[Connection](
        "name",
        "Name",
        lambda connection, _context: connection_name(connection),
        path("display_name", "name"),
        20,
        grow=True,
        search=True,
    ),
    Column[Connection]("strategy", "Strategy", texts.plain("strategy"), path("strategy"), 18, search=True),
    Column[Connection]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
)
