"""A list answer of which nothing is parsed but where its records begin and end.

Reading a tenant of 100,000 users, most of the time went into making dictionaries of records, and bytes of these again
for the store, which wants some of their fields and the bytes as they came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import filterfalse
from operator import methodcaller
from typing import TYPE_CHECKING, Any, overload

import pydantic_core

if TYPE_CHECKING:
    import msgspec

    from kinde_tui.models.record import Raw

_BESIDE = ("code", "message", "next_token", "has_more")
"""What else of a list answer anybody asks for."""
_OBJECT = ord("{")
_DEEPEST = 198
"""So many brackets may be open in a record: in those of the answer around it, the parser of whole answers takes 200."""
_LONGEST = 4300
"""Digits of the longest number that it takes."""
_is_ascii = methodcaller("isascii")
_BETWEEN = b"\0"
"""What stands in no JSON."""
_NO_OPENINGS = bytes(byte for byte in range(256) if byte not in b"[{" + _BETWEEN)
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

    if f'"{holds.removesuffix("s")}"'.encode() in body or _has_long_number(body):
        return None
    try:
        answer = _decoder(holds).decode(body)
        texts = [bytes(text) for text in answer.records]
        b"".join(filterfalse(_is_ascii, texts)).decode()  # all else that is kept of it is text by now
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if any(text[0] != _OBJECT for text in texts) or _may_be_deep(texts):
        return None
    found: dict[str, Any] = {holds: Records(texts)}
    found.update({name: value for name in _BESIDE if (value := getattr(answer, name)) is not msgspec.UNSET})
    return found


def _parsed(text: bytes) -> Raw:
    found: dict[str, Any]
    try:
        found = pydantic_core.from_json(text, cache_strings="keys")
    except ValueError:  # half a character, in a record that was packed here
        found = json.loads(text)
    return found


def _has_long_number(body: bytes) -> bool:
    return _DIGITS.search(body[::_STRIDE]) is not None and _LONG_NUMBER.search(body) is not None


def _may_be_deep(texts: Sequence[bytes]) -> bool:
    """Whether a record has more opening brackets than may be open at once; those in its texts are counted too."""
    openings = _BETWEEN.join(texts).translate(None, _NO_OPENINGS).split(_BETWEEN)
    return max(map(len, openings)) > _DEEPEST


@lru_cache(64)
def _decoder(holds: str) -> msgspec.json.Decoder[Any]:
    import msgspec

    unset = msgspec.UNSET
    fields: list[Any] = [("records", list[msgspec.Raw]), *((name, Any, unset) for name in _BESIDE)]
    return msgspec.json.Decoder(msgspec.defstruct("Listing", fields, rename={"records": holds}))
