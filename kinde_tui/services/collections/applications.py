"""Applications, to name them by their client ids. The single read, which holds the client secret, is never made."""

from __future__ import annotations

from kinde_tui.api import operations as kinde
from kinde_tui.models.application import Application
from kinde_tui.services.collections import texts, web
from kinde_tui.services.collections.collection import Collection, Column, Fact, Facts, path
from kinde_tui.services.collections.raws import by

_TYPES = {
    "reg": "back end",
    "spa": "single page",
    "m2m": "machine to machine",
    "device": "device",
}
"""Kinde's own words for the types it documents; others are shown as they come."""


def _name(application: Application) -> str:
    return application.name or application.id


_type = texts.shown("type", lambda value: _TYPES.get(value, value))

APPLICATIONS = Collection[Application](
    name="applications",
    title="Applications",
    one="application",
    model=Application,
    key=by("id"),
    lists=kinde.GET_APPLICATIONS,
    columns=(
        Column[Application](
            "name", "Name", lambda record, _context: _name(record), path("name"), 24, grow=True, search=True
        ),
        Column[Application]("type", "Type", _type, path("type"), 18),
        Column[Application]("id", "Client id", texts.plain("id"), path("id"), 36, search=True),
    ),
    called=_name,
    sort=("name", False),
    aliases=("application", "apps", "app"),
    details=(
        Facts[Application](
            "Details",
            (
                Fact("Name", lambda record, _context: _name(record)),
                Fact("Type", _type),
                Fact("Client id", texts.plain("id")),
            ),
        ),
    ),
    path=web.application,
    empty="No application is registered.",
)
