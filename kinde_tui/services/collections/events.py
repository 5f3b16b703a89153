"""Events: the API reads one by its id, and lists none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.api.records import record_of
from kinde_tui.models.webhook import Event
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import InvalidInputError, Question
from kinde_tui.services.collections.edits import given
from kinde_tui.services.collections.inquiry import Inquiry
from kinde_tui.services.shown import Shown

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

_MILLISECONDS = 10**11
"""A larger number of seconds lies beyond the year 5138: it was meant in milliseconds."""


def moment(value: object) -> datetime | None:
    """A moment from seconds, milliseconds or ISO 8601: Kinde's document says two of them of one field."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if abs(value) > _MILLISECONDS else value, UTC)
        if isinstance(value, str):
            return moment(int(value)) if value.isdigit() else datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _request(_record: object, answers: Answers, _parent: Parent) -> Request:
    event_id = given(answers, "event_id")
    if not event_id:
        raise InvalidInputError("Which event? A webhook's body has its id as event_id, as in event_0193….")
    return Request(kinde.GET_EVENT, {"event_id": event_id})


def _shows(_record: object, raw: Raw, context: Context) -> Shown:
    found = record_of(kinde.GET_EVENT, raw)
    if not found:
        return Shown("No event", note="Kinde answered without an event.", good=False)
    event = Event.read(found)
    when = moment(event.timestamp)
    exactly = f"{texts.day_and_time(when)} ({texts.ago(when, context.now)})" if when else str(event.timestamp)
    facts = (
        ("Type", event.type or texts.ABSENT),
        ("Caused by", event.source or texts.ABSENT),
        ("When", texts.ABSENT if event.timestamp is None else exactly),
        ("Id", event.event_id or texts.ABSENT),
    )
    data: Any = event.data
    return Shown(f"Event {event.type or ''}".strip(), facts, raw=data if isinstance(data, dict) else found)


EVENT = Inquiry[Any](
    "webhooks.event",
    "E",
    "Look at one event",
    kinde.GET_EVENT,
    _request,
    _shows,
    (Question("event_id", "Event id", hint="event_0193… – as a webhook's body has it"),),
    help="Kinde reads one event by its id; it offers no list of them.",
)
