"""A list answer of which nothing is parsed but where its records begin and end.

Reading a tenant of 100,000 users, most of the time went into making dictionaries of records, and bytes of these again
for the store, which wants some of their fields and the bytes as they came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, overload

import pydantic_core

if TYPE_CHECKING:
    import msgspec

    from kinde_tui.models.record import Raw

_BESIDE = ("code", "message", "next_token", "has_more")
"""What else of a list answer anybody asks for."""
_OBJECT = ord("{")
_SPARE = 500
"""Of the thousand calls, and brackets, that may be open at once, those that are left for whoever looks at a record."""
_LONGEST = 4300
"""Digits of the longest number that a parser takes."""
_LONG_NUMBER = re.compile(rb"[0-9]{%d}" % (_LONGEST + 1))
_STRIDE = 397
"""Every so many bytes of an answer are looked at: to look at all takes longer than to divide it into records."""
_DIGITS = re.compile(rb"[0-9]{%d}" % (_LONGEST // _STRIDE))


class Records(Sequence["Raw"]):
    """The records of a page, each parsed when it is looked at.

    Attributes:
        texts: the records as they came, each one JSON object.
    """

    __slots__ = ("texts",)

    def __init__(self, texts: Sequence[bytes]) -> None:
        self.texts = texts

    @overload
    def __getitem__(self, place: int) -> Raw: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Raw]: ...
    def __getitem__(self, place: int | slice) -> Raw | Sequence[Raw]:
        """The record or records there."""
        return Records(self.texts[place]) if isinstance(place, slice) else _parsed(self.texts[place])

    def __iter__(self) -> Iterator[Raw]:
        """All records, each parsed now."""
        return map(_parsed, self.texts)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.texts)


def listing(holds: str, body: bytes) -> dict[str, Any] | None:
    """A list answer with its records as `Records`; None: it is not as usual and wants to be parsed whole.

    No JSON, no text, and entries that are no objects or have an envelope are not as usual. Neither are numbers and
    nestings that are JSON and that no parser takes: a record is parsed when it is looked at, perhaps long after it was
    stored, and that must not fail.

    Args:
        holds: the field with the list.
        body: the answer.
    """
    import msgspec  # not before the first rows are painted

    if _envelope(holds).search(body) or _has_long_number(body):
        return None
    try:
        if not body.isascii():
            body.decode()
        answer = _far_down(_SPARE, _decoder(holds).decode, body)
        texts = [bytes(text) for text in answer.records]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if any(text[0] != _OBJECT for text in texts):
        return None
    found: dict[str, Any] = {holds: Records(texts)}
    found.update({name: value for name in _BESIDE if (value := getattr(answer, name)) is not msgspec.UNSET})
    return found


def _parsed(text: bytes) -> Raw:
    found: dict[str, Any]
    try:
        found = pydantic_core.from_json(text, cache_strings="keys")
    except ValueError:  # nested deeper than it likes, or half a character in a record that was packed here
        found = json.loads(text)
    return found


def _has_long_number(body: bytes) -> bool:
    return _DIGITS.search(body[::_STRIDE]) is not None and _LONG_NUMBER.search(body) is not None


def _far_down(calls: int, decode: Callable[[bytes], Any], body: bytes) -> Any:
    """What the body decodes to, so many calls further down: a nesting that fits there fits wherever it is parsed.

    Raises:
        RecursionError: it does not fit.
    """
    return _far_down(calls - 1, decode, body) if calls else decode(body)


@lru_cache(64)
def _envelope(holds: str) -> re.Pattern[bytes]:
    # In a page of 500 users this finds nothing in two thirds of the time that `in` takes for it.
    return re.compile(re.escape(f'"{holds.removesuffix("s")}"').encode())


@lru_cache(64)
def _decoder(holds: str) -> msgspec.json.Decoder[Any]:
    import msgspec

    unset = msgspec.UNSET
    fields: list[Any] = [("records", list[msgspec.Raw]), *((name, Any, unset) for name in _BESIDE)]
    return msgspec.json.Decoder(msgspec.defstruct("Listing", fields, rename={"records": holds}))
