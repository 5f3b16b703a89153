"""From an operation and what was typed to a request; what is wrong with it is said before it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kinde_tui.api.fields import Field, Kind, body_fields, kind_of, path_fields, query_fields
from kinde_tui.api.operation import Request, RequestError
from kinde_tui.services.calls.finding import CallError
from kinde_tui.services.calls.values import value_of
from kinde_tui.services.calls.words import Word

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.calls.finding import Found

MOST = 1000
"""Entries that a list may be given word by word."""


def build(found: Found, words: Iterable[Word] = (), body: Any = None) -> Request:
    """The request that was meant.

    A name goes where the operation has it: into the path, the query or the body. What is sent exactly (`:=`) may have
    a name that the operation does not know, for fields that are newer than the table.

    Args:
        found: the operation, and what its path already says.
        words: values with their names.
        body: the whole body; words for the body add to it.

    Raises:
        CallError: something is missing, unknown, given twice or of the wrong type; the sentence names all of it.
    """
    operation = found.operation
    call = _Call(operation, dict(found.path), {}, body)
    if body is not None and not operation.body:
        raise CallError(f"{operation.id} takes no body.")
    if body is not None and not isinstance(body, Mapping):
        raise CallError(f"{operation.id} takes a body that is a JSON object.")
    problems: dict[str, str] = {}
    for word in (*(Word(name, value) for name, value in found.query), *words):
        try:
            call.take(word)
        except CallError as error:
            problems.setdefault(word.name, str(error))
    missing = [
        described for name, described in lacking(operation, call.path, call.query, call.body) if name not in problems
    ]
    said = list(problems.values())
    hint = ""
    if missing:
        said.insert(0, f"{operation.id} needs {_and(missing)}.")
        hint = f"Give {'each' if missing[1:] else 'it'} as name=value."
    if said:
        raise CallError(" ".join(said), hint)
    try:
        return Request(operation, call.path, call.query, call.body)
    except RequestError as error:
        raise CallError(f"{error} A dot alone is none.") from error


def lacking(
    operation: Operation, path: Mapping[str, str], query: Mapping[str, Any], body: Any
) -> Iterator[tuple[str, str]]:
    """What an operation cannot do without and was not given: names, and the same with what they take."""
    for field in path_fields(operation):
        if not path.get(field.name):
            yield field.name, _described(field, field.name)
    for field in query_fields(operation):
        if field.required and query.get(field.name) in (None, ""):
            yield field.name, _described(field, field.name)
    if isinstance(body, Mapping) or body is None:
        yield from _lacking_in(body_fields(operation), body or {}, "")


def _lacking_in(fields: Sequence[Field], given: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        name, value = f"{before}{field.name}", given.get(field.name)
        if field.name not in given:
            if field.required:
                yield name, _described(field, name)
        elif field.kind is Kind.OBJECT and isinstance(value, Mapping):
            yield from _lacking_in(field.fields, value, f"{name}.")
        elif field.kind is Kind.OBJECTS and isinstance(value, list):
            for place, entry in enumerate(value):
                if isinstance(entry, Mapping):
                    yield from _lacking_in(field.fields, entry, f"{name}[{place}].")


def _described(field: Field, name: str) -> str:
    if field.kind is Kind.OBJECTS:
        inner = next((one.name for one in field.fields), "")
        return f"{name} ({name}[0].{inner}=…)"
    if field.kind in {Kind.OBJECT, Kind.MAP}:
        return f"{name} ({name}.…=…)"
    return f"{name} ({field.takes})" if field.choices or field.kind is not Kind.TEXT else name


class _Call:
    """What is known of a call so far."""

    def __init__(self, operation: Operation, path: dict[str, str], query: dict[str, Any], body: Any) -> None:
        self.operation = operation
        self.path = path
        self.query = query
        self.body = {} if body is None and operation.body else body
        self._paths = {field.name: field for field in path_fields(operation)}
        self._queries = {field.name: field for field in query_fields(operation)}
        self._bodies = {field.name: field for field in body_fields(operation)}

    def take(self, word: Word) -> None:
        """Puts a value where it belongs.

        Raises:
            CallError: it belongs nowhere, or is none of what its place takes.
        """
        head = word.head
        if head in self._paths:
            self._fill(self._paths[head], word)
        elif head in self._queries or (word.exact and not self.operation.body):
            _put(self.query, self._queries, word, word.steps())
        elif head in self._bodies or word.exact:
            _put(self._object(), self._bodies, word, word.steps())
        else:
            raise CallError(_unknown(self.operation, head, (*self._paths, *self._queries, *self._bodies)))

    def _fill(self, field: Field, word: Word) -> None:
        if field.name in self.path:
            raise CallError(f"{field.name} is given twice.")
        self.path[field.name] = str(value_of(field, word.name, str(word.value)))

    def _object(self) -> dict[str, Any]:
        if not isinstance(self.body, dict):
            raise CallError("Fields can only be added to a body that is a JSON object.")
        return self.body


def _put(target: dict[str, Any], fields: Mapping[str, Field], word: Word, steps: list[str | int]) -> None:
    """Puts a word's value below `target`, `steps` deep."""
    name, rest = str(steps[0]), steps[1:]
    field = fields.get(name) or Field(name, Kind.MAP if rest else Kind.TEXT)
    if rest:
        _put_inside(target, field, word, rest)
    elif field.kind is Kind.LIST and not word.exact:
        _listed(target, name).append(value_of(field, word.name, word.value))
    elif name in target:
        raise CallError(f"{word.name} is given twice.")
    elif word.exact:
        target[name] = word.value
    elif field.kind in {Kind.OBJECT, Kind.OBJECTS, Kind.MAP}:
        raise CallError(f"{word.name} is {field.kind.value}: name what is inside it, or write {word.name}:=JSON.")
    else:
        target[name] = value_of(field, word.name, word.value)


def _put_inside(target: dict[str, Any], field: Field, word: Word, rest: list[str | int]) -> None:
    """Puts a word's value into an object or a list of objects."""
    match field.kind:
        case Kind.OBJECTS:
            _put_entry(_listed(target, field.name), field, word, rest)
        case Kind.OBJECT:
            inner = {one.name: one for one in field.fields}
            if str(rest[0]) not in inner and not word.exact:
                raise CallError(f"{field.name} has no field {rest[0]}; it has {_and(list(inner))}.")
            _put(_held(target, field.name, word), inner, word, rest)
        case Kind.MAP:
            inside = _held(target, field.name, word)
            key = word.name.partition(".")[2] or str(rest[0])
            # A connection's options are spelled like the API's other fields; elsewhere names are the tenant's own.
            kind = kind_of(key) if field.name == "options" else Kind.TEXT
            _put(inside, {key: Field(key, kind)}, word, [key])
        case _:
            raise CallError(f"{field.name} is {field.kind.value}, so nothing can be inside it: {word.name}.")


def _put_entry(entries: list[Any], field: Field, word: Word, rest: list[str | int]) -> None:
    place = rest[0]
    inner = {one.name: one for one in field.fields}
    if not isinstance(place, int):
        raise CallError(f"{field.name} is a list: write {field.name}[0].{word.name.partition('.')[2]}=….")
    if place > min(len(entries), MOST):
        raise CallError(f"{field.name}[{place}] has nothing before it: begin with {field.name}[{len(entries)}].")
    if len(rest) == 1 and word.exact and place == len(entries):
        entries.append(word.value)
        return
    if len(rest) == 1:
        raise CallError(f"{word.name} is an object: name what is inside it, like {word.name}.{next(iter(inner))}=….")
    if place == len(entries):
        entries.append({})
    if str(rest[1]) not in inner and not word.exact:
        raise CallError(f"{field.name}[{place}] has no field {rest[1]}; it has {_and(list(inner))}.")
    _put(entries[place], inner, word, rest[1:])


def _held(target: dict[str, Any], name: str, word: Word) -> dict[str, Any]:
    inner = target.setdefault(name, {})
    if not isinstance(inner, dict):
        raise CallError(f"{word.name} cannot be put into what was given for {name}.")
    return inner


def _listed(target: dict[str, Any], name: str) -> list[Any]:
    entries = target.setdefault(name, [])
    if not isinstance(entries, list):
        raise CallError(f"{name} is given twice.")
    return entries


def _unknown(operation: Operation, name: str, known: Sequence[str]) -> str:
    if not known:
        return f"{operation.id} takes nothing, so there is no place for {name}."
    close = get_close_matches(name, known, 1)
    meant = f"; did you mean {close[0]}?" if close else f". It takes {_and(list(known))}."
    return f"{operation.id} takes no {name}{meant}"


def _and(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
