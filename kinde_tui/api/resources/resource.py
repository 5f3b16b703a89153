"""What the resources share: from an operation to typed records."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kinde_tui.api.errors import IncompleteAnswerError, NotFoundError
from kinde_tui.api.operation import Operation, Request
from kinde_tui.api.records import identity_of, record_of

if TYPE_CHECKING:
    from kinde_tui.api.paging import Page
    from kinde_tui.models.record import Raw, Record

R = TypeVar("R", bound="Record")
LARGEST_BULK = 100
"""Objects that Kinde takes in one bulk call."""


class Caller(Protocol):
    """What a resource needs of a client."""

    async def send(self, request: Request) -> Raw:
        """Sends one request."""
        ...

    def pages(self, operation: Operation, path: Mapping[str, str], query: Mapping[str, Any]) -> AsyncIterator[Page]:
        """The pages of a list."""
        ...


class Resource:
    """Typed calls of one kind of record. Every method raises KindeError, and RequestError for an empty id."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def _list(
        self, model: type[R], operation: Operation, path: Mapping[str, str] | None = None, **query: Any
    ) -> AsyncIterator[R]:
        """Every record of every page, each once.

        Raises:
            IncompleteAnswerError: the list may not be whole; what came until then was already handed out.
        """
        seen: set[str] = set()
        async for page in self._caller.pages(operation, path or {}, given(query)):
            for raw in page.records:
                identity = identity_of(raw)
                if not identity or identity not in seen:
                    seen.add(identity)
                    yield model.read(raw)
            if page.note:
                raise IncompleteAnswerError(page.note)

    async def _get(
        self, model: type[R], operation: Operation, path: Mapping[str, str] | None = None, **query: Any
    ) -> R:
        """The one record of an answer.

        Raises:
            NotFoundError: the answer holds none.
        """
        raw = record_of(operation, await self._caller.send(Request(operation, path or {}, given(query))))
        if raw is None:
            raise NotFoundError("Kinde answered without the record that was asked for.")
        return model.read(raw)

    async def _do(
        self,
        operation: Operation,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
    ) -> Raw:
        """Sends a write and returns its answer."""
        return await self._caller.send(Request(operation, path or {}, given(query or {}), body))


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are there. None means "leave it alone"; an empty string is a value."""
    return {name: value for name, value in values.items() if value is not None}


def within(answer: Raw, *names: str) -> Raw:
    """The object under the first of these names, or the answer itself."""
    for name in names:
        if isinstance(found := answer.get(name), Mapping):
            return found
    return answer


def bulks(entries: Sequence[Raw]) -> list[Sequence[Raw]]:
    """The entries in parts that Kinde takes in one call."""
    return [entries[start : start + LARGEST_BULK] for start in range(0, len(entries), LARGEST_BULK)]
