"""From a text to the value that a field takes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kinde_tui.api.fields import Kind
from kinde_tui.services.calls.finding import CallError

if TYPE_CHECKING:
    from kinde_tui.api.fields import Field

_WHOLE = re.compile(r"-?[0-9]{1,18}")


def value_of(field: Field, name: str, text: str) -> Any:
    """The text as the type that the field takes.

    Args:
        field: what is known of it.
        name: how it was called: `identities[0].is_verified`.
        text: what was typed.

    Raises:
        CallError: the text is nothing of that type.
    """
    if field.choices and text not in field.choices:
        raise CallError(f"{name} takes {field.takes}, not “{text}”.")
    match field.kind:
        case Kind.WHOLE:
            if not _WHOLE.fullmatch(text):
                raise CallError(f"{name} takes a whole number, not “{text}”.")
            return int(text)
        case Kind.TRUTH:
            if text.lower() not in {"true", "false"}:
                raise CallError(f"{name} takes true or false, not “{text}”.")
            return text.lower() == "true"
        case Kind.MOMENT:
            return _moment(name, text)
    return text


def _moment(name: str, text: str) -> str:
    """A time as the API reads it; one without an offset is UTC, a date its first moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CallError(f"{name} takes a time like 2026-01-31T09:30:00Z, not “{text}”.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.isoformat().replace("+00:00", "Z")
