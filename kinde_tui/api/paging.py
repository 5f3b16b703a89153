"""The three ways Kinde pages, as async iterators, and the ways in which that goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import AnswerTooLargeError, InvalidRequestError
from kinde_tui.api.operation import Operation, Paging, Request
from kinde_tui.api.records import identity_of, sorted_out

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw

LARGEST_PAGE = 500
"""What Kinde allows; its default is 10."""
_SMALLER = 10
"""The part of a page that is asked for when the whole was too large."""
_EMPTY_PAGES = 3
_MOST_PAGES = 10_000
_REPEATED = "the server repeated a page"
_USUAL_CAPS = frozenset({10, 20, 25, 50, 100, 200, 250, 500, 1000})
"""A page of just so many records may have been cut by the server; one of any other length was not."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some records of a list, in the API's order."""

    records: Sequence[Raw]
    next: str = ""
    """What `start` continues after this page; empty: this was the last one."""
    note: str = ""
    """Why the list may not be whole, as a sentence: it ended early, or something was left out; empty: it is whole."""


async def pages(
    send: Callable[[Request], Awaitable[Raw]],
    operation: Operation,
    path: Mapping[str, str],
    query: Mapping[str, Any],
    *,
    start: str = "",
) -> AsyncIterator[Page]:
    """The pages of a list, from the first or from a page's `next` on.

    A page whose answer is too large is asked for again in smaller ones.

    It always ends: a repeated page or token, three empty pages in a row, or ten thousand pages stop it, and the last
    page's note says so.

    Raises:
        KindeError: from `send`.
    """
    walk = _Walk(operation, start)
    while True:
        try:
            answer = await send(Request(operation, path, walk.query(query)))
        except InvalidRequestError:
            if not walk.trying:
                raise
            yield walk.cut_off()
            return
        except AnswerTooLargeError:
            if not walk.takes_smaller_pages():
                raise
            continue
        page = walk.step(answer)
        yield page
        if not page.next:
            return


class _Walk:
    """Where a listing is, and what it has seen."""

    def __init__(self, operation: Operation, start: str) -> None:
        self._operation = operation
        self._at = start
        self._parameter = "starting_after" if operation.paging is Paging.CURSOR else "next_token"
        self._goes_on = bool(start)
        """Whether other pages were read before the first one here."""
        self._tokens = {start}
        self._pages: set[int] = set()
        self._count = 0
        self._rows = 0
        self._empties = 0
        self._first_length = 0
        self._asked_for = LARGEST_PAGE
        self._at_most = LARGEST_PAGE
        self._says_more = False
        """Whether the last page says that another one follows."""
        self.trying = False
        """Whether the next page is asked for in a way that the API does not promise."""

    def query(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters for the next page."""
        asked = dict(query)
        if "page_size" in self._operation.query_names:
            self._asked_for = asked["page_size"] = min(int(asked.get("page_size", LARGEST_PAGE)), self._at_most)
        if self._at:
            asked[self._parameter] = self._at
        return asked

    def takes_smaller_pages(self) -> bool:
        """Asks for fewer records a page from now on; False: it cannot be fewer."""
        if self._asked_for <= 1 or "page_size" not in self._operation.query_names:
            return False
        self._at_most = max(1, self._asked_for // _SMALLER)
        return True

    def cut_off(self) -> Page:
        """The end of a list that goes on, or may do so, and offers no way to."""
        if not self._says_more and self._rows not in _USUAL_CAPS:
            return Page(())
        shown = f"First {self._rows:,} shown" if self._rows and not self._goes_on else "Not all is shown"
        return Page((), note=f"{shown}; the API offers no more.")

    def step(self, answer: Raw) -> Page:
        """The page in an answer; moves on to the next."""
        records, dropped = sorted_out(self._operation, answer)
        self._says_more = bool(self._operation.holds) and answer.get("has_more") is True
        if records and self._seen(records):
            return self.cut_off() if self.trying else Page((), note=_stopped(_REPEATED))
        self._count += 1
        self._rows += len(records)
        self._empties = 0 if records else self._empties + 1
        if self._count == 1:
            self._first_length = len(records)
        notes = [f"{dropped} entries of the answer were no records."] if dropped else []
        # An answer with a code and without the list is Kinde's way to say that there are none.
        if self._operation.holds and self._operation.holds not in answer and "code" not in answer:
            notes.append(f"The answer has no {self._operation.holds} in it.")
        following = self._following(answer, records)
        if following and (why := self._ends_here(following)):
            notes.append(_stopped(why))
            following = ""
        elif not following and self._says_more:
            notes.append(self.cut_off().note)
        self._tokens.add(following)
        self._at = following
        return Page(records, following, " ".join(notes))

    def _seen(self, records: Sequence[Raw]) -> bool:
        # Its first and its last record tell a page from the others: to ask all of them is to parse all of them.
        ends = [identity_of(record) or repr(record) for record in (records[0], records[-1])]
        mark = hash((len(records), *ends))
        if mark in self._pages:
            return True
        self._pages.add(mark)
        return False

    def _ends_here(self, following: str) -> str:
        if following in self._tokens:
            return _REPEATED
        if self._empties >= _EMPTY_PAGES:
            return f"the server sent {_EMPTY_PAGES} empty pages"
        if self._count >= _MOST_PAGES:
            return f"{_MOST_PAGES:,} pages were read"
        return ""

    def _following(self, answer: Raw, records: Sequence[Raw]) -> str:
        """What the next page starts at; empty: the list is at its end."""
        token = answer.get("next_token")
        token = str(token) if isinstance(token, (str, int)) and not isinstance(token, bool) else ""
        more, last = answer.get("has_more"), identity_of(records[-1]) if records else ""
        match self._operation.paging:
            case _ if not self._operation.holds:
                return ""  # the answer is one record, whatever else stands in it
            case Paging.NEXT_TOKEN:
                return token
            case Paging.CURSOR if isinstance(more, bool):
                return last if more else ""
            case Paging.CURSOR:
                self.trying = True
                return last if self._full(len(records)) else ""
            case _:
                self.trying = True
                if token:
                    self._parameter = "next_token"
                    return token
                self._parameter = "starting_after"
                return last if more is True else ""

    def _full(self, length: int) -> bool:
        """Whether a page that does not say is followed by another one, judged by its length."""
        if length >= self._asked_for or "page_size" not in self._operation.query_names:
            return length > 0
        return length == self._first_length and length in _USUAL_CAPS


def _stopped(why: str) -> str:
    return f"Stopped: {why}; the list may be incomplete."
