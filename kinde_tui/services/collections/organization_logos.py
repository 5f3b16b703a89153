"""The logos of one organization."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.environment import Logo
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    InvalidInputError,
    Question,
)
from kinde_tui.services.collections.edits import called, given
from kinde_tui.services.collections.environment_settings import KINDS, picture
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context


def _name(logo: Logo) -> str:
    return logo.file_name or logo.type


def _put(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
    kind, file = given(answers, "logo_type"), picture(given(answers, "file"))
    if kind not in {value for value, _label in KINDS}:
        raise InvalidInputError("Choose where the logo is shown.")
    whose = called(context, "organizations", parent[0])
    return (
        Change(
            request=Request(kinde.ADD_ORGANIZATION_LOGO, {"org_code": parent[0], "type": kind}, body={"logo": file}),
            target=Target("organization_logos", kind, file.name, parent),
            says=f"Use {file.name} as the logo {kind.replace('_', ' ')} of {whose}",
            after={"type": kind, "file_name": file.name},
            effects=(Stale("organization_logos", parent),),
            danger=Danger.CONFIRM,
            loses="It takes the place of the one there is, which the API does not give back.",
        ),
    )


def _delete(logo: Logo, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    target = Target("organization_logos", logo.type, _name(logo), parent)
    return (
        Change(
            request=Request(kinde.DELETE_ORGANIZATION_LOGO, {"org_code": parent[0], "type": logo.type}),
            target=target,
            says=f"Delete the logo {target.name} of {called(context, 'organizations', parent[0])}",
            before={} if logo.file_name is None else {"file_name": logo.file_name},
            effects=(Removed(target),),
            danger=Danger.CONFIRM,
            loses="The API does not give the picture back: keep a copy of it.",
        ),
    )


ORGANIZATION_LOGOS = Collection[Logo](
    name="organization_logos",
    title="Logos of an organization",
    one="logo",
    model=Logo,
    key=by("type"),
    lists=kinde.READ_ORGANIZATION_LOGO,
    parents=("org_code",),
    columns=(
        Column[Logo]("type", "Shown", texts.plain("type"), path("type"), 16, search=True),
        Column[Logo]("file", "File", texts.plain("file_name"), path("file_name"), 20, grow=True, search=True),
    ),
    called=_name,
    sort=("type", False),
    creation=Creation(
        "Put a logo",
        kinde.ADD_ORGANIZATION_LOGO,
        (
            Question("logo_type", "Shown", Ask.CHOICE, choices=KINDS, default="light"),
            Question("file", "File", hint="~/pictures/logo.svg"),
        ),
        _put,
    ),
    removal=Action[Logo]("organization_logos.delete", "d", "Delete", kinde.DELETE_ORGANIZATION_LOGO, _delete),
    empty="This organization has no logo of its own.",
)
