"""Faults of whole lists, over every collection: what was read stays, what is odd is shown, nothing is endless."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kinde_tui.services.collections.collection import Facts
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.faults import catalogue as kind
from tests.faults.judging import LONGEST_SENTENCE, Complaint
from tests.faults.proxy import Fault, Moment, Strike

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection
    from tests.faults.rig import FaultRig

ODD: tuple[Any, ...] = (None, [], {}, 3.5, True, "neither of these", [{"x": None}], {"": []}, "\ud800", -1)
MOST_CALLS = 8
"""More than any list may cost that repeats itself."""


@dataclass(frozen=True)
class ListTrial:
    """A fault that strikes a list again and again."""

    row: int
    name: str
    fault: Callable[[AnyCollection], Fault]
    keeps: bool = False
    """The list cannot be read: what was there stays, and a sentence says why."""
    whole: bool = False
    """Every record is there all the same."""


def _always(fault: Fault) -> Callable[[AnyCollection], Fault]:
    return lambda _collection: fault


def _records(change: Callable[[AnyCollection, Raw], Any]) -> Callable[[AnyCollection], Fault]:
    """The right answer with other records in it."""

    def changed(answer: Any, collection: AnyCollection) -> Any:
        holds = collection.lists.holds
        held = answer.get(holds)
        if isinstance(held, list):
            return {**answer, holds: [change(collection, raw) if isinstance(raw, dict) else raw for raw in held]}
        if isinstance(held, dict) and all(isinstance(raw, dict) for raw in held.values()):
            return {**answer, holds: {key: change(collection, raw) for key, raw in held.items()}}
        return answer

    return lambda collection: kind.changed(lambda answer: changed(answer, collection))


def _odd(odd: Callable[[], Any], *, keys: bool = False) -> Callable[[AnyCollection], Fault]:
    """Each field of each record holds something else; with `keys`, those that identify it as well."""

    def change(collection: AnyCollection, raw: Raw) -> Any:
        key = collection.key(raw)
        return {
            name: odd() if keys or (key and collection.key({**raw, name: None}) == key) else value
            for name, value in raw.items()
        }

    return _records(change)


def _endless(tokens: Callable[[], Iterator[str]], *, empty: bool = False) -> Callable[[AnyCollection], Fault]:
    """A list that goes on and on: the same page, or an empty one, with a token for the next."""

    def fault(collection: AnyCollection) -> Fault:
        following = tokens()

        def change(answer: Any) -> Any:
            held: dict[str, Any] = {collection.lists.holds: []} if empty else {}
            return {**answer, **held, "next_token": next(following), "has_more": True}

        return kind.changed(change)

    return fault


def _cycle(length: int) -> Callable[[], Iterator[str]]:
    return lambda: itertools.cycle([f"token-{number}" for number in range(length)])


def _fresh() -> Iterator[str]:
    return (f"token-{number}" for number in itertools.count())


def _itself(value: Any) -> Any:
    return value


def _odd_values() -> Callable[[], Any]:
    values = itertools.cycle(ODD)
    return lambda: next(values)


LIST_TRIALS: tuple[ListTrial, ...] = (
    ListTrial(4, "no answer", _always(kind.silent), keeps=True),
    ListTrial(7, "reset", _always(kind.resets), keeps=True),
    ListTrial(9, "cut off without a length", _always(kind.cut_off_without_length), keeps=True),
    ListTrial(14, "403", _always(kind.says(403)), keeps=True),
    ListTrial(16, "no such route", _always(kind.refuses(404, "ROUTE_NOT_FOUND", "No", as_object=True)), keeps=True),
    ListTrial(22, "429 for good", _always(kind.too_many()), keeps=True),
    ListTrial(25, "502 with a page", _always(kind.says(502, kind.PAGE, kind="text/html")), keeps=True),
    ListTrial(26, "a page in place of an answer", _always(kind.says(200, kind.PAGE, kind="text/html")), keeps=True),
    ListTrial(27, "no JSON", _always(kind.says(200, b"certainly not")), keeps=True),
    ListTrial(28, "unknown fields", _records(lambda _collection, raw: kind.with_unknown_fields(raw)), whole=True),
    *(ListTrial(30, f"each field {odd!r}", _odd(partial(_itself, odd)), whole=True) for odd in ODD),
    ListTrial(29, "fields of every kind", _odd(_odd_values()), whole=True),
    ListTrial(30, "no identity", _odd(_odd_values(), keys=True)),
    *(ListTrial(31, f"a cycle of {length}", _endless(_cycle(length)), whole=True) for length in (1, 2, 3)),
    ListTrial(31, "the same page for ever", _endless(_fresh), whole=True),
    ListTrial(33, "empty pages for ever", _endless(_fresh, empty=True)),
    ListTrial(36, "a bomb", _always(kind.packed(kind.BOMB)), keeps=True),
    ListTrial(38, "a redirect", _always(kind.says(307, None, "Location: https://trap.example/")), keeps=True),
)


async def parents_of(rig: FaultRig) -> dict[str, Parent]:
    """Each collection with a place in which it can be read; those of records that are not known are left out."""
    first: dict[str, str] = {}
    for name in COLLECTIONS:
        collection = COLLECTIONS[name]
        if not collection.parents:
            await rig.tenant.sync.refresh(name)
            keys = [key for raw in rig.tenant.store.rows(name) if (key := collection.key(raw))]
            first |= {f"{collection.one.split()[-1]}_id": key for key in keys[:1]}
    if codes := [str(raw["code"]) for raw in rig.tenant.store.rows("organizations")]:
        members = {code: raw["id"] for code in codes for raw in await _members(rig, code)}
        first |= {"org_code": next(iter(members)), "user_id": next(iter(members.values()))}
    first["app_id"] = first.get("application_id", "")
    found = {name: tuple(first.get(parent, "") for parent in COLLECTIONS[name].parents) for name in COLLECTIONS}
    return {name: parent for name, parent in found.items() if all(parent)}


async def _members(rig: FaultRig, code: str) -> list[Raw]:
    await rig.tenant.sync.refresh("members", (code,))
    return list(rig.tenant.store.rows("members", (code,)))


async def try_lists(rig: FaultRig, trials: tuple[ListTrial, ...] = LIST_TRIALS) -> tuple[int, list[Complaint]]:
    """Every collection under each of these: the number of cells, and what is wrong."""
    found: list[Complaint] = []
    places = await parents_of(rig)
    for (name, parent), trial in itertools.product(places.items(), trials):
        try:
            wrong = await _try(rig, COLLECTIONS[name], parent, trial)
        except Exception as error:  # noqa: BLE001 - that nothing gets through is what is tested
            wrong = [("unhandled", f"{type(error).__name__}: {error}")]
        found += [Complaint(sort, f"{trial.row} {trial.name}, {name}: {text}") for sort, text in wrong]
        rig.proxy.clear()
        rig.clock.advance(400)
    return len(places) * len(trials), found


async def _try(rig: FaultRig, collection: AnyCollection, parent: Parent, trial: ListTrial) -> list[tuple[str, str]]:
    sync, store, name = rig.tenant.sync, rig.tenant.store, collection.name
    await sync.refresh(name, parent)
    before, age = list(store.rows(name, parent)), store.age(name, parent)
    calls = rig.proxy.calls[collection.lists.id]
    moment = Moment.BEFORE if trial.keeps else Moment.AFTER
    rig.proxy.plan(Strike(collection.lists.id, trial.fault(collection), moment, times=0))
    await sync.refresh(name, parent)
    calls = rig.proxy.calls[collection.lists.id] - calls
    after, error = list(store.rows(name, parent)), sync.state(name, parent).error
    wrong = _as_shown(rig, collection, parent)
    if calls > MOST_CALLS or not calls:
        wrong.append(("unhandled", f"{calls} calls"))
    if trial.keeps and (after != before or store.age(name, parent) != age):
        wrong.append(("lost", "what was read before did not stay"))
    if trial.keeps and (error is None or not str(error).strip() or len(str(error)) > LONGEST_SENTENCE):
        wrong.append(("mislabelled", f"no sentence says why: {error!r}"))
    keys = [collection.key(raw) for raw in after]
    if trial.whole and collection.unfold is None and set(keys) != {collection.key(raw) for raw in before}:
        wrong.append(("lost", f"{len(before)} records became {len(after)}"))
    if len(keys) != len(set(keys)):
        wrong.append(("duplicated", "a record is there twice"))
    return wrong


def _as_shown(rig: FaultRig, collection: AnyCollection, parent: Parent) -> list[tuple[str, str]]:
    """What goes wrong where the records are shown."""
    context = rig.tenant.context()
    for raw in rig.tenant.store.rows(collection.name, parent):
        record = collection.read(raw)
        texts = [collection.called(record), *(column.text(record, context) for column in collection.columns)]
        for tab in collection.details:
            if isinstance(tab, Facts):
                texts += [fact.text(record, context) for fact in tab.facts]
        if not all(isinstance(text, str) for text in texts):
            return [("mislabelled", "a cell is no text")]
    return []
