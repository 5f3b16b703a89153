"""An OpenAPI document of the Management API, read as rows like the table's, and what differs between the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation

_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_SCOPE = re.compile(r"<code>\s*([a-z_]+:[a-z_]+)\s*</code>")
_MOST_CHOICES = 6
"""The table does not repeat longer lists of values."""
_DEEPEST = 8


class DocumentError(ValueError):
    """It is no OpenAPI document; a sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a document says of one operation, in the table's notation."""

    id: str
    method: str
    path: str
    scope: str
    query: tuple[str, ...]
    body: str


def differences(document: Any, table: Mapping[str, Operation]) -> list[str]:
    """What differs between a document and the table: one line each, in the document's order, then what it lacks.

    Raises:
        DocumentError: it is no OpenAPI document with operations in it.
    """
    rows = rows_of(document)
    found: list[str] = []
    for row in rows.values():
        known = table.get(row.id)
        if known is None:
            scope = f", scope {row.scope}" if row.scope else ""
            found.append(f"{row.id}: new in the document: {row.method} {row.path}{scope}")
        else:
            found += _differing(row, known)
    gone = [
        f"{one.id}: not in the document any more: {one.method} {one.path}"
        for one in table.values()
        if one.id not in rows
    ]
    return found + gone


def rows_of(document: Any) -> dict[str, Row]:
    """Every operation of a document, by its id.

    Raises:
        DocumentError: it is no OpenAPI document with operations in it.
    """
    paths = document.get("paths") if isinstance(document, Mapping) else None
    if not isinstance(paths, Mapping):
        raise DocumentError("This is no OpenAPI document: it has no “paths”.")
    reader = _Reader(document)
    rows: dict[str, Row] = {}
    for path, item in paths.items():
        shared = item.get("parameters") if isinstance(item, Mapping) else None
        for method, said in item.items() if isinstance(item, Mapping) else ():
            if method in _METHODS and isinstance(said, Mapping):
                row = reader.row(str(path), method.upper(), said, shared or [])
                rows[row.id] = row
    if not rows:
        raise DocumentError("This document has no operations in it.")
    return rows


def _differing(row: Row, known: Operation) -> Iterator[str]:
    pairs = (
        ("method", known.method, row.method),
        ("path", known.path, row.path),
        ("scope", known.scope, row.scope),
        ("query", " ".join(sorted(known.query)), " ".join(sorted(row.query))),
        ("body", known.body, row.body),
    )
    for what, here, there in pairs:
        if here != there:
            yield f"{row.id}: {what}: the table has {here or 'none'}; the document has {there or 'none'}"


class _Reader:
    """Reads operations of one document, following its references."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def row(self, path: str, method: str, said: Mapping[str, Any], shared: list[Any]) -> Row:
        """One operation."""
        parameters = [self._followed(one) for one in [*shared, *(said.get("parameters") or [])]]
        query = tuple(
            f"{one.get('name')}{'*' if one.get('required') else ''}" for one in parameters if one.get("in") == "query"
        )
        scope = _SCOPE.search(str(said.get("description") or ""))
        body = self._body(self._followed(said.get("requestBody")))
        name = str(said.get("operationId") or f"{method} {path}")
        return Row(name, method, path, scope[1] if scope else "", query, body)

    def _body(self, said: Mapping[str, Any]) -> str:
        content = said.get("content")
        if not isinstance(content, Mapping) or not content:
            return ""
        kind, media = next(iter(content.items()))
        schema = media.get("schema") if isinstance(media, Mapping) else None
        fields = self._fields(schema, _DEEPEST)
        return fields if kind == "application/json" else f"{kind} {fields}"

    def _fields(self, schema: Any, depth: int) -> str:
        """`{name*, kind(a|b), nested[{id}]}`; empty for a schema without fields of its own."""
        schema = self._followed(schema)
        properties = schema.get("properties")
        if not isinstance(properties, Mapping) or not depth:
            return ""
        required = schema.get("required")
        needed = set(map(str, required)) if isinstance(required, list) else set()
        parts = [self._field(str(name), one, str(name) in needed, depth) for name, one in properties.items()]
        return f"{{{', '.join(parts)}}}"

    def _field(self, name: str, schema: Any, required: bool, depth: int) -> str:
        schema = self._followed(schema)
        marked = f"{name}*" if required else name
        choices = schema.get("enum")
        if isinstance(choices, list) and len(choices) <= _MOST_CHOICES:
            return f"{marked}({'|'.join(map(str, choices))})"
        if schema.get("type") == "array":
            inner = self._fields(schema.get("items"), depth - 1)
            return f"{marked}[{inner}]" if inner else marked
        return f"{marked}{self._fields(schema, depth - 1)}"

    def _followed(self, node: Any) -> Mapping[str, Any]:
        """What a reference refers to; nothing where it refers to nothing."""
        for _ in range(_DEEPEST):
            if not isinstance(node, Mapping):
                return {}
            reference = node.get("$ref")
            if not isinstance(reference, str):
                return node
            node = self._document
            for part in reference.removeprefix("#/").split("/"):
                node = node.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(node, Mapping) else None
        return {}
