"""Identities: the ways in which one user proves who they are. They are added and deleted, never edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.user import Identity
from kinde_tui.services.change import Change, Danger, Effect, Patched, Removed, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Flag,
    InvalidInputError,
    Question,
)
from kinde_tui.services.collections.edits import called, given, id_in
from kinde_tui.services.collections.raws import by, either, instant, path
from kinde_tui.services.collections.user_changes import phone_details

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

KINDS = (
    ("email", "E-mail address"),
    ("phone", "Phone number"),
    ("username", "Username"),
    ("enterprise", "Enterprise connection"),
    ("social", "Social account"),
)
_OF_CONNECTIONS = {"enterprise", "social"}
"""Kinds that stand for somebody known to a connection; one comes to be as well when its owner signs in."""
_ADDABLE_AGAIN = {"email", "username"}
"""Without a question: a phone number needs the country that Kinde does not give back."""


def _name(identity: Identity) -> str:
    return identity.name or identity.email or identity.id


def _target(identity: Identity, parent: Parent) -> Target:
    return Target("identities", identity.id, _name(identity), parent)


def _add(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
    kind, value = given(answers, "type"), given(answers, "value")
    if kind == "phone":
        details = phone_details(value, given(answers, "phone_country"))
        body = {"type": kind, "value": details["phone"], "phone_country_id": details["phone_country_id"]}
    elif kind == "email":
        body = {"type": kind, "value": validation.email(value)}
    elif kind == "username":
        body = {"type": kind, "value": validation.username(value)}
    elif kind in _OF_CONNECTIONS:
        connection = given(answers, "connection")
        if not connection:
            raise InvalidInputError("Choose the connection that knows this person.")
        value = validation.name(value, "The name there")
        body = {"type": kind, "value": value, "connection_id": connection}
    else:
        raise InvalidInputError("Choose what kind of identity it is.")
    return (_addition(body, parent, called(context, "users", parent[0])),)


def _addition(body: dict[str, str], parent: Parent, owner: str) -> Change:
    def undo(answer: Raw) -> Change:
        identity = Identity(id=id_in(answer, "identity", "id"), type=body["type"], name=body["value"])
        return _deletion(identity, parent, owner)

    return Change(
        request=Request(kinde.CREATE_USER_IDENTITY, {"user_id": parent[0]}, body=body),
        target=Target("identities", "", body["value"], parent),
        says=f"Let {owner} sign in as {body['value']}",
        after={"name": body["value"]} | ({} if body["type"] in _OF_CONNECTIONS else {"type": body["type"]}),
        effects=(Stale("identities", parent),),
        undo=undo,
    )


def _delete(identity: Identity, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    return (_deletion(identity, parent, called(context, "users", parent[0])),)


def _deletion(identity: Identity, parent: Parent, owner: str) -> Change:
    target = _target(identity, parent)
    undo: Callable[[Raw], Change] | None = None
    if identity.type in _ADDABLE_AGAIN and identity.name:
        body = {"type": identity.type, "value": identity.name}
        undo = lambda _answer: _addition(body, parent, owner)  # noqa: E731 - one of two values, not a function's name
    return Change(
        request=Request(kinde.DELETE_IDENTITY, {"identity_id": identity.id}),
        target=target,
        says=f"Stop {owner} from signing in as {target.name}",
        before={"type": identity.type, "name": identity.name},
        effects=(Removed(target),),
        undo=undo,
        lossy="" if undo is None else "An undo adds it again as unconfirmed, and not as the primary one.",
        danger=Danger.CONFIRM,
        loses=f"{owner} can no longer sign in as {target.name}."
        + ("" if undo else " There is no way back from here but adding it anew."),
    )


def _make_primary(identity: Identity, _answers: Answers, parent: Parent, _context: Context) -> Sequence[Change]:
    if identity.is_primary:
        return ()
    target = _target(identity, parent)
    effects: tuple[Effect, ...] = (Patched(target, {"is_primary": True}), Stale("identities", parent))
    if identity.type in {"email", "phone", "username"} and identity.name:
        effects = (*effects, Patched(Target("users", parent[0]), {identity.type: identity.name}))
    return (
        Change(
            request=Request(kinde.UPDATE_IDENTITY, {"identity_id": identity.id}, body={"is_primary": True}),
            target=target,
            says=f"Make {target.name} the primary {identity.type or 'identity'}",
            before={} if identity.is_primary is None else {"is_primary": identity.is_primary},
            after={"is_primary": True},
            effects=effects,
            danger=Danger.CONFIRM,
            loses="Another one of its kind stops being primary; making that one primary again is the way back.",
        ),
    )


IDENTITIES = Collection[Identity](
    name="identities",
    title="Identities",
    one="identity",
    model=Identity,
    key=by("id"),
    lists=kinde.GET_USER_IDENTITIES,
    parents=("user_id",),
    reads=kinde.GET_IDENTITY,
    reads_path=lambda key, _parent: {"identity_id": key},
    columns=(
        Column[Identity]("type", "Type", texts.plain("type"), path("type"), 10, search=True),
        Column[Identity](
            "name",
            "Identity",
            lambda record, _context: _name(record),
            path("name", "email"),
            22,
            grow=True,
            search=True,
        ),
        Column[Identity](
            "confirmed", "Confirmed", texts.answer("is_confirmed"), either("is_confirmed", "yes", "no"), 9
        ),
        Column[Identity]("primary", "Primary", texts.answer("is_primary"), either("is_primary", "yes", "no"), 7),
        Column[Identity]("last_login", "Last login", texts.since("last_login_on"), instant("last_login_on"), 11),
        Column[Identity]("logins", "Logins", texts.number("total_logins"), path("total_logins"), 6, right=True),
        Column[Identity]("created", "Created", texts.dated("created_on"), instant("created_on"), 11, hidden=True),
        Column[Identity](
            "connection", "Connection", texts.plain("connection_id"), path("connection_id"), 24, hidden=True
        ),
        Column[Identity]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=_name,
    sort=("type", False),
    flags={"confirmed": Flag("confirmed", "yes"), "primary": Flag("primary", "yes")},
    details=(
        Facts[Identity](
            "Identity",
            (
                Fact("Type", texts.plain("type")),
                Fact("Identity", lambda record, _context: _name(record)),
                Fact("Confirmed", texts.answer("is_confirmed")),
                Fact("Primary", texts.answer("is_primary")),
                Fact("Last login", texts.since("last_login_on")),
                Fact("Logins", texts.number("total_logins")),
                Fact("Created", texts.dated_exactly("created_on")),
                Fact("Connection", texts.plain("connection_id")),
                Fact("Id", texts.plain("id")),
            ),
        ),
    ),
    actions=(
        Action[Identity](
            "identities.make_primary",
            "m",
            "Make primary",
            kinde.UPDATE_IDENTITY,
            _make_primary,
            applies=lambda identity: not identity.is_primary,
        ),
    ),
    creation=Creation(
        "Add an identity",
        kinde.CREATE_USER_IDENTITY,
        (
            Question("type", "Kind", Ask.CHOICE, choices=KINDS, default="email"),
            Question("value", "Address, number or name"),
            Question(
                "phone_country",
                "Phone's country",
                required=False,
                hint="Two letters, with a phone number only: au",
                validate=validation.complaint(validation.country),
            ),
            Question("connection", "Connection", Ask.RECORD, collection="connections", required=False),
        ),
        _add,
    ),
    removal=Action[Identity]("identities.delete", "d", "Delete", kinde.DELETE_IDENTITY, _delete, bulk=True),
    empty="This user has no identity and cannot sign in.",
)
