"""The three ways in which Kinde pages."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

from kinde_tui.demo.answers import Call, invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinde_tui.demo.tenant import DemoTenant

T = TypeVar("T")

DEFAULT_SIZE = 10
LARGEST_SIZE = 500
_DIGITS = 9
_TOKEN_LIFE = timedelta(hours=1)


def page_size(call: Call, default: int = DEFAULT_SIZE, largest: int = LARGEST_SIZE) -> int:
    """How many records the caller wants; more than `largest` means `largest`.

    Raises:
        RefusalError: it is no positive whole number; 400.
    """
    wanted = call.query.get("page_size")
    if wanted is None:
        return default
    if not (wanted.isascii() and wanted.isdecimal()) or len(wanted) > _DIGITS or int(wanted) < 1:
        raise invalid("INVALID_PAGE_SIZE", "The page_size must be a positive whole number.", "page_size")
    return min(int(wanted), largest)


def token(tenant: DemoTenant, call: Call, place: int, last: str = "") -> str:
    """An opaque token that says where a list goes on. It holds for an hour and for this list only."""
    said = json.dumps([place, last, int(tenant.now().timestamp()), _list_name(call)], separators=(",", ":")).encode()
    return urlsafe_b64encode(crc32(said).to_bytes(4, "big") + said).decode().rstrip("=")


def place(tenant: DemoTenant, call: Call) -> tuple[int, str]:
    """Where the caller's `next_token` points: an offset and the last record's key; (0, "") without one.

    Raises:
        RefusalError: the token is damaged, of another list, or too old; 400.
    """
    text = call.query.get("next_token", "")
    if not text:
        return 0, ""
    try:
        packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        packed = b""
    if len(packed) < 5 or crc32(packed[4:]) != int.from_bytes(packed[:4], "big"):  # noqa: PLR2004 - 4 bytes of sum
        raise invalid("INVALID_NEXT_TOKEN", "The next_token is not one of ours.", "next_token")
    at, last, issued, name = json.loads(packed[4:])
    if name != _list_name(call):
        raise invalid("INVALID_NEXT_TOKEN", "The next_token belongs to another list.", "next_token")
    if tenant.now() > datetime.fromtimestamp(issued, UTC) + _TOKEN_LIFE:
        raise invalid("EXPIRED_NEXT_TOKEN", "The next_token has expired. Start again without one.", "next_token")
    return at, last


def _list_name(call: Call) -> str:
    return " ".join((call.operation.id, *call.path.values()))


def by_token(tenant: DemoTenant, call: Call, keys: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """One page of the ordered `keys`, and the token for the next; None: this was the last."""
    size = page_size(call)
    start, last = place(tenant, call)
    if last and (start > len(keys) or keys[start - 1] != last) and last in keys:
        start = keys.index(last) + 1
    page = keys[start : start + size]
    end = start + len(page)
    return page, token(tenant, call, end, keys[end - 1]) if page and end < len(keys) else None


def by_index(tenant: DemoTenant, call: Call, indexes: Iterable[int]) -> tuple[list[int], str | None]:
    """One page of ascending user indexes that start at the caller's place, and the token for the next."""
    size = page_size(call)
    page = list(islice(indexes, size + 1))
    more = len(page) > size
    return page[:size], token(tenant, call, page[size]) if more else None


def by_cursor(
    call: Call, keys: Sequence[str], default: int = DEFAULT_SIZE, largest: int = LARGEST_SIZE
) -> tuple[Sequence[str], bool]:
    """One page of the ordered `keys` after `starting_after` or before `ending_before`, and whether there are more.

    Raises:
        RefusalError: both cursors, or one that is not in the list; 400.
    """
    size = page_size(call, default, largest)
    after, before = call.query.get("starting_after", ""), call.query.get("ending_before", "")
    if after and before:
        raise invalid("INVALID_CURSOR", "Send starting_after or ending_before, not both.", "starting_after")
    for name, cursor in (("starting_after", after), ("ending_before", before)):
        if cursor and cursor not in keys:
            raise invalid("INVALID_CURSOR", f"The {name} record is not in this list.", name)
    if before:
        end = keys.index(before)
        start = max(0, end - size)
        return keys[start:end], start > 0
    start = keys.index(after) + 1 if after else 0
    return keys[start : start + size], start + size < len(keys)


def trap(tenant: DemoTenant, call: Call, body: dict[str, Any], count: int) -> dict[str, Any]:
    """Adds the `next_token` that no parameter takes: Kinde sends one with some lists that have no paging."""
    return {**body, "next_token": token(tenant, call, count)} if count > DEFAULT_SIZE else body
