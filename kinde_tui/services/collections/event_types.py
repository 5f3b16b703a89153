"""Event types: what webhooks can be told of."""

from __future__ import annotations

from kinde_tui.api import operations as kinde
from kinde_tui.models.webhook import EventType
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Collection, Column, Context, Fact, Facts
from kinde_tui.services.collections.raws import by, path


def _name(record: EventType) -> str:
    return record.code or record.name or record.id


def _origins(record: EventType, _context: Context) -> str:
    return ", ".join(part.strip() for part in (record.origin or "").split(",") if part.strip()) or texts.ABSENT


EVENT_TYPES = Collection[EventType](
    name="event_types",
    title="Event types",
    one="event type",
    model=EventType,
    key=by("code"),
    lists=kinde.GET_EVENT_TYPES,
    columns=(
        Column[EventType]("code", "Code", texts.plain("code"), path("code"), 24, grow=True, search=True),
        Column[EventType]("name", "Name", texts.plain("name"), path("name"), 22, grow=True, search=True),
        Column[EventType]("origin", "Caused by", _origins, path("origin"), 16, search=True),
        Column[EventType]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=_name,
    sort=("code", False),
    aliases=("event_type", "etypes"),
    details=(
        Facts[EventType](
            "Details",
            (
                Fact("Code", texts.plain("code")),
                Fact("Name", texts.plain("name")),
                Fact("Caused by", _origins),
                Fact("Id", texts.plain("id")),
            ),
        ),
    ),
    at_start=False,
    empty="Kinde names no event types.",
)
