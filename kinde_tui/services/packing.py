"""A record as bytes, and the number its key is looked up by."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticSerializationError, from_json, to_json

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw


def hash_of(key: str) -> int:
    """The number that a key is looked up by; two keys may share one."""
    return zlib.crc32(key.encode())


def pack(raw: Raw) -> bytes:
    """The record as JSON.

    Raises:
        ValueError, TypeError, RecursionError: it is none that JSON can hold.
    """
    try:
        return to_json(raw if raw.__class__ is dict else dict(raw))
    except PydanticSerializationError:
        # Half of a pair of surrogates, or a read-only mapping inside: slower, and it survives.
        return json.dumps(raw, default=_as_json).encode()


def unpack(raw: bytes) -> dict[str, Any]:
    """The record that was packed; an empty one when the bytes hold none."""
    try:
        found = from_json(raw, cache_strings="keys")
    except ValueError:
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            return {}
    return found if isinstance(found, dict) else {}


def _as_json(value: object) -> object:
    if hasattr(value, "keys"):
        return dict(value)  # type: ignore[call-overload]  # a mapping, as it has keys
    return list(value) if isinstance(value, (set, frozenset)) else str(value)


def storable(text: str) -> str:
    """The text, with a question mark for each half of a pair of surrogates: SQLite cannot hold these."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
