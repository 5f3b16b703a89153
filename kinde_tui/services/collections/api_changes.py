"""What can be done to APIs, their scopes, and what applications may ask of them: the changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.api import Api, ApiScope
from kinde_tui.services.change import Change, Danger, Inserted, Removed, Stale, Target
from kinde_tui.services.collections import validation
from kinde_tui.services.collections.application_changes import name_of as application_name
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.edits import called, found_in, given, id_in

if TYPE_CHECKING:
    from kinde_tui.models.application import Application
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

LIMIT = 64
"""Characters of a name, an audience or a key that Kinde takes."""
OWN = " Should kinde-tui itself sign in with this application, it ends its own session."
UNKNOWN = "Kinde does not tell which scopes an application has: an undo does the opposite, whatever was before."


def name_of(api: Api) -> str:
    """What people call it."""
    return api.name or api.audience or api.id


def scope_name(scope: ApiScope) -> str:
    """What a token calls it."""
    return scope.key or scope.id


def short(text: str, what: str) -> str:
    """A line of at most 64 characters.

    Raises:
        InvalidInputError: it is empty or longer.
    """
    value = validation.line(text, what, LIMIT)
    if not value:
        raise InvalidInputError(f"{what} cannot be empty.")
    return value


def scope_key(text: str) -> str:
    """A key without blanks."""
    value = short(text, "The key")
    if any(letter.isspace() for letter in value):
        raise InvalidInputError("A key has no blanks, as in read:invoices.")
    return value


# APIs


def create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    """Registers an API (addAPIs)."""
    body = {
        "name": short(given(answers, "name"), "The name"),
        "audience": short(given(answers, "audience"), "The audience"),
    }
    name = body["name"]
    return (
        Change(
            request=Request(kinde.ADD_APIS, body=body),
            target=Target("apis", "", name),
            says=f"Register the API {name}",
            after=body,
            effects=(Stale("apis"), Stale("api_scopes")),
            undo=lambda answer: deletion(Api(id=id_in(answer, "api", "id"), name=name)),
        ),
    )


def delete(api: Api, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Deletes an API (deleteAPI)."""
    return (deletion(api),)


def deletion(api: Api) -> Change:
    """The end of an API."""
    target = Target("apis", api.id, name_of(api))
    return Change(
        request=Request(kinde.DELETE_API, {"api_id": api.id}),
        target=target,
        says=f"Delete the API {target.name}",
        effects=(Removed(target), Stale("api_scopes")),
        danger=Danger.TYPED,
        loses="Its scopes and what applications and roles hold of them are gone; no token for it is issued any more. "
        "There is no way back.",
    )


# Which applications may ask for tokens


def authorise(api: Api, application: Application) -> Change:
    """Lets an application ask for tokens of an API (updateAPIApplications)."""
    target = Target("api_applications", application.id, application_name(application), (api.id,))
    row = {"id": application.id, "name": application.name, "is_active": True}
    return Change(
        request=_authorisation(api, {"id": application.id}),
        target=target,
        says=f"Authorise {target.name} for {name_of(api)}",
        after={"is_active": True},
        effects=(Inserted(target, row), Stale("api_applications", (api.id,))),
        undo=lambda _answer: withdraw(api, application),
    )


def withdraw(api: Api, application: Application) -> Change:
    """Ends that (updateAPIApplications with `operation: delete`)."""
    target = Target("api_applications", application.id, application_name(application), (api.id,))
    row = {"id": application.id, "name": application.name, "is_active": False}
    return Change(
        request=_authorisation(api, {"id": application.id, "operation": "delete"}),
        target=target,
        says=f"Stop authorising {target.name} for {name_of(api)}",
        after={"is_active": False},
        effects=(Inserted(target, row), Stale("api_applications", (api.id,))),
        undo=lambda _answer: authorise(api, application),
        lossy="The scopes that it has of the API do not come back with an undo.",
        danger=Danger.CONFIRM,
        loses="It gets no tokens for the API any more; those that it has last until they end."
        + (OWN if api.is_management_api else ""),
    )


def _authorisation(api: Api, entry: dict[str, str]) -> Request:
    return Request(kinde.UPDATE_API_APPLICATIONS, {"api_id": api.id}, body={"applications": [entry]})


# Scopes


def add_scope(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
    """One more scope (addAPIScope)."""
    key = scope_key(given(answers, "key"))
    description = validation.paragraph(answers.get("description", ""), "The description")
    return (_new_scope(ApiScope(key=key, description=description), parent, called(context, "apis", parent[0])),)


def _new_scope(scope: ApiScope, parent: Parent, whose: str) -> Change:
    body = {"key": scope.key or "", "description": scope.description or ""}

    def undo(answer: object) -> Change:
        made = id_in(answer, "scope", "id")  # type: ignore[arg-type]  # an answer is a mapping
        return delete_scope(scope.model_copy(update={"id": made}), parent, whose)

    return Change(
        request=Request(kinde.ADD_API_SCOPE, {"api_id": parent[0]}, body=body),
        target=Target("scopes_of_api", "", scope_name(scope), parent),
        says=f"Add the scope {scope.key} to {whose}",
        after=body,
        effects=_of_scopes(parent),
        undo=undo,
    )


def delete_scope(scope: ApiScope, parent: Parent, whose: str) -> Change:
    """Deletes a scope (deleteAPIScope); undone by a new one of the same key that nobody holds."""
    target = Target("scopes_of_api", scope.id, scope_name(scope), parent)
    return Change(
        request=Request(kinde.DELETE_API_SCOPE, {"api_id": parent[0], "scope_id": scope.id}),
        target=target,
        says=f"Delete the scope {target.name} of {whose}",
        before={"key": scope.key},
        effects=(Removed(target), *_of_scopes(parent)),
        undo=lambda _answer: _new_scope(scope, parent, whose),
        lossy="An undo makes the scope again, but no application and no role has it.",
        danger=Danger.TYPED,
        loses="Every application and every role that has it loses it.",
    )


def _of_scopes(parent: Parent) -> tuple[Stale, ...]:
    return (Stale("scopes_of_api", parent), Stale("apis"), Stale("api_scopes"))


def scope_of(application: Application, answers: Answers, context: Context, *, give: bool) -> Change:
    """Gives an application a scope of an API, or takes it (addAPIApplicationScope, deleteAPIApplicationScope).

    Raises:
        InvalidInputError: none was chosen, or nobody knows which API it is of.
    """
    found = found_in(context, "api_scopes", given(answers, "scope"))
    if found is None:
        raise InvalidInputError("Choose a scope.")
    if not give and application.id == context.client_id:
        raise InvalidInputError(
            "kinde-tui itself signs in with this application: it takes no scope from itself. "
            "Kinde's web dashboard does."
        )
    return _grant(application, ApiScope.read(found), give=give)


def _grant(application: Application, scope: ApiScope, *, give: bool) -> Change:
    name, what = application_name(application), f"{scope_name(scope)} of {scope.api_name or 'the API'}"
    path = {"api_id": scope.api_id or "", "application_id": application.id, "scope_id": scope.id}
    return Change(
        request=Request(kinde.ADD_API_APPLICATION_SCOPE if give else kinde.DELETE_API_APPLICATION_SCOPE, path),
        target=Target("applications", application.id, name),
        says=f"Give {name} the scope {what}" if give else f"Take the scope {what} from {name}",
        undo=lambda _answer: _grant(application, scope, give=not give),
        lossy=UNKNOWN,
        danger=Danger.NONE if give else Danger.CONFIRM,
        loses="" if give else "Tokens issued from now on lack it; those given out keep it until they end.",
    )
