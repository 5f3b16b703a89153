"""What can be done with users: the keys, the questions and the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.user import User
from kinde_tui.services.collections import user_changes, validation
from kinde_tui.services.collections.collection import Action, Ask, Creation, Question

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Parent
    from kinde_tui.services.collections.collection import Answers, Context

JOINED = Question("organization", "Organization", Ask.RECORD, collection="organizations", had="a member")
ORGANIZATION = replace(JOINED, had_first=True)
ROLE = Question("role", "Role", Ask.RECORD, collection="roles")


def _memberships(user: User) -> Mapping[str, Sequence[str]]:
    return {} if user.organizations is None else {"organization": user.organizations}


SUSPEND = Action[User](
    "users.suspend",
    "s",
    "Suspend",
    kinde.UPDATE_USER,
    user_changes.suspend,
    bulk=True,
    applies=lambda user: user.is_suspended is not True,
    already="suspended already",
    help="No sign-in until restored; tokens already issued stay valid until they expire.",
)
RESTORE = Action[User](
    "users.restore",
    "S",
    "Restore",
    kinde.UPDATE_USER,
    user_changes.restore,
    bulk=True,
    applies=lambda user: user.is_suspended is not False,
    already="not suspended",
    help="Allow a suspended user to sign in again.",
)
RESET_PASSWORD = Action[User](
    "users.reset_password",
    "p",
    "Ask for a new password",
    kinde.UPDATE_USER,
    user_changes.reset_password,
    bulk=True,
    help="Kinde asks for a new password at the next sign-in.",
)
REFRESH_CLAIMS = Action[User](
    "users.refresh_claims",
    "f",
    "Refresh claims",
    kinde.REFRESH_USER_CLAIMS,
    user_changes.refresh_claims,
    bulk=True,
    help="The next token carries today's roles, permissions and flags.",
)
ADD_TO_ORGANIZATION = Action[User](
    "users.add_to_organization",
    "A",
    "Add to an organization",
    kinde.ADD_ORGANIZATION_USERS,
    user_changes.add_to_organization,
    (JOINED,),
    bulk=True,
    has=_memberships,
)
GIVE_ROLE = Action[User](
    "users.give_role",
    "+",
    "Give a role",
    kinde.CREATE_ORGANIZATION_USER_ROLE,
    user_changes.give_role_somewhere,
    (ORGANIZATION, ROLE),
    bulk=True,
    has=_memberships,
    help="Roles are held in an organization; the user must be a member of it.",
)
TAKE_ROLE = Action[User](
    "users.take_role",
    "-",
    "Take a role away",
    kinde.DELETE_ORGANIZATION_USER_ROLE,
    user_changes.take_role_somewhere,
    (ORGANIZATION, ROLE),
    bulk=True,
    has=_memberships,
)
END_SESSIONS = Action[User](
    "users.end_sessions",
    "E",
    "End all sessions",
    kinde.DELETE_USER_SESSIONS,
    user_changes.end_sessions,
    bulk=True,
    help="Kinde ends all sessions of a user or none.",
)


# What is seldom done is imported when it is done: this module stands on the way to the first rows.


def _check_password(answers: Answers) -> None:
    from kinde_tui.services.collections.user_security import check_password

    check_password(answers)


def _set_password(user: User, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    from kinde_tui.services.collections.user_security import set_password

    return set_password(user, answers, parent, context)


def _reset_factors(user: User, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    from kinde_tui.services.collections.user_security import reset_factors

    return reset_factors(user, answers, parent, context)


def _give_api_scope(user: User, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    from kinde_tui.services.collections.member_scopes import give_somewhere

    return give_somewhere(user, answers, parent, context)


def _take_api_scope(user: User, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    from kinde_tui.services.collections.member_scopes import take_somewhere

    return take_somewhere(user, answers, parent, context)


SET_PASSWORD = Action[User](
    "users.set_password",
    "P",
    "Set a temporary password",
    kinde.SET_USER_PASSWORD,
    _set_password,
    (
        Question("password", "Password", Ask.SECRET, hint="hashed here; only the hash is sent"),
        Question("again", "The same again", Ask.SECRET),
    ),
    help="It is hashed on this machine and kept nowhere; its owner changes it at the next sign-in.",
    slow=True,
    checks=_check_password,
)
RESET_FACTORS = Action[User](
    "users.reset_factors",
    "M",
    "Reset all MFA factors",
    kinde.RESET_USERS_MFA_ALL,
    _reset_factors,
    bulk=True,
    help="The second factors have to be set up anew.",
)
_API_SCOPE = (
    ORGANIZATION,
    Question("api", "API", Ask.RECORD, collection="apis"),
    Question("scope", "Scope", Ask.RECORD, collection="scopes_of_api", under="api"),
)
GIVE_API_SCOPE = Action[User](
    "users.give_api_scope",
    "K",
    "Give an API scope",
    kinde.ADD_ORGANIZATION_USER_API_SCOPE,
    _give_api_scope,
    _API_SCOPE,
    bulk=True,
    has=_memberships,
    help="In an organization; no call tells which ones somebody has.",
)
TAKE_API_SCOPE = Action[User](
    "users.take_api_scope",
    "L",
    "Take an API scope away",
    kinde.DELETE_ORGANIZATION_USER_API_SCOPE,
    _take_api_scope,
    _API_SCOPE,
    bulk=True,
    has=_memberships,
    help="In an organization; no call tells which ones somebody has.",
)
ACTIONS = (
    SUSPEND,
    RESTORE,
    RESET_PASSWORD,
    REFRESH_CLAIMS,
    ADD_TO_ORGANIZATION,
    GIVE_ROLE,
    TAKE_ROLE,
    END_SESSIONS,
    SET_PASSWORD,
    RESET_FACTORS,
    GIVE_API_SCOPE,
    TAKE_API_SCOPE,
)
DELETE = Action[User](
    "users.delete",
    "d",
    "Delete",
    kinde.DELETE_USER,
    user_changes.delete,
    (
        Question(
            "mode",
            "How",
            Ask.CHOICE,
            choices=(
                (user_changes.ACCESS, "Remove access, keep the profile with Kinde"),
                (user_changes.PROFILE, "Erase the profile and all personal data"),
            ),
            default=user_changes.ACCESS,
        ),
    ),
    bulk=True,
)
CREATE = Creation(
    "New user",
    kinde.CREATE_USER,
    (
        Question(
            "email",
            "Email",
            required=False,
            hint="One of e-mail, phone and username",
            validate=validation.complaint(validation.email),
        ),
        Question("first_name", "First name", required=False),
        Question("last_name", "Last name", required=False),
        Question("username", "Username", required=False, validate=validation.complaint(validation.username)),
        Question(
            "phone", "Phone", required=False, hint="+61 426 148 233", validate=validation.complaint(validation.phone)
        ),
        Question(
            "phone_country",
            "Phone's country",
            required=False,
            hint="Two letters, with a phone number only: au",
            validate=validation.complaint(validation.country),
        ),
        Question(
            "provided_id",
            "Your id",
            required=False,
            hint="The id that your own systems know them by",
            validate=validation.complaint(validation.external_id),
        ),
        Question("organization", "Organization", Ask.RECORD, collection="organizations", required=False),
    ),
    user_changes.create,
)
