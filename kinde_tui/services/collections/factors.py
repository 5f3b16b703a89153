"""Multi-factor methods of one user: in the environment, and of a member in one organization."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.models.factor import Factor
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Action, Collection, Column, Context, Fact, Facts, Flag
from kinde_tui.services.collections.edits import called
from kinde_tui.services.collections.raws import by, either, instant, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers

ONE_SHOWN = "Kinde shows one factor, also where there are several."
_KINDS = {"mfa:email": "e-mail", "mfa:sms": "text message", "mfa:authenticator_app": "authenticator app"}

_kind = texts.shown("type", lambda value: _KINDS.get(value, value))


def _name(factor: Factor) -> str:
    return factor.name or factor.type or factor.id


def reset_all(user_id: str, name: str) -> Change:
    """Takes all factors of a user away, in the environment (ResetUsersMFAAll)."""
    return Change(
        request=Request(kinde.RESET_USERS_MFA_ALL, {"user_id": user_id}),
        target=Target("users", user_id, name),
        says=f"Reset all multi-factor methods of {name}",
        effects=(Stale("user_factors", (user_id,)),),
        danger=Danger.CONFIRM,
        loses=f"{name} signs in without a second factor, or sets one up anew where the policy wants it.",
    )


def _reset_all_in(org_code: str, user_id: str, name: str, where: str) -> Change:
    return Change(
        request=Request(kinde.RESET_ORG_USER_MFA_ALL, {"org_code": org_code, "user_id": user_id}),
        target=Target("users", user_id, name),
        says=f"Reset all multi-factor methods of {name} in {where}",
        effects=(Stale("member_factors", (org_code, user_id)),),
        danger=Danger.CONFIRM,
        loses=f"{name} signs in to {where} without a second factor, or sets one up anew where the policy wants it.",
    )


def _whose(parent: Parent, context: Context | None) -> str:
    name = called(context, "users", parent[-1])
    return name if len(parent) == 1 else f"{name} in {called(context, 'organizations', parent[0])}"


def _resets(collection: str, operation: Operation, parents: tuple[str, ...]) -> Callable[..., Sequence[Change]]:
    """Takes one factor away."""

    def changes(factor: Factor, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
        target = Target(collection, factor.id, _name(factor), parent)
        whose = _whose(parent, context)
        return (
            Change(
                request=Request(operation, {**dict(zip(parents, parent, strict=True)), "factor_id": factor.id}),
                target=target,
                says=f"Reset {target.name} as a second factor of {whose}",
                before={} if factor.name is None else {"name": factor.name},
                effects=(Removed(target), Stale(collection, parent)),
                danger=Danger.CONFIRM,
                loses="It has to be set up anew by its owner. There is no way back from here.",
            ),
        )

    return changes


def _resets_all(_factor: Factor, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    name = called(context, "users", parent[-1])
    if len(parent) == 1:
        return (reset_all(parent[0], name),)
    return (_reset_all_in(parent[0], parent[1], name, called(context, "organizations", parent[0])),)


def _factors(
    name: str, lists: Operation, one: Operation, every: Operation, parents: tuple[str, ...], empty: str
) -> Collection[Factor]:
    """The factors under one user, or under one member."""
    return Collection[Factor](
        name=name,
        title="Factors of a user" if len(parents) == 1 else "Factors of a member",
        one="factor",
        model=Factor,
        key=by("id"),
        lists=lists,
        parents=parents,
        columns=(
            Column[Factor]("type", "Type", _kind, path("type"), 16, search=True),
            Column[Factor](
                "name", "By", lambda r, _context: _name(r), path("name", "type"), 20, grow=True, search=True
            ),
            Column[Factor]("verified", "Verified", texts.answer("is_verified"), either("is_verified", "yes", "no"), 8),
            Column[Factor]("used", "Last used", texts.since("last_used_on"), instant("last_used_on"), 11),
            Column[Factor]("times", "Times", texts.number("usage_count"), path("usage_count"), 5, right=True),
            Column[Factor]("created", "Set up", texts.dated("created_on"), instant("created_on"), 11, hidden=True),
            Column[Factor]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
        ),
        called=_name,
        sort=("type", False),
        flags={"verified": Flag("verified", "yes")},
        details=(
            Facts[Factor](
                "Factor",
                (
                    Fact("Type", _kind),
                    Fact("By", lambda record, _context: _name(record)),
                    Fact("Verified", texts.answer("is_verified")),
                    Fact("Last used", texts.since("last_used_on")),
                    Fact("Times", texts.number("usage_count")),
                    Fact("Set up", texts.dated_exactly("created_on")),
                    Fact("Id", texts.plain("id")),
                ),
            ),
        ),
        actions=(Action[Factor](f"{name}.reset_all", "D", "Reset ALL factors", every, _resets_all, help=ONE_SHOWN),),
        removal=Action[Factor](f"{name}.reset", "d", "Reset this factor", one, _resets(name, one, parents)),
        empty=empty,
    )


USER_FACTORS = _factors(
    "user_factors",
    kinde.GET_USERS_MFA,
    kinde.RESET_USERS_MFA,
    kinde.RESET_USERS_MFA_ALL,
    ("user_id",),
    "This user has set up no second factor.",
)
MEMBER_FACTORS = _factors(
    "member_factors",
    kinde.GET_ORG_USER_MFA,
    kinde.RESET_ORG_USER_MFA,
    kinde.RESET_ORG_USER_MFA_ALL,
    ("org_code", "user_id"),
    "This member has set up no second factor for this organization.",
)
