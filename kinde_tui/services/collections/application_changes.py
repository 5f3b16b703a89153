"""What can be done to applications, as changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import validation
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.edits import asking, called, given, id_in

if TYPE_CHECKING:
    from kinde_tui.models.application import Application
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

TYPES = {
    "reg": "back end",
    "spa": "single page",
    "m2m": "machine to machine",
    "device": "device",
}
"""Kinde's own words for the types it documents; others are shown as they come."""
LIFETIMES = {
    "access_token_lifetime": "Access token",
    "id_token_lifetime": "ID token",
    "refresh_token_lifetime": "Refresh token",
    "authenticated_session_lifetime": "Session",
}
"""What can be set of how long something lasts, in seconds, and what people call it."""
MAPPINGS = (("", "Leave it as it is"), ("yes", "On"), ("no", "Off"))
KINDS = tuple((key, label.capitalize()) for key, label in TYPES.items())


def name_of(application: Application) -> str:
    """What people call it: its name, or its client id."""
    return application.name or application.id


def target_of(application: Application, _parent: Parent = ()) -> Target:
    """The application as what a change is about."""
    return Target("applications", application.id, name_of(application))


asks_of = asking(kinde.UPDATE_APPLICATION, "application_id")


def set_lifetimes(application: Application, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Sets how long tokens and sessions last, in seconds, and the Hasura mapping (updateApplicationTokens).

    Raises:
        InvalidInputError: a lifetime cannot be meant.
    """
    fields: dict[str, Any] = {
        name: validation.lifetime(answers[name]) for name in LIFETIMES if answers.get(name, "").strip()
    }
    if mapping := given(answers, "hasura"):
        fields["is_hasura_mapping_enabled"] = mapping == "yes"
    if not fields:
        return ()
    return (
        Change(
            request=Request(kinde.UPDATE_APPLICATION_TOKENS, {"application_id": application.id}, body=fields),
            target=target_of(application),
            says=f"Set how long tokens of {name_of(application)} last",
            after=fields,
            danger=Danger.CONFIRM,
            loses="What was set before cannot be read, so there is no undo. It counts for tokens issued from now on.",
        ),
    )


def delete(application: Application, _answers: Answers, _parent: Parent, context: Context) -> Sequence[Change]:
    """Deletes the application for good (deleteApplication).

    Raises:
        InvalidInputError: this program signs in with it, and would lock itself out.
    """
    if application.id == context.client_id:
        raise InvalidInputError(
            f"kinde-tui itself signs in with {name_of(application)}: deleting it would end this very session. "
            "Delete it in Kinde's web dashboard."
        )
    return (_deletion(target_of(application)),)


def _deletion(target: Target) -> Change:
    return Change(
        request=Request(kinde.DELETE_APPLICATION, {"application_id": target.key}),
        target=target,
        says=f"Delete the application {target.name}",
        effects=(Removed(target),),
        danger=Danger.TYPED,
        loses="Nobody can sign in through it any more, and its client id and secret end. There is no way back.",
    )


def create(answers: Answers, _parent: Parent, context: Context | None = None) -> Sequence[Change]:
    """Makes an application (createApplication). It is never sent twice: a lost answer may have made one.

    Raises:
        InvalidInputError: an organization is named for an application that cannot belong to one.
    """
    name, kind, code = validation.name(given(answers, "name")), given(answers, "type"), given(answers, "org_code")
    if kind not in TYPES:
        raise InvalidInputError("Choose a type; it stays for ever.")
    body: dict[str, Any] = {"name": name, "type": kind}
    whose = ""
    if code:
        if kind != "m2m":
            raise InvalidInputError("Only a machine-to-machine application can belong to an organization.")
        body["org_code"] = code
        whose = f" for {called(context, 'organizations', code)}"
    return (
        Change(
            request=Request(kinde.CREATE_APPLICATION, body=body),
            target=Target("applications", "", name),
            says=f"Create the application {name}{whose}",
            after={"name": name, "type": kind},
            effects=(Stale("applications"),),
            undo=lambda answer: _deletion(Target("applications", id_in(answer, "application", "id"), name)),
        ),
    )
