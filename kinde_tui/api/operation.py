"""What an operation is: one row of the table, and one request made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode


class Repeat(StrEnum):
    """What sending the same request a second time would do.

    Kinde takes no idempotency key on any of its operations and its verbs do not tell
    (`PUT /api/v1/api_keys/{key_id}` makes a *new* key), so this is a fact of each row.
    """

    READ = "read"
    """Changes nothing; a repeat is free."""
    SET = "set"
    """Sets a state; a repeat leaves the same state."""
    CREATE = "create"
    """Makes a record that can be looked up by a natural key before it is sent again."""
    UNREPEATABLE = "unrepeatable"
    """A repeat costs money, sends mail or throws a secret away: never sent twice."""


class Paging(StrEnum):
    """How a list goes on after its first page."""

    NONE = ""
    """One answer holds everything that the API offers."""
    NEXT_TOKEN = "next_token"  # noqa: S105 - the name of a parameter
    """`next_token` in the answer is sent back as the parameter of that name."""
    CURSOR = "cursor"
    """`starting_after` takes the last record's id; `has_more` says whether to go on."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One way to call the Management API."""

    id: str
    """The operation id of the official document, spelled as there."""
    method: str
    path: str
    scope: str = ""
    """The scope that the token must hold; empty where Kinde names none."""
    repeat: Repeat = Repeat.READ
    paging: Paging = Paging.NONE
    query: tuple[str, ...] = ()
    """Query parameters; a required one ends in `*`."""
    body: str = ""
    """The body's fields as `{name*, kind(a|b), nested[{id}]}`; a required one ends in `*`.

    In front stands its media type where that is not JSON, or `bearer` where its one field is a token for the header.
    """
    holds: str = ""
    """The field of the answer that holds the record or the records; empty: the answer is the record."""
    secret: bool = False
    """The answer holds a secret: it is neither stored nor logged, and shown masked."""
    group: str = ""
    """The section of Kinde's reference that it stands in."""
    public: bool = False
    """Needs no token: an answer 401 is about what was asked, and not about who asked."""

    @property
    def anonymous(self) -> bool:
        """Whether it is sent without a token.

        `verifyApiKey` needs none by its own words, and wants one by the document's security: it gets one.
        """
        return self.public and not self.path.startswith("/api/")

    @property
    def writes(self) -> bool:
        """Whether a read-only profile must not send it."""
        return self.repeat is not Repeat.READ

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """The names in the path's braces, in order."""
        return tuple(part.split("}")[0] for part in self.path.split("{")[1:])

    @property
    def query_names(self) -> tuple[str, ...]:
        """Query parameters without their marks."""
        return tuple(name.rstrip("*") for name in self.query)


class RequestError(ValueError):
    """A request that cannot be built: a part of its path is missing or would change its meaning."""


_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Request:
    """One call of an operation, complete but for the host and the token.

    Raises:
        RequestError: a path parameter is missing, empty, or a dot segment.
    """

    operation: Operation
    path: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    query: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    body: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for name in self.operation.path_parameters:
            value = self.path.get(name, "")
            if value in {"", ".", ".."}:
                raise RequestError(f"{self.operation.id} needs a value for {name}.")

    @property
    def url_path(self) -> str:
        """The path with its parameters filled in and percent-encoded."""
        filled = {name: quote(self.path[name], safe="") for name in self.operation.path_parameters}
        return self.operation.path.format_map(filled)

    @property
    def target(self) -> str:
        """Path and query string, as they stand in the request line."""
        pairs = query_pairs(self.query)
        return f"{self.url_path}?{urlencode(pairs)}" if pairs else self.url_path


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in the body of an operation that takes one."""

    name: str
    """The file's name, without its folder."""
    content: bytes = field(repr=False)
    kind: str = "application/octet-stream"
    """Its media type."""


def query_pairs(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values of a query string, in order; an object becomes `name[key]=value`, None nothing."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if isinstance(value, Mapping):
            pairs += [(f"{name}[{key}]", query_text(inner)) for key, inner in value.items()]
        elif value is not None:
            pairs.append((name, query_text(value)))
    return pairs


def query_text(value: object) -> str:
    """A query value as Kinde reads it: booleans in lower case, lists joined by commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(query_text(item) for item in value)
    return str(value)
