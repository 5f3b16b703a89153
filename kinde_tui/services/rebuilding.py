"""From an entry of the change log back to the change that it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kinde_tui.api.operation import Repeat, Request, RequestError
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.services.change import Change, Danger, Effect, Patched, Removed, Stale, Target
from kinde_tui.services.redaction import HIDDEN

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.journal_entry import Entry


FORGOTTEN = "The change log does not keep what is lost with it: look at it before."


def rebuilt(entry: Entry, collections: Mapping[str, AnyCollection]) -> Change | None:
    """The change, as far as the log tells it: what was secret in it is not there; None: the log does not tell it.

    It has no way back: how to undo it was known to the program that made it only. So was what is lost with it, and
    whether it was asked for: it is asked for always. The same entry makes a change of the same id each time.
    """
    operation = OPERATIONS.get(entry.operation)
    if operation is None or (request := _request(operation, entry)) is None:
        return None
    after = {} if _hides(entry.after) else entry.after  # a part of it would not tell whether it happened
    grave = operation.method == "DELETE" or operation.repeat is Repeat.UNREPEATABLE
    return Change(
        request,
        entry.target,
        entry.says,
        before={name: value for name, value in entry.before.items() if not _hides(value)},
        after=after,
        effects=_effects(entry.target, operation, collections.get(entry.target.collection), after),
        danger=Danger.TYPED if grave else Danger.CONFIRM,
        loses=FORGOTTEN if grave else "",
        id=entry.id,
    )


def reveals(operation: Operation) -> bool:
    """Whether its answer holds a secret that is seen once: a change from the log has nobody to show it."""
    return operation.secret and operation.repeat is not Repeat.SET


def is_whole(change: Change) -> bool:
    """Whether everything that was sent is in it, so that it can be sent again."""
    request = change.request
    return not any(_hides(part) for part in (request.path, request.query, request.body))


def _request(operation: Operation, entry: Entry) -> Request | None:
    method, _, address = entry.request.partition(" ")
    path, _, query = address.partition("?")
    pattern, segments = operation.path.split("/"), path.split("/")
    if method != operation.method or len(pattern) != len(segments):
        return None
    values: dict[str, str] = {}
    for expected, segment in zip(pattern, segments, strict=True):
        if expected.startswith("{"):
            values[expected[1:-1]] = unquote(segment)
        elif expected != segment:
            return None
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    try:
        return Request(operation, values, {name: unquote(value) for name, _, value in pairs}, entry.body)
    except RequestError:
        return None


def _effects(
    target: Target, operation: Operation, collection: AnyCollection | None, after: Mapping[str, Any]
) -> tuple[Effect, ...]:
    if collection is None:
        return ()
    stale = Stale(target.collection, target.parent)
    if operation.repeat is Repeat.SET and after and target.key:
        return (Patched(target, after), stale)
    if collection.removal is not None and collection.removal.operation == operation:
        return (Removed(target), stale)
    return (stale,)


def _hides(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_hides(inner) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return any(_hides(inner) for inner in value)
    return isinstance(value, str) and HIDDEN in value
