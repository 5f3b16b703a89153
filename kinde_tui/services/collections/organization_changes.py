"""What can be done to organizations, as changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import validation
from kinde_tui.services.collections.collection import Edit
from kinde_tui.services.collections.edits import given, id_in, sent, set_fields

if TYPE_CHECKING:
    from kinde_tui.models.organization import Organization
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context
    from kinde_tui.services.collections.edits import Asks


def name_of(organization: Organization) -> str:
    """What people call it: its name, or its code."""
    return organization.name or organization.code


def target_of(organization: Organization, _parent: Parent = ()) -> Target:
    """The organization as what a change is about."""
    return Target("organizations", organization.code, name_of(organization))


def asks_of(organization: Organization, _parent: Parent = ()) -> Asks:
    """Requests that set fields of this organization (updateOrganization).

    A handle is taken away by an operation of its own (DeleteOrganizationHandle).
    """

    def asks(fields: Mapping[str, Any]) -> Request:
        path = {"org_code": organization.code}
        if "handle" in fields and not fields["handle"]:
            return Request(kinde.DELETE_ORGANIZATION_HANDLE, path)
        body = {name: sent(value) for name, value in fields.items()}
        return Request(kinde.UPDATE_ORGANIZATION, path, body=body)

    return asks


def accept_email(text: str) -> str:
    """An e-mail address, or nothing to take it away."""
    return validation.email(text) if text.strip() else ""


def _domains(organization: Organization) -> str:
    return " ".join(organization.allowed_domains or ())


def _set_domains(organization: Organization, text: str, parent: Parent) -> Change | None:
    before, after = list(organization.allowed_domains or ()), validation.domains(text)
    if before == after:
        return None
    name = name_of(organization)
    return set_fields(
        target_of(organization, parent),
        asks_of(organization, parent),
        {"allowed_domains": before},
        {"allowed_domains": after},
        says=(
            f"Let people of {', '.join(after) or 'no domain'} join {name}",
            f"Let people of {', '.join(before) or 'no domain'} join {name} again",
        ),
    )


EDIT_DOMAINS: Edit[Organization] = Edit(
    _domains, _set_domains, kinde.UPDATE_ORGANIZATION, "example.com example.org; empty takes all away"
)


def accept_handle(text: str) -> str:
    """A handle, or nothing to take it away."""
    return validation.handle(text) if text.strip() else ""


def set_suspended(organization: Organization, *, suspended: bool) -> Change:
    """Suspends or restores an organization. Lists do not say whether it is suspended already."""
    verbs = ("Suspend", "Restore") if suspended else ("Restore", "Suspend")
    seen = organization.is_suspended
    return set_fields(
        target_of(organization),
        asks_of(organization),
        {} if seen is None else {"is_suspended": seen},
        {"is_suspended": suspended},
        says=(f"{verbs[0]} {name_of(organization)}", f"{verbs[1]} {name_of(organization)}"),
        danger=Danger.CONFIRM,
        loses="While it is suspended, none of its members can sign in to it.",
    )


def suspend(organization: Organization, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Nobody signs in to a suspended organization."""
    return (set_suspended(organization, suspended=True),)


def restore(organization: Organization, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """The organization's members may sign in again."""
    return (set_suspended(organization, suspended=False),)


def delete(organization: Organization, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Deletes the organization for good (deleteOrganization)."""
    return (_deletion(organization.code, name_of(organization)),)


def _deletion(code: str, name: str) -> Change:
    target = Target("organizations", code, name)
    return Change(
        request=Request(kinde.DELETE_ORGANIZATION, {"org_code": code}),
        target=target,
        says=f"Delete the organization {name}",
        effects=(Removed(target), Stale("users")),
        danger=Danger.TYPED,
        loses="Its memberships, roles held there, flag overrides and property values are gone. The users stay. "
        "There is no way back.",
    )


def create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    """Makes an organization (createOrganization)."""
    body: dict[str, Any] = {"name": validation.name(given(answers, "name"))}
    if handle := accept_handle(given(answers, "handle")):
        body["handle"] = handle
    if external := validation.external_id(given(answers, "external_id")):
        body["external_id"] = external
    name = body["name"]
    return (
        Change(
            request=Request(kinde.CREATE_ORGANIZATION, body=body),
            target=Target("organizations", "", name),
            says=f"Create the organization {name}",
            after=dict(body),
            effects=(Stale("organizations"),),
            undo=lambda answer: _deletion(id_in(answer, "organization", "code"), name),
        ),
    )
