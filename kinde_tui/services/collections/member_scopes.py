"""API scopes of one member: they are given and taken, and no call tells which there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Target
from kinde_tui.services.collections.collection import Ask, InvalidInputError, Question
from kinde_tui.services.collections.edits import called, given

if TYPE_CHECKING:
    from kinde_tui.models.organization import Member
    from kinde_tui.models.user import User
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

ORGANIZATION = Question("organization", "Organization", Ask.RECORD, collection="organizations")
API = Question("api", "API", Ask.RECORD, collection="apis")
SCOPE = Question("scope", "Scope", Ask.RECORD, collection="scopes_of_api", under="api")
UNREAD = "No call tells which of them somebody has: a scope is given or taken without being seen."


@dataclass(frozen=True, slots=True)
class _Holding:
    """A scope of an API, and the member whom it is about."""

    org_code: str
    user_id: str
    api_id: str
    scope_id: str
    who: str
    where: str
    what: str

    def change(self, *, give: bool) -> Change:
        """Gives the scope or takes it (addOrganizationUserAPIScope, deleteOrganizationUserAPIScope)."""
        path = {
            "org_code": self.org_code,
            "user_id": self.user_id,
            "api_id": self.api_id,
            "scope_id": self.scope_id,
        }
        operation = kinde.ADD_ORGANIZATION_USER_API_SCOPE if give else kinde.DELETE_ORGANIZATION_USER_API_SCOPE
        may = "use" if give else "no longer use"
        return Change(
            request=Request(operation, path),
            target=Target("members", self.user_id, self.who, (self.org_code,)),
            says=f"Let {self.who} {may} {self.what} in {self.where}",
            undo=lambda _answer: self.change(give=not give),
            lossy="Kinde does not tell whether it was so before; an undo does the opposite all the same.",
        )


def _holding(org_code: str, user_id: str, answers: Answers, context: Context) -> _Holding:
    api, scope = given(answers, "api"), given(answers, "scope")
    if not org_code or not api or not scope:
        raise InvalidInputError("Choose an organization, an API and one of its scopes.")
    return _Holding(
        org_code,
        user_id,
        api,
        scope,
        called(context, "users", user_id),
        called(context, "organizations", org_code),
        called(context, "api_scopes", scope),
    )


def give(member: Member, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    """Lets a member use a scope of an API."""
    return (_holding(parent[0], member.id, answers, context).change(give=True),)


def take(member: Member, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    """Takes a scope of an API from a member."""
    return (_holding(parent[0], member.id, answers, context).change(give=False),)


def give_somewhere(user: User, answers: Answers, _parent: Parent, context: Context) -> Sequence[Change]:
    """Lets a user use a scope of an API in an organization."""
    return (_holding(given(answers, "organization"), user.id, answers, context).change(give=True),)


def take_somewhere(user: User, answers: Answers, _parent: Parent, context: Context) -> Sequence[Change]:
    """Takes a scope of an API in an organization from a user."""
    return (_holding(given(answers, "organization"), user.id, answers, context).change(give=False),)
