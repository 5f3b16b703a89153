"""Ready-made sets of scopes for people to tick, each from the operations that its work needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.services.scopes import by_subject, uses_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinde_tui.api.operation import Operation
    from kinde_tui.services.scopes import Collections

_FLAG_SCREENS = ("environment_flags", "organization_flags", "organizations", "users")
"""A flag operator looks through an organization and a user."""
_HELP_DESK = (
    kinde.UPDATE_USER,
    kinde.SET_USER_PASSWORD,
    kinde.REFRESH_USER_CLAIMS,
    kinde.UPDATE_USER_PROPERTIES,
    kinde.CREATE_USER_IDENTITY,
    kinde.UPDATE_IDENTITY,
    kinde.DELETE_IDENTITY,
    kinde.DELETE_USER_SESSIONS,
    kinde.RESET_USERS_MFA,
    kinde.RESET_USERS_MFA_ALL,
    kinde.ADD_ORGANIZATION_USERS,
    kinde.UPDATE_ORGANIZATION_USERS,
    kinde.CREATE_ORGANIZATION_USER_ROLE,
    kinde.DELETE_ORGANIZATION_USER_ROLE,
    kinde.CREATE_ORGANIZATION_INVITE,
    kinde.DELETE_ORGANIZATION_INVITE,
)
"""What people who answer calls do to a user: never deletions, definitions or keys."""


@dataclass(frozen=True, slots=True)
class ScopeSet:
    """A set to tick."""

    name: str
    """What the command line calls it."""
    title: str
    says: str
    """What it is enough for."""
    scopes: tuple[str, ...]


def scope_sets(collections: Collections) -> tuple[ScopeSet, ...]:
    """The sets, from the smallest power to the largest.

    Args:
        collections: whose screens are to be read; a new one makes the sets grow by what it reads.
    """
    viewer = _reads(collections, collections)
    return (
        ScopeSet("viewer", "Viewer", "see every screen, change nothing", _sorted(viewer)),
        ScopeSet(
            "flags",
            "Flag operator",
            "see users, organizations and flags; make, set and clear flags",
            _sorted((*_only_lists(_FLAG_SCREENS, collections), *_flag_operations())),
        ),
        ScopeSet(
            "helpdesk",
            "Help desk",
            "see every screen; mend users, their sign-in, memberships and invitations",
            _sorted((*viewer, *_HELP_DESK)),
        ),
        ScopeSet("full", "Full", "everything that the API offers, by hand too", _sorted(kinde.OPERATIONS.values())),
    )


def _reads(names: Iterable[str], collections: Collections) -> list[Operation]:
    uses = uses_of(names, collections)
    return [operation for use in uses for operation in use.operations if not operation.writes]


def _only_lists(names: Iterable[str], collections: Collections) -> list[Operation]:
    found = [collections[name] for name in names]
    return [one for collection in found for one in (collection.lists, collection.reads) if one is not None]


def _flag_operations() -> list[Operation]:
    return [operation for operation in kinde.OPERATIONS.values() if "feature_flag" in operation.path]


def _sorted(operations: Iterable[Operation]) -> tuple[str, ...]:
    return tuple(sorted({operation.scope for operation in operations if operation.scope}, key=by_subject))
