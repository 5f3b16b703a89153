"""What can be done to users, as changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Effect, Removed, Stale, Target
from kinde_tui.services.collections import validation
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.edits import called, given, id_in, sent, set_fields
from kinde_tui.services.collections.membership import Membership, add_member, give_role, held, take_role
from kinde_tui.services.collections.names import parted, written

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.models.user import User
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context
    from kinde_tui.services.collections.edits import Asks

ACCESS, PROFILE = "access", "profile"
"""The two ways Kinde deletes a user."""

_NAMES_OF_A_PATCH = {"first_name": "given_name", "last_name": "family_name"}
"""A record says `first_name`; `PATCH /user` takes `given_name` for the same."""


def target_of(user: User, _parent: Parent = ()) -> Target:
    """The user as what a change is about."""
    return Target("users", user.id, user.full_name)


def asks_of(user: User, _parent: Parent = ()) -> Asks:
    """Requests that set fields of this user (updateUser)."""

    def asks(fields: Mapping[str, Any]) -> Request:
        body = {_NAMES_OF_A_PATCH.get(name, name): sent(value) for name, value in fields.items()}
        return Request(kinde.UPDATE_USER, query={"id": user.id}, body=body)

    return asks


def rename(user: User, text: str, _parent: Parent) -> Change | None:
    """Sets both names from one line; None when neither changes."""
    if text == written(user.first_name or "", user.last_name or ""):
        return None
    first, last = parted(text)
    before = {"first_name": user.first_name, "last_name": user.last_name}
    wanted = {"first_name": first, "last_name": last}
    after = {name: value for name, value in wanted.items() if value != (before[name] or "")}
    if not after:
        return None
    new = " ".join(part for part in (first, last) if part) or "nothing"
    return set_fields(
        target_of(user),
        asks_of(user),
        {name: before[name] for name in after},
        after,
        says=(f"Rename {user.full_name} to {new}", f"Rename {new} back to {user.full_name}"),
    )


def set_suspended(user: User, *, suspended: bool) -> Change:
    """Suspends or restores a user; tokens already issued stay valid until they expire."""
    verbs = ("Suspend", "Restore") if suspended else ("Restore", "Suspend")
    return set_fields(
        target_of(user),
        asks_of(user),
        {} if user.is_suspended is None else {"is_suspended": user.is_suspended},
        {"is_suspended": suspended},
        says=(f"{verbs[0]} {user.full_name}", f"{verbs[1]} {user.full_name}"),
    )


def suspend(user: User, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Nobody suspended signs in."""
    return (set_suspended(user, suspended=True),)


def restore(user: User, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """The user may sign in again."""
    return (set_suspended(user, suspended=False),)


def reset_password(user: User, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Kinde asks for a new password at the next sign-in."""
    return (_ask_for_password(user, wanted=True),)


def _ask_for_password(user: User, *, wanted: bool) -> Change:
    what = "Ask for" if wanted else "Do not ask for"
    return Change(
        request=asks_of(user)({"is_password_reset_requested": wanted}),
        target=target_of(user),
        says=f"{what} a new password when {user.full_name} signs in next",
        after={"is_password_reset_requested": wanted},
        undo=lambda _answer: _ask_for_password(user, wanted=not wanted),
        danger=Danger.CONFIRM if wanted else Danger.NONE,
        loses="The present password no longer works alone: a new one has to be chosen at the next sign-in."
        if wanted
        else "",
    )


def refresh_claims(user: User, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Roles, permissions and flags changed since the last token reach the next one (refreshUserClaims)."""
    return (
        Change(
            request=Request(kinde.REFRESH_USER_CLAIMS, {"user_id": user.id}),
            target=target_of(user),
            says=f"Refresh the claims of {user.full_name}",
        ),
    )


def end_sessions(user: User, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Ends every session of the user; the API cannot end one alone (DeleteUserSessions)."""
    return (end_all_sessions(user.id, user.full_name),)


def end_all_sessions(user_id: str, name: str) -> Change:
    """Ends every session of the user of that id."""
    return Change(
        request=Request(kinde.DELETE_USER_SESSIONS, {"user_id": user_id}),
        target=Target("users", user_id, name),
        says=f"End all sessions of {name}",
        effects=(Stale("sessions", (user_id,)),),
        danger=Danger.CONFIRM,
        loses=f"Every browser and device on which {name} is signed in has to sign in again.",
    )


def add_to_organization(user: User, answers: Answers, _parent: Parent, context: Context) -> Sequence[Change]:
    """Makes the user a member; nothing to do for one who is."""
    code = given(answers, "organization")
    if not code:
        raise InvalidInputError("Choose an organization.")
    if code in (user.organizations or ()):
        return ()
    return (add_member(membership_of(user, code, context)),)


def give_role_somewhere(user: User, answers: Answers, _parent: Parent, context: Context) -> Sequence[Change]:
    """Gives the user a role in an organization that the user is a member of."""
    membership, role = _membership_asked_for(user, answers, context), given(answers, "role")
    return (give_role(membership, held(context, "roles", role)),)


def take_role_somewhere(user: User, answers: Answers, _parent: Parent, context: Context) -> Sequence[Change]:
    """Takes a role in one organization from the user."""
    membership, role = _membership_asked_for(user, answers, context), given(answers, "role")
    return (take_role(membership, held(context, "roles", role)),)


def _membership_asked_for(user: User, answers: Answers, context: Context) -> Membership:
    """The membership; whether there is one is left to Kinde, for what is known here may be old."""
    code = given(answers, "organization")
    if not code or not given(answers, "role"):
        raise InvalidInputError("Choose an organization and a role.")
    return membership_of(user, code, context)


def membership_of(user: User, code: str, context: Context) -> Membership:
    """The user in an organization; the roles held there are not known from the user alone."""
    row = {
        "id": user.id,
        "email": user.email,
        "full_name": user.full_name,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "picture": user.picture,
        "is_suspended": user.is_suspended,
    }
    return Membership(
        org_code=code,
        user_id=user.id,
        user_name=user.full_name,
        org_name=called(context, "organizations", code),
        organizations=user.organizations,
        member=row,
    )


def delete(user: User, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Deletes the user in the way that was chosen (deleteUser)."""
    mode = given(answers, "mode")
    if mode not in {ACCESS, PROFILE}:
        raise InvalidInputError("Choose whether the profile is erased too.")
    return (_deletion(user.id, user.full_name, user.organizations or (), erase=mode == PROFILE),)


def _deletion(user_id: str, name: str, organizations: Sequence[str], *, erase: bool) -> Change:
    target = Target("users", user_id, name)
    lists = tuple(Removed(Target("members", user_id, name, (code,))) for code in organizations)
    lost = "Memberships, roles, properties, identities and sessions are gone. There is no way back."
    return Change(
        request=Request(kinde.DELETE_USER, query={"id": user_id, "is_delete_profile": erase}),
        target=target,
        says=f"Delete {name} and erase the profile" if erase else f"Delete {name}, keeping the profile",
        effects=(Removed(target), *lists),
        danger=Danger.TYPED,
        loses=f"{lost} All personal data is erased from Kinde, the subscriber list included."
        if erase
        else f"{lost} Access ends; the profile itself stays with Kinde, for example in the subscriber list.",
    )


def create(answers: Answers, _parent: Parent, context: Context | None = None) -> Sequence[Change]:
    """Makes a user with at least one identity (createUser).

    Without one Kinde would take it too, but nobody could find that user again, nor sign in as it.
    """
    identities = _identities(answers)
    if not identities:
        raise InvalidInputError("Give an e-mail address, a phone number or a username.")
    first = validation.line(given(answers, "first_name"), "The first name")
    last = validation.line(given(answers, "last_name"), "The last name")
    details = next(iter(identities))["details"]
    name = " ".join(part for part in (first, last) if part) or str(next(iter(details.values())))
    body: dict[str, Any] = {"identities": identities}
    if profile := {key: value for key, value in (("given_name", first), ("family_name", last)) if value}:
        body["profile"] = profile
    if provided := validation.external_id(given(answers, "provided_id")):
        body["provided_id"] = provided
    effects: tuple[Effect, ...] = (Stale("users"),)
    says = f"Create the user {name}"
    if code := given(answers, "organization"):
        body["organization_code"] = code
        effects = (*effects, Stale("members", (code,)))
        says = f"{says} in {called(context, 'organizations', code)}"
    organizations = (code,) if code else ()
    return (
        Change(
            request=Request(kinde.CREATE_USER, body=body),
            target=Target("users", "", name),
            says=says,
            after={"first_name": first, "last_name": last, **details},
            effects=effects,
            undo=lambda answer: _uncreate(answer, name, organizations),
        ),
    )


def _uncreate(answer: Raw, name: str, organizations: Sequence[str]) -> Change:
    if answer.get("created") is not True:
        raise InvalidInputError(f"Kinde did not make {name} anew, so there is nothing to take back.")
    return _deletion(id_in(answer, "id"), name, organizations, erase=True)


def _identities(answers: Answers) -> list[dict[str, Any]]:
    identities: list[dict[str, Any]] = []
    if email := given(answers, "email"):
        identities.append({"type": "email", "details": {"email": validation.email(email)}})
    if phone := given(answers, "phone"):
        identities.append({"type": "phone", "details": phone_details(phone, given(answers, "phone_country"))})
    if username := given(answers, "username"):
        identities.append({"type": "username", "details": {"username": validation.username(username)}})
    return identities


def phone_details(phone: str, country: str) -> dict[str, str]:
    """A phone number and the country that Kinde wants with it."""
    number = validation.phone(phone)
    if not country:
        raise InvalidInputError("Kinde wants the country with a phone number: two letters, such as au.")
    return {"phone": number, "phone_country_id": validation.country(country)}
