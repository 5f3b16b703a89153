"""What a handler is given and what it may answer; which handler answers which operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.demo.tenant import DemoTenant

Body: TypeAlias = dict[str, Any]


class RefusalError(Exception):
    """The tenant says no.

    Args:
        status: the HTTP status, 400 or more.
        code: Kinde's name for the reason.
        message: the reason in words.
        field: the field of the request that it is about.
    """

    def __init__(self, status: int, code: str, message: str, about: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.about = about

    def entry(self) -> dict[str, str]:
        """The reason as an entry of `errors`."""
        said = {"code": self.code, "message": str(self)}
        return {**said, "field": self.about} if self.about else said


def invalid(code: str, message: str, about: str = "") -> RefusalError:
    """A request that makes no sense: 400."""
    return RefusalError(400, code, message, about)


def missing(what: str, name: str = "") -> RefusalError:
    """A record that is not there: 404."""
    code = f"{what.upper().replace(' ', '_')}_NOT_FOUND"
    return RefusalError(404, code, f"The {what} {name!r} does not exist." if name else f"There is no such {what}.")


@dataclass(slots=True)
class Call:
    """One request, taken apart."""

    operation: Operation
    path: dict[str, str]
    query: dict[str, str]
    body: Body = field(default_factory=dict)

    def need(self, name: str) -> str:
        """A query parameter that must be there.

        Raises:
            RefusalError: it is not; 400.
        """
        value = self.query.get(name)
        if value is None:
            raise invalid(f"{name.upper()}_REQUIRED", f"The query parameter {name} is required.", name)
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """A body field that must be a text that is not blank; `default` stands for a field that was not sent.

        Raises:
            RefusalError: it is missing, blank, or no text; 400.
        """
        value = self.body.get(name, default)
        if not isinstance(value, str) or not value.strip():
            raise invalid(f"{name.upper()}_REQUIRED", f"The field {name} is required and must be a text.", name)
        return value

    def choice(self, name: str, options: tuple[str, ...], default: str | None = None) -> str:
        """A body field that must be one of `options`.

        Raises:
            RefusalError: it is something else; 400.
        """
        value = self.text(name, default)
        if value not in options:
            raise invalid(f"INVALID_{name.upper()}", f"The field {name} must be one of {', '.join(options)}.", name)
        return value

    def truth(self, name: str, *, default: bool) -> bool:
        """A body field that must be true or false.

        Raises:
            RefusalError: it is something else; 400.
        """
        value = self.body.get(name, default)
        if not isinstance(value, bool):
            raise invalid(f"INVALID_{name.upper()}", f"The field {name} must be true or false.", name)
        return value

    def rows(self, name: str, limit: int = 100) -> list[Body]:
        """A body field that must be a list of at most `limit` objects.

        Raises:
            RefusalError: it is something else, or too long; 400.
        """
        value = self.body.get(name)
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise invalid(f"{name.upper()}_REQUIRED", f"The field {name} must be a list of objects.", name)
        if len(value) > limit:
            raise invalid("TOO_MANY_ITEMS", f"At most {limit} {name} can be sent at once.", name)
        return value

    def words(self, name: str) -> list[str]:
        """A query parameter that holds a list with commas; not sent: empty."""
        return [word for word in self.query.get(name, "").split(",") if word]


Handler: TypeAlias = "Callable[[DemoTenant, Call], Body | None]"
H = TypeVar("H", bound=Callable[..., "Body | None"])


@dataclass(frozen=True, slots=True)
class Route:
    """A handler and the status of its success."""

    handler: Handler
    status: int


HANDLERS: dict[str, Route] = {}
"""Who answers, by operation id. Filled by `answers` as the modules of `kinde_tui.demo.handlers` are imported."""


def answers(operation: Operation, status: int = 200) -> Callable[[H], H]:
    """Says that a function answers an operation, with `status` when all goes well."""

    def enlist(handler: H) -> H:
        HANDLERS[operation.id] = Route(handler, status)
        return handler

    return enlist


def done(message: str = "Success", **more: Any) -> Body:
    """The envelope of a success."""
    return {"code": "OK", "message": message, **more}


def given(record: Mapping[str, Any]) -> Body:
    """`record` without the fields that are None: for fields that Kinde's document does not allow to be null."""
    return {name: value for name, value in record.items() if value is not None}
