"""One line of the change log: from a change to its row, from the row to an entry, from the entry to JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kinde_tui.services.change import State, Target
from kinde_tui.services.redaction import redacted, request_body, request_line

if TYPE_CHECKING:
    from kinde_tui.services.change import Change


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the change log. It holds no secret."""

    id: str
    at: datetime
    """When it was written down: before anything was sent."""
    profile: str
    operation: str
    """The operation's id."""
    target: Target
    says: str
    state: State
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""
    undo_of: str | None = None
    """The entry that this one takes back."""
    undone_by: str | None = None
    """The entry that took this one back."""
    settled_at: datetime | None = None
    """When its outcome was written down; None: it never was."""
    request: str = ""
    """Method, path and query as sent."""
    body: Any = None
    run: str = ""
    """The run of the program that wrote it down."""


def row_of(change: Change, at: str, undo_of: str | None) -> dict[str, str]:
    """The columns that follow from a change, secrets hidden."""
    operation, target = change.request.operation, change.target
    words = (change.says, target.key, target.name, *target.parent, operation.id)
    return {
        "id": uuid4().hex,
        "change_id": change.id,
        "at": at,
        "operation": operation.id,
        "request": kept(request_line(change.request)),
        "body": _text(request_body(change.request)),
        "collection": target.collection,
        "key": kept(target.key),
        "name": kept(target.name),
        "parent": _text(target.parent),
        "says": kept(change.says),
        "before": _text(redacted(change.before, operation)),
        "after": _text(redacted(change.after, operation)),
        "state": State.INTENT,
        "undo_of": undo_of or "",
        "said": kept(" ".join(words).casefold()),
    }


def entry_of(row: sqlite3.Row) -> Entry:
    """An entry from its row; what cannot be read in one place does not hide the rest."""
    column = {name: _words(row[name]) for name in row.keys()}  # noqa: SIM118 - a row's own iteration is over values
    return Entry(
        id=column["id"],
        at=_time(column["at"]) or datetime.fromtimestamp(0, UTC),
        profile=column["profile"],
        operation=column["operation"],
        target=Target(column["collection"], column["key"], column["name"], tuple(map(str, _list(column["parent"])))),
        says=column["says"],
        state=_state(column["state"]),
        before=_fields(column["before"]),
        after=_fields(column["after"]),
        sentence=column["sentence"],
        undo_of=column["undo_of"] or None,
        undone_by=column["undone_by"] or None,
        settled_at=_time(column["settled_at"]),
        request=column["request"],
        body=_json(column["body"]),
        run=column["run"],
    )


def _words(value: object) -> str:
    """A flipped byte can make bytes, a number or nothing of what was a text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _json(text: str) -> Any:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None


def _fields(text: str) -> dict[str, Any]:
    value = _json(text)
    return value if isinstance(value, dict) else {}


def _list(text: str) -> list[Any]:
    value = _json(text)
    return value if isinstance(value, list) else []


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else None


def _state(text: str) -> State:
    try:
        return State(text)
    except ValueError:
        return State.UNKNOWN


def plain(entry: Entry) -> dict[str, Any]:
    """An entry as JSON can hold it."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "settled_at": entry.settled_at.isoformat() if entry.settled_at else None,
        "profile": entry.profile,
        "operation": entry.operation,
        "request": entry.request,
        "body": entry.body,
        "collection": entry.target.collection,
        "key": entry.target.key,
        "name": entry.target.name,
        "parent": list(entry.target.parent),
        "says": entry.says,
        "before": dict(entry.before),
        "after": dict(entry.after),
        "state": entry.state.value,
        "sentence": entry.sentence,
        "undo_of": entry.undo_of,
        "undone_by": entry.undone_by,
    }


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def kept(text: str) -> str:
    """SQLite takes no lone surrogates, which a record's name may hold."""
    return text.encode("utf-8", "backslashreplace").decode()
