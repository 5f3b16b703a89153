"""Which operation a method and a path mean, and what the path already fills in."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from kinde_tui.api.operations import OAUTH, OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinde_tui.api.operation import Operation

_PREFIX = "/api/v1"
_NEAREST = 3


class CallError(Exception):
    """A call that cannot be meant: one sentence that says what is wrong.

    Attributes:
        hint: how to write it instead, for who types it as words; may be empty.
    """

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Found:
    """An operation, and what of it stood in the path."""

    operation: Operation
    path: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    """What stood behind a question mark."""


def find(method: str, path: str) -> Found:
    """The operation of a method and a path.

    Args:
        method: `GET`, in any case.
        path: as in the table (`/api/v1/users/{user_id}/identities`), with the ids filled in, without `/api/v1`, with
            a query behind it; or the operation's id.

    Raises:
        CallError: there is none; the sentence names the nearest.
    """
    method, known = method.upper(), callable_operations()
    if not path.startswith("/"):
        return _by_id(method, path)
    target = urlsplit(path)
    segments = target.path.rstrip("/").split("/")
    query = tuple(parse_qsl(target.query, keep_blank_values=True))
    for tried in (segments, [*_PREFIX.split("/"), *segments[1:]]):
        fitting = [(row, filled) for row in known.values() if (filled := _filled(row, tried)) is not None]
        if fitting:
            return _best(method, path, fitting, query)
    raise CallError(f"There is no operation {method} {path}. {_nearest(f'{method} {path}')}")


def callable_operations() -> Mapping[str, Operation]:
    """Everything that can be called, by operation id."""
    return {**OPERATIONS, **OAUTH}


def near(word: str) -> list[str]:
    """The ids and the methods with paths that look most like a word."""
    names = {name.lower(): name for name in callable_operations()}
    lines = {f"{row.method} {row.path}".lower(): f"{row.method} {row.path}" for row in callable_operations().values()}
    if " " in word:
        method, _, path = word.partition(" ")
        bare = path if path.startswith((_PREFIX, "/oauth2", "/.")) else f"{_PREFIX}{path}"
        return [lines[line] for line in get_close_matches(f"{method} {bare}".lower(), lines, _NEAREST, 0.5)]
    return [names[name] for name in get_close_matches(word.lower(), names, _NEAREST, 0.5)]


def _by_id(method: str, name: str) -> Found:
    known = {one.lower(): row for one, row in callable_operations().items()}
    row = known.get(name.lower())
    if row is None:
        raise CallError(f"There is no operation “{name}”; a path begins with a slash. {_nearest(name)}")
    if method not in {row.method, ""}:
        raise CallError(f"{row.id} is a {row.method}: write {row.method} {name}.")
    return Found(row)


def _nearest(word: str) -> str:
    found = near(word)
    listing = "The command `kinde-tui api --list` prints all."
    return f"The nearest: {'; '.join(found)}. {listing}" if found else listing


def _best(
    method: str, path: str, fitting: list[tuple[Operation, dict[str, str]]], query: tuple[tuple[str, str], ...]
) -> Found:
    """The one of this method with the most literal path: `/api_keys/verify` before `/api_keys/{key_id}`."""
    right = [(row, filled) for row, filled in fitting if row.method == method]
    if not right:
        methods = ", ".join(dict.fromkeys(row.method for row, _ in fitting))
        raise CallError(f"{path} takes no {method}; it takes {methods}.")
    row, filled = min(right, key=lambda one: len(one[0].path_parameters))
    return Found(row, filled, query)


def _filled(row: Operation, segments: list[str]) -> dict[str, str] | None:
    """What the segments fill into the operation's path; None: they do not fit it."""
    template = row.path.split("/")
    if len(template) != len(segments):
        return None
    filled: dict[str, str] = {}
    for wanted, given in zip(template, segments, strict=True):
        if wanted.startswith("{"):
            if given != wanted and given:
                filled[wanted[1:-1]] = unquote(given)
        elif wanted != given:
            return None
    return filled
