"""Which operation a method and a path mean: read off the operation table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinde_tui.api.operation import Operation


class Router:
    """Finds an operation by method and path; a literal segment wins over a parameter."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._table: dict[tuple[str, int], list[tuple[tuple[str, ...], Operation]]] = {}
        for operation in operations:
            segments = tuple(operation.path.strip("/").split("/"))
            self._table.setdefault((operation.method, len(segments)), []).append((segments, operation))
        for rows in self._table.values():
            rows.sort(key=lambda row: [segment.startswith("{") for segment in row[0]])

    def find(self, method: str, raw_path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation and its path parameters; None: the API has no such call.

        `raw_path` is still percent-encoded: an encoded slash belongs to a parameter.
        """
        segments = raw_path.strip("/").split("/")
        for pattern, operation in self._table.get((method, len(segments)), ()):
            found = _match(pattern, segments)
            if found is not None:
                return operation, found
        return None


def _match(pattern: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    found = {}
    for expected, segment in zip(pattern, segments, strict=True):
        if expected.startswith("{"):
            if not segment:
                return None
            found[expected[1:-1]] = unquote(segment)
        elif expected != segment:
            return None
    return found
