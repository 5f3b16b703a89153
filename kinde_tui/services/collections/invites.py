"""Invitations to an organization. A link that accepts one is a secret: it is shown when somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.invite import Invite
from kinde_tui.services.change import Change, Danger, Patched, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Flag,
    InvalidInputError,
    Question,
    Tone,
)
from kinde_tui.services.collections.edits import called, found_in, given, id_in
from kinde_tui.services.collections.inquiry import Inquiry
from kinde_tui.services.collections.raws import by, instant, path
from kinde_tui.services.shown import Shown

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context, SortValue

NAME_LIMIT = 64
"""Characters of a first or last name that Kinde takes in an invitation."""
SENDING = (("yes", "Kinde sends an e-mail now"), ("no", "Kinde sends nothing: the link is handed over by hand"))
WAITING, ACCEPTED, REVOKED = "waiting", "accepted", "revoked"


def _name(invite: Invite) -> str:
    return invite.email or invite.full_name or invite.code


def _short(text: str, what: str) -> str:
    return validation.line(text, what, NAME_LIMIT)


def _status(invite: Invite) -> str:
    if invite.is_revoked:
        return REVOKED
    return ACCEPTED if invite.accepted_on else WAITING


def _status_sorted(raw: Raw) -> SortValue:
    return REVOKED if raw.get("is_revoked") is True else ACCEPTED if raw.get("accepted_on") else WAITING


def _tone(invite: Invite) -> Tone:
    return {WAITING: Tone.WARNING, ACCEPTED: Tone.GOOD, REVOKED: Tone.MUTED}[_status(invite)]


def _keys(invite: Invite) -> list[str]:
    return [str(role.get("key") or role.get("name") or "") for role in invite.roles or ()]


def _roles(invite: Invite, _context: Context) -> str:
    if invite.roles is None:
        return texts.UNREADABLE if "roles" in invite.problems else texts.ABSENT
    return ", ".join(filter(None, _keys(invite))) or texts.ABSENT


def _roles_sorted(raw: Raw) -> SortValue:
    roles = raw.get("roles")
    found = [role.get("key") for role in roles if isinstance(role, dict)] if isinstance(roles, (list, tuple)) else []
    return " ".join(str(key) for key in found if key) or None


def _revocation(target: Target) -> Change:
    return Change(
        request=Request(kinde.DELETE_ORGANIZATION_INVITE, {"org_code": target.parent[0], "invite_code": target.key}),
        target=target,
        says=f"Revoke the invitation of {target.name}",
        before={"is_revoked": False},
        after={"is_revoked": True},
        effects=(Patched(target, {"is_revoked": True}), Stale("invites", target.parent)),
        danger=Danger.CONFIRM,
        loses="Its link ends. It cannot be brought back; another invitation has another link.",
    )


def _revoke(invite: Invite, _answers: Answers, parent: Parent, _context: Context) -> Sequence[Change]:
    if _status(invite) != WAITING:
        raise InvalidInputError(f"The invitation of {_name(invite)} is {_status(invite)} already.")
    return (_revocation(Target("invites", invite.code, _name(invite), parent)),)


def _role_keys(answers: Answers, context: Context | None) -> list[str]:
    """Kinde wants the keys of the roles here, and their ids elsewhere."""
    keys = []
    for role in given(answers, "roles").split():
        key = (found_in(context, "roles", role) or {}).get("key")
        if not isinstance(key, str) or not key:
            raise InvalidInputError("The key of a role is not known. Read the list of roles again and try once more.")
        keys.append(key)
    return keys


def _create(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
    email = validation.email(given(answers, "email"))
    sends = given(answers, "send") != "no"
    body: dict[str, Any] = {"email": email, "roles": _role_keys(answers, context), "send_email": sends}
    for name, what in (("first_name", "The first name"), ("last_name", "The last name")):
        if text := _short(given(answers, name), what):
            body[name] = text
    place = called(context, "organizations", parent[0])
    return (
        Change(
            request=Request(kinde.CREATE_ORGANIZATION_INVITE, {"org_code": parent[0]}, body=body),
            target=Target("invites", "", email, parent),
            says=f"Invite {email} to {place}",
            after={"email": email},
            effects=(Stale("invites", parent),),
            undo=lambda answer: _revocation(Target("invites", id_in(answer, "invite", "code"), email, parent)),
            lossy="If it is undone later, its link ends, but the e-mail stays sent." if sends else "",
            danger=Danger.CONFIRM if sends else Danger.NONE,
            loses="Kinde sends an e-mail at once, and none again: an invitation cannot be sent a second time."
            if sends
            else "",
        ),
    )


def _asks(invite: Invite | None, _answers: Answers, parent: Parent) -> Request:
    code = invite.code if invite is not None else ""
    return Request(kinde.GET_ORGANIZATION_INVITE, {"org_code": parent[0], "invite_code": code})


def _shows(_invite: Invite | None, answer: Raw, context: Context) -> Shown:
    invite = Invite.read({name: value for name, value in answer.items() if name != "invite_link"})
    link = answer.get("invite_link")
    facts = (
        ("Email", texts.plain("email")(invite, context)),
        ("Name", texts.plain("full_name")(invite, context)),
        ("Status", _status(invite)),
        ("Roles", _roles(invite, context)),
        ("Sent by e-mail", texts.answer("is_sent")(invite, context)),
        ("Invited", texts.dated_exactly("created_on")(invite, context)),
        ("Accepted", texts.dated_exactly("accepted_on")(invite, context)),
    )
    note = "Whoever has the link can accept the invitation." if link else "Kinde sent no link for it."
    return Shown(f"Invitation of {_name(invite)}", facts, note, str(link or ""), "the link")


LINK = Inquiry[Invite](
    "invites.link",
    "v",
    "Show the link",
    kinde.GET_ORGANIZATION_INVITE,
    _asks,
    _shows,
    about=True,
)

INVITES = Collection[Invite](
    name="invites",
    title="Invitations",
    one="invitation",
    model=Invite,
    key=by("code"),
    lists=kinde.GET_ORGANIZATION_INVITES,
    query={"include_revoked": True, "include_accepted": True},
    secrets=("invite_link",),
    parents=("org_code",),
    columns=(
        Column[Invite]("email", "Email", texts.plain("email"), path("email"), 22, grow=True, search=True),
        Column[Invite]("status", "Status", lambda invite, _context: _status(invite), _status_sorted, 9, tone=_tone),
        Column[Invite]("roles", "Roles", _roles, _roles_sorted, 14, grow=True, search=True, also=("role",)),
        Column[Invite]("invited", "Invited", texts.since("created_on"), instant("created_on"), 11),
        Column[Invite]("name", "Name", texts.plain("full_name"), path("full_name"), 16, search=True, hidden=True),
        Column[Invite]("accepted", "Accepted", texts.dated("accepted_on"), instant("accepted_on"), 11, hidden=True),
        Column[Invite]("code", "Code", texts.plain("code"), path("code"), 18, hidden=True),
    ),
    called=_name,
    sort=("invited", True),
    aliases=("invite", "invitations", "invitation"),
    flags={
        WAITING: Flag("status", WAITING),
        ACCEPTED: Flag("status", ACCEPTED),
        REVOKED: Flag("status", REVOKED),
    },
    inquiries=(LINK,),
    creation=Creation(
        "Invite somebody",
        kinde.CREATE_ORGANIZATION_INVITE,
        (
            Question("email", "Email", validate=validation.complaint(validation.email)),
            Question("first_name", "First name", required=False),
            Question("last_name", "Last name", required=False),
            Question("roles", "Roles", Ask.RECORDS, collection="roles", required=False),
            Question("send", "Delivery", Ask.CHOICE, choices=SENDING, default="yes"),
        ),
        _create,
    ),
    removal=Action[Invite](
        "invites.revoke",
        "d",
        "Revoke",
        kinde.DELETE_ORGANIZATION_INVITE,
        _revoke,
        bulk=True,
        applies=lambda invite: _status(invite) == WAITING,
    ),
    empty="Nobody is invited.",
)
