"""From an HTTP answer to a parsed record, or to an error whose sentence says what to do next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pydantic_core

from kinde_tui.api.errors import (
    AnsweredError,
    ConflictError,
    CredentialsError,
    Detail,
    ForeignAnswerError,
    IncompleteAnswerError,
    InvalidRequestError,
    KindeError,
    MissingScopeError,
    NotFoundError,
    RateLimitedError,
    RouteNotFoundError,
    ServerError,
    TokenTooLargeError,
    UnreadableAnswerError,
    lacking,
)
from kinde_tui.api.limits import pause_asked
from kinde_tui.api.listings import listing
from kinde_tui.api.operations import SCOPES
from kinde_tui.api.plain import plain

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Raw

UNKNOWN_OUTCOME = " Whether it happened is not known: look before you do it again."
_SCOPE = re.compile(r"\b[a-z_]+:[a-z_]+\b")
_MULTIPLE_CHOICES, _BAD_REQUEST, _SERVER_ERROR = 300, 400, 500
_TOO_LARGE = frozenset({413, 431, 494})
_LONE_SURROGATE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request, whole and decompressed."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = field(repr=False)
    host: str
    """Who was asked."""
    at: datetime
    """When it arrived, by the own wall clock."""

    @property
    def is_web_page(self) -> bool:
        """Whether it is meant for a browser: Kinde's API never answers with one."""
        kind = self.headers.get("content-type", "").lower()
        return "html" in kind or self.body.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<head"))


def read(
    operation: Operation,
    answer: Answer,
    held: frozenset[str] | None,
    organization: str = "",
    *,
    as_list: bool = False,
) -> Raw:
    """The parsed answer; an answer without a body to a write is empty.

    Args:
        operation: what was asked for.
        answer: what came back.
        held: the token's scopes as far as known; they decide whether a refusal can be for lack of one.
        organization: the one organization that the token is good for; empty: it is no organization's.
        as_list: the records of the list in it may be `listings.Records`.

    Raises:
        AnsweredError: Kinde answered no.
        UnreadableAnswerError: this is no answer of Kinde's.
    """
    if answer.status >= _BAD_REQUEST:
        raise _refusal(operation, answer, held, organization)
    if answer.status >= _MULTIPLE_CHOICES:
        raise ForeignAnswerError(_redirected(answer))
    if answer.is_web_page:
        raise ForeignAnswerError(
            f"{answer.host} answered with a web page instead of Kinde's API. A proxy or a login page may be in "
            "between, or the domain is not Kinde's: check both."
        )
    if not answer.body.strip():
        if operation.writes:
            return {}
        raise IncompleteAnswerError(f"{answer.host} sent an empty answer. Try again.")
    if as_list and operation.holds and (found := listing(operation.holds, answer.body)) is not None:
        return found
    parsed = parse(answer)
    if not isinstance(parsed, dict):
        raise UnreadableAnswerError(
            f"{answer.host} answered with a {type(parsed).__name__} where an object must be; "
            f"it began with: {plain(answer.body, 80)}"
        )
    return parsed


def parse(answer: Answer) -> Any:
    """The body as JSON.

    Raises:
        UnreadableAnswerError: it is none, or nested deeper than any answer of Kinde's.
        IncompleteAnswerError: it ends too early.
    """
    try:
        return _from_json(answer.body)
    except ValueError as error:
        said = str(error)
    if said.startswith("EOF while parsing"):
        raise IncompleteAnswerError(f"The answer of {answer.host} was cut off on its way. Try again.")
    raise UnreadableAnswerError(
        f"{answer.host} answered with something that is no JSON ({plain(said, 80)}); "
        f"it began with: {plain(answer.body, 80)}"
    )


def _from_json(body: bytes) -> Any:
    try:
        return pydantic_core.from_json(body, allow_inf_nan=False, cache_strings="keys")
    except ValueError as error:
        if "hex escape" not in str(error):
            raise
    # Half a character in one name must not hide the page that it came with.
    mended = _LONE_SURROGATE.sub(lambda found: rb"\ufffd" if found[1] else found[0], body)
    return pydantic_core.from_json(mended, allow_inf_nan=False, cache_strings="keys")


def details_of(answer: Answer) -> tuple[Detail, ...]:
    """What an error answer says, whichever of Kinde's shapes it has; empty when it says nothing readable."""
    try:
        payload = _from_json(answer.body) if answer.body.strip() else None
    except ValueError:
        return ()
    return tuple(detail for detail in _details(payload) if detail.code or detail.message)


def _details(payload: Any) -> list[Detail]:  # noqa: PLR0911 - one for each shape
    match payload:
        case str():
            return [Detail(message=plain(payload))]
        case list():
            return [detail for entry in payload for detail in _details(entry)]
        case {"errors": (list() | dict() | str()) as errors} if errors:
            return _details(errors)
        case {"error": dict() as error}:
            return _details(error)
        case {"error": str() as code}:
            return [Detail(plain(code), plain(str(payload.get("error_description") or payload.get("message") or "")))]
        case dict():
            said = payload.get("message") or payload.get("detail") or payload.get("title") or ""
            code, about = payload.get("code") or "", payload.get("field") or ""
            return [Detail(plain(str(code)), plain(str(said)), plain(str(about)))]
    return []


def _refusal(  # noqa: PLR0911 - one for each kind of status
    operation: Operation, answer: Answer, held: frozenset[str] | None, organization: str
) -> KindeError:
    status, details = answer.status, details_of(answer)
    said = sentence_of(details)
    text = answer.body[:2048].lower()
    if status in _TOO_LARGE or (status == _BAD_REQUEST and b"header" in text and b"too large" in text):
        return TokenTooLargeError(
            f"{answer.host} found the request too large (status {status}). A token that holds very many scopes does "
            "that: give the application, or this profile, only the scopes you use.",
            status,
            details,
        )
    if status >= _SERVER_ERROR:
        return ServerError(_failed(operation, answer, said), status, details)
    match status:
        case 401 if not operation.public:
            return CredentialsError(f"Kinde did not accept the token. {said}".strip(), status, details)
        case 403:
            return _forbidden(operation, answer, details, held, organization)
        case 407:
            return AnsweredError(
                "The proxy in between asks for a name and a password: set them in HTTPS_PROXY.", status, details
            )
        case 429:
            wait = pause_asked(answer.headers, answer.at) or 0.0
            until = f" for {wait:.0f} seconds" if wait >= 1 else ""
            return RateLimitedError(
                f"Kinde asks to be left alone{until}: too many requests. Try again later.", wait, status, details
            )
    if answer.is_web_page:
        return ForeignAnswerError(
            f"{answer.host} answered {status} with a web page, not with Kinde's API. Check the domain, and whether a "
            "proxy is in between."
        )
    if status in {404, 410} or (status == _BAD_REQUEST and _says_gone(details)):
        return _not_found(operation, answer, details)
    if status in {409, 412}:
        return ConflictError(said or "The tenant has changed since it was read: read it again.", status, details)
    return InvalidRequestError(said or f"Kinde answered {status} and did not say why.", status, details)


def sentence_of(details: tuple[Detail, ...]) -> str:
    """All that an error answer says, each message at its field, ending in a full stop."""
    parts = []
    for detail in details:
        said = detail.message or detail.code
        parts.append(f"{detail.field}: {said}" if detail.field else said)
    text = "; ".join(parts)
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _says_gone(details: tuple[Detail, ...]) -> bool:
    """Whether a 400 is about a record that is not there: Kinde's document knows a 404 for 21 operations only."""
    return bool(details) and all(detail.code.endswith("_NOT_FOUND") and not detail.field for detail in details)


def _not_found(operation: Operation, answer: Answer, details: tuple[Detail, ...]) -> NotFoundError:
    said = sentence_of(details)
    if any(detail.code == "ROUTE_NOT_FOUND" for detail in details):
        return RouteNotFoundError(
            f"This tenant's API does not offer {operation.id} ({operation.method} {operation.path}).",
            answer.status,
            details,
        )
    return NotFoundError(said or "It does not exist any more; it was deleted elsewhere.", answer.status, details)


def _forbidden(
    operation: Operation,
    answer: Answer,
    details: tuple[Detail, ...],
    held: frozenset[str] | None,
    organization: str,
) -> AnsweredError:
    said = sentence_of(details)
    if answer.is_web_page:
        return AnsweredError(
            f"Something in front of {answer.host} refused the request (403, a web page): a firewall or a proxy. "
            "Ask who runs it.",
            answer.status,
            details,
        )
    named = next((scope for scope in _SCOPE.findall(said) if scope in SCOPES), "")
    scope = named or operation.scope
    if not scope or (not named and held is not None and scope in held):
        if organization:
            return AnsweredError(_not_in(organization, operation, said), answer.status, details)
        because = said or "It gave no reason."
        return AnsweredError(f"Kinde refused {operation.id}: {because}", answer.status, details)
    return MissingScopeError(
        lacking((scope,)),
        scope,
        answer.status,
        details,
    )


def _not_in(organization: str, operation: Operation, said: str) -> str:
    """Why a token of one organization was refused though it holds the scope."""
    return (
        f"Kinde refused {operation.id}: the token is good for the organization {organization} alone. Use a "
        f"machine-to-machine application that belongs to no organization. {said}"
    ).rstrip()


def _failed(operation: Operation, answer: Answer, said: str) -> str:
    marks = [f"at {answer.at:%H:%M:%S} UTC"]
    marks += [
        f"{name} {plain(answer.headers[name], 80)}" for name in ("x-request-id", "cf-ray") if name in answer.headers
    ]
    because = f" {said}" if said else ""
    after = UNKNOWN_OUTCOME if operation.writes else " Try again in a moment."
    return f"Kinde answered {answer.status} ({', '.join(marks)}).{because}{after}"


def _redirected(answer: Answer) -> str:
    location = answer.headers.get("location", "")
    try:
        target = urlsplit(location).hostname or answer.host
    except ValueError:
        target = location
    return (
        f"{answer.host} redirects to {plain(target, 100) or 'nowhere'}, which was not followed. "
        "Set the profile's domain to the tenant's own address."
    )
