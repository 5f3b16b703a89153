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
    return Entry(
        id=row["id"],
        at=_time(row["at"]) or datetime.fromtimestamp(0, UTC),
        profile=row["profile"],
        operation=row["operation"],
        target=Target(row["collection"], row["key"], row["name"], tuple(map(str, _list(row["parent"])))),
        says=row["says"],
        state=_state(row["state"]),
        before=_fields(row["before"]),
        after=_fields(row["after"]),
        sentence=row["sentence"],
        undo_of=row["undo_of"] or None,
        undone_by=row["undone_by"],
        settled_at=_time(row["settled_at"]),
        request=row["request"],
        body=_json(row["body"]),
        run=row["run"],
    )


def _json(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except ValueError:
        return None


def _fields(text: str) -> dict[str, Any]:
    value = _json(text)
    return value if isinstance(value, dict) else {}


def _list(text: str) -> list[Any]:
    value = _json(text)
    return value if isinstance(value, list) else []


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


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
