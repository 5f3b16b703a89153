"""One list on its way into the store, page by page, so that it can be cut off anywhere and go on later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import AliasChoices

from kinde_tui.api.errors import InvalidRequestError, NotFoundError, RefusedHereError
from kinde_tui.api.operation import Paging, RequestError
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.store import TOKEN_LASTS

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.api.paging import Page
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.gateway import Gateway
    from kinde_tui.services.shape import Prepared
    from kinde_tui.services.store import Store

_ROWS_AT_ONCE = 2_000
_SECONDS_AT_ONCE = 0.4
_TOLD_EVERY = 0.3
_ROWS_PER_SECOND = 50_000
"""A table of so many rows takes a good part of a frame to sort anew: the longer the list, the rarer it is told."""


class ListReading:
    """A pass over one list.

    The first page is stored at once. After it a transaction holds as many pages as came within 0.4 s: each has a
    fixed price, and a quick tenant sends twenty pages in that time.

    Attributes:
        loaded: records so far, with those of the pass that it goes on with.
        note: why the list may not be whole, as a sentence.
        stopped_early: whether it was stopped before its last page.
    """

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, collection: AnyCollection, parent: Parent) -> None:
        self._store = store
        self._gateway = gateway
        self._clock = clock
        self._collection = collection
        self._parent = parent
        self._stopped = False
        self._awaited: asyncio.Task[Page | None] | None = None
        self._pass = 0
        self._page: list[Prepared] = []
        self._token = ""
        """What the pass can go on from; empty: it has to begin from the start."""
        self._notes: dict[str, None] = {}
        self._changed: list[str] = []
        self._stored_at = self._told_at = float("-inf")
        self.loaded = 0
        self.note = ""
        self.stopped_early = False

    def stop(self) -> None:
        """Ends the reading. What came is stored; the page that is waited for, perhaps for minutes, is given up."""
        self._stopped = True
        if self._awaited is not None:
            self._awaited.cancel()

    async def run(self, tell: Callable[[], None]) -> None:
        """Reads the list to its end, or until it is stopped.

        Args:
            tell: called after each part that was stored.

        Raises:
            KindeError: the tenant did not answer; what came before is stored, and the next reading goes on from it.
        """
        name, parent = self._collection.name, self._parent
        since = self._clock.now() - timedelta(seconds=TOKEN_LASTS)
        if (cut := self._store.open_pass(name, parent, since)) is not None:
            self._pass, self.loaded = cut.id, cut.loaded
            if await self._goes_on(cut.token, tell):
                return
            self._store.drop_pass(name, cut.id)
            self.loaded, self.note = 0, ""
            self._notes.clear()
        self._pass = self._store.begin_pass(name, parent)
        await self._pages("", tell)

    async def _goes_on(self, token: str, tell: Callable[[], None]) -> bool:
        """Whether the page that the token stands for could still be had."""
        before = self.loaded
        try:
            await self._pages(token, tell)
        except (InvalidRequestError, NotFoundError):
            if self.loaded > before:
                raise
            return False
        return self.loaded > before or self._stopped

    async def _pages(self, start: str, tell: Callable[[], None]) -> None:
        collection = self._collection
        try:
            path, query = collection.asked(self._parent)
        except InvalidInputError as error:
            raise RefusedHereError(str(error)) from error
        pages = self._gateway.pages(collection.lists, path, query, start=start)
        before = self.loaded
        try:
            while not self.stopped_early and (page := await self._following(pages)) is not None:
                self._take(page)
                if self._is_enough():
                    await self._store_pages(tell)
                self.stopped_early = self._stopped and bool(page.next)
        except RequestError as error:
            raise RefusedHereError(str(error)) from error
        finally:
            await self._store_pages(tell)
            if (close := getattr(pages, "aclose", None)) is not None:
                await close()
        if self.stopped_early:
            return
        self.note = " ".join(self._notes)
        if not start or self.loaded > before:
            await self._end()

    async def _following(self, pages: AsyncIterator[Page]) -> Page | None:
        """The next page; None: there is none, or it is not waited for any more."""
        self._awaited = asyncio.ensure_future(anext(pages, None))
        try:
            return await self._awaited
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not self._stopped or (task is not None and task.cancelling()):
                raise
            self.stopped_early = True
            return None
        finally:
            self._awaited = None

    def _take(self, page: Page) -> None:
        records = self._collection.taken(page.records)
        self._page += self._store.prepare(self._collection.name, records)
        if page.note:
            self._notes[page.note] = None
        # A pass that goes on later knows neither what its first pages said nor how it came from one to the next.
        keeps = not self._notes and self._collection.lists.paging is not Paging.NONE
        self._token = page.next if keeps else ""
        self.loaded += len(records)

    def _is_enough(self) -> bool:
        waited = self._clock.monotonic() - self._stored_at
        return len(self._page) >= _ROWS_AT_ONCE or waited >= _SECONDS_AT_ONCE

    async def _store_pages(self, tell: Callable[[], None]) -> None:
        page, self._page = self._page, []
        if not page:
            return
        self._changed += await self._store.write_page(
            self._collection.name, self._parent, page, self._pass, self._token
        )
        now = self._stored_at = self._clock.monotonic()
        if now - self._told_at >= max(_TOLD_EVERY, self.loaded / _ROWS_PER_SECOND):
            self._announce()
            self._told_at = now
        tell()

    async def _end(self) -> None:
        removed = await self._store.end_pass(self._collection.name, self._parent, self._pass, self.note)
        self._changed += removed

    def _announce(self) -> None:
        changed, self._changed = self._changed, []
        self._store.announce(self._collection.name, self._parent, changed)

    def settle(self) -> None:
        """Publishes what was stored and not yet told."""
        self._announce()


def merged(collection: AnyCollection, old: Raw, new: Raw) -> dict[str, Any]:
    """The record as a list tells it, with what its own call tells over it.

    The two calls know different fields, and spell some of them differently.
    """
    kept = dict(old)
    for field in collection.model.model_fields.values():
        if isinstance(field.validation_alias, AliasChoices):
            names = [choice for choice in field.validation_alias.choices if isinstance(choice, str)]
            if any(name in new for name in names):
                for name in names:
                    kept.pop(name, None)
    return {**kept, **new}
