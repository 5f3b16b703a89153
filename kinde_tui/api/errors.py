"""What can go wrong between here and Kinde.

KindeError                     a sentence that says what happened and what to do next
├── RefusedHereError           never left this machine: read-only profile, dry run, unusable request
│   └── DryRunError            what would have been sent, for showing it
├── UnreachableError           nothing was sent: unknown host, connection refused, no network
│   └── UntrustedHostError     the certificate does not hold; never retried, nothing was sent
├── NoAnswerError              sent, and the answer was lost: it may have happened or not
├── UnreadableAnswerError      an answer that is no Kinde answer: bad JSON, bad compression
│   ├── IncompleteAnswerError  cut off on its way, or empty where a record must be
│   ├── ForeignAnswerError     something else answered: a login page, a proxy, a redirect
│   └── AnswerTooLargeError    more bytes than any answer of Kinde has
└── AnsweredError              Kinde answered no
    ├── CredentialsError       the client id or secret is wrong, or the token was refused twice
    ├── MissingScopeError      the token lacks a scope
    ├── InvalidRequestError    400, 422: with a message for each field
    ├── NotFoundError          the record is gone
    │   └── RouteNotFoundError the API does not offer this call
    ├── ConflictError          409: the tenant's state is another one than assumed
    ├── RateLimitedError       429, after all waiting
    ├── TokenTooLargeError     413, 431: a token with all scopes does not fit a header
    └── ServerError            5xx: it may have happened or not
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.api.operation import Request

WHERE_SCOPES_ARE = (
    "in Kinde under Settings › Applications › your machine-to-machine application › APIs › Kinde Management API "
    "› Manage scopes"
)


def lacking(scopes: Sequence[str], whose: str = "The token") -> str:
    """That a token lacks these scopes, where they are ticked, and how they are picked up: the one sentence for it."""
    what, them = ("scope", "it") if len(scopes) == 1 else ("scopes", "them")
    return (
        f"{whose} lacks the {what} {', '.join(scopes)}. Add {them} {WHERE_SCOPES_ARE}, then try again with a new token "
        "(in the dashboard: `:scopes`, then r)."
    )


@dataclass(frozen=True, slots=True)
class Detail:
    """One entry of an error answer."""

    code: str = ""
    message: str = ""
    field: str = ""
    """The field of the request that it is about; examples of Kinde have it, its document does not."""


class KindeError(Exception):
    """A call did not work. `str()` of it is a sentence for people, free of secrets."""

    ambiguous = False
    """Whether the request may have taken effect all the same."""
    final = False
    """Whether sending it again was already tried, or ruled out."""


class RefusedHereError(KindeError):
    """The request never left: the profile is read-only, or the request cannot be built."""


class DryRunError(RefusedHereError):
    """A dry run ended at the point where the request would have left.

    Attributes:
        request: what would have been sent.
    """

    def __init__(self, sentence: str, request: Request) -> None:
        super().__init__(sentence)
        self.request = request


class UnreachableError(KindeError):
    """Nothing was sent."""


class UntrustedHostError(UnreachableError):
    """The host's certificate does not hold."""


class NoAnswerError(KindeError):
    """The request was sent, at least in part, and the answer was lost."""

    ambiguous = True


class UnreadableAnswerError(KindeError):
    """An answer arrived that is none of Kinde's."""

    ambiguous = True


class IncompleteAnswerError(UnreadableAnswerError):
    """The answer was cut off on its way, or is empty where a record must be."""


class ForeignAnswerError(UnreadableAnswerError):
    """Something in front of Kinde answered, or the host is no Kinde domain: a web page or a redirect."""


class AnswerTooLargeError(UnreadableAnswerError):
    """The answer was dropped because it is larger than any of Kinde's."""


class AnsweredError(KindeError):
    """Kinde answered with a status of 400 or more.

    Attributes:
        status: the HTTP status.
        details: what the answer said, in whichever of its shapes; may be empty.
    """

    def __init__(self, sentence: str, status: int = 0, details: tuple[Detail, ...] = ()) -> None:
        super().__init__(sentence)
        self.status = status
        self.details = details

    @property
    def code(self) -> str:
        """The first detail's code; an open set."""
        return self.details[0].code if self.details else ""


class CredentialsError(AnsweredError):
    """The client id or secret is wrong, or a fresh token was refused as well."""


class MissingScopeError(AnsweredError):
    """The token may not do this.

    Attributes:
        scope: the scope to add to the machine-to-machine application.
    """

    def __init__(self, sentence: str, scope: str, status: int = 403, details: tuple[Detail, ...] = ()) -> None:
        super().__init__(sentence, status, details)
        self.scope = scope


class InvalidRequestError(AnsweredError):
    """Kinde found something wrong with what was sent."""


class NotFoundError(AnsweredError):
    """The record is gone."""


class RouteNotFoundError(NotFoundError):
    """The API does not know this call."""


class ConflictError(AnsweredError):
    """The tenant's state is another one than the request assumed."""


class RateLimitedError(AnsweredError):
    """Kinde asked to wait for longer than the caller was ready to.

    Attributes:
        retry_after: seconds from the answer on.
    """

    def __init__(self, sentence: str, retry_after: float, status: int = 429, details: tuple[Detail, ...] = ()) -> None:
        super().__init__(sentence, status, details)
        self.retry_after = retry_after


class TokenTooLargeError(AnsweredError):
    """The token makes the header too large; ask for fewer scopes."""


class ServerError(AnsweredError):
    """Kinde, or something in front of it, failed."""

    ambiguous = True
