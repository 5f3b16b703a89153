"""How a call by hand is sent: a read at once, all pages of a list on request, a write as a Change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinde_tui.api.operation import Paging, Repeat, Request
from kinde_tui.services.change import Change, Danger, Stale, Target
from kinde_tui.services.redaction import request_body, request_line

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Effect, Parent
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.gateway import Gateway

BODY_SHOWN = 240
"""Characters of a body that are named before it is sent."""
_ANY = "any"
_PAGED = ("next_token", "starting_after", "ending_before")


@dataclass(frozen=True, slots=True)
class Everything:
    """All pages of a list."""

    answer: Raw
    """In the form of one answer: the list under its name."""
    notes: tuple[str, ...] = ()
    """Why the list may not be whole."""


async def everything(gateway: Gateway, request: Request, told: Callable[[int], None] | None = None) -> Everything:
    """The answer of a read with all pages of its list; of one that has no pages, the answer.

    Args:
        gateway: the tenant.
        request: asks for the list; where it begins and how large its pages are may be in it.
        told: hears how many records there are so far.

    Raises:
        KindeError: see `kinde_tui.api.errors`.
    """
    operation, keyed = request.operation, False
    if operation.paging is Paging.NONE:
        answer = await gateway.send(request)
        keyed = isinstance(answer.get(operation.holds), Mapping)
        if not operation.holds or not (answer.get("next_token") or answer.get("has_more") is True):
            return Everything(answer)
    records: list[Raw] = []
    notes: list[str] = []
    query = {name: value for name, value in request.query.items() if name not in _PAGED}
    start = str(request.query.get("next_token") or request.query.get("starting_after") or "")
    async for page in gateway.pages(operation, request.path, query, start=start):
        records += page.records
        if page.note:
            notes.append(page.note)
        if told is not None:
            told(len(records))
    held = {raw["key"]: {name: raw[name] for name in raw if name != "key"} for raw in records} if keyed else records
    return Everything({operation.holds or "records": held}, tuple(notes))


def change_of(request: Request, collections: Mapping[str, AnyCollection]) -> Change:
    """A write by hand as a Change: the change log has it, and the lists it touches are read again.

    Nothing is known of the state before, so there is nothing to compare and no way back.
    """
    operation = request.operation
    line = request_line(request)
    dangerous = operation.method == "DELETE" or operation.repeat is Repeat.UNREPEATABLE
    return Change(
        request=request,
        target=_target(request, collections, line),
        says=f"Send {line}",
        effects=tuple(_stale(request, collections)),
        danger=Danger.TYPED if dangerous else Danger.CONFIRM,
        loses=" ".join(filter(None, (_carries(request), _loses(request)))),
    )


def _carries(request: Request) -> str:
    """The beginning of the body, secrets hidden."""
    body = request_body(request)
    text = "" if body is None else json.dumps(body, ensure_ascii=False)
    return f"Its body: {text if len(text) <= BODY_SHOWN else text[: BODY_SHOWN - 1] + '…'}" if text else ""


def _loses(request: Request) -> str:
    if request.operation.repeat is Repeat.UNREPEATABLE:
        return "It cannot be sent twice without another effect, and it cannot be taken back."
    return "It cannot be taken back from here." if request.operation.method == "DELETE" else ""


def _target(request: Request, collections: Mapping[str, AnyCollection], line: str) -> Target:
    """The record that a request is about, where a list's own call for one record is at the same place."""
    for collection in collections.values():
        reads = collection.reads
        if reads is None or reads.path != request.operation.path or collection.parents:
            continue
        given: dict[str, Any] = {**collection.reads_query(_ANY, ()), **collection.reads_path(_ANY, ())}
        name = next((name for name, value in given.items() if value == _ANY), "")
        key = request.path.get(name) or request.query.get(name)
        if key:
            return Target(collection.name, str(key), str(key))
    for collection in collections.values():
        makes = collection.creation is not None and collection.creation.operation == request.operation
        if makes and (parent := _parent(collection, request)) is not None:
            return Target(collection.name, "", f"what {line} makes", parent)
    return Target("", "", line)


def _stale(request: Request, collections: Mapping[str, AnyCollection]) -> Iterator[Effect]:
    """The lists that a write may have changed: those of the same section of the API, as far as the path tells which."""
    for collection in collections.values():
        if collection.lists.group == request.operation.group and (parent := _parent(collection, request)) is not None:
            yield Stale(collection.name, parent)


def _parent(collection: AnyCollection, request: Request) -> Parent | None:
    """The records that a collection's list hangs under in this request; None: it does not say."""
    parent = tuple(str(request.path.get(name) or "") for name in collection.parents)
    return parent if all(parent) else None
