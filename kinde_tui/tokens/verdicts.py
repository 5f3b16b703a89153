"""Users in organizations and the roles and permissions they hold there: the writes, whoever asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Effect, Inserted, Patched, Removed, Stale, Target
from kinde_tui.services.collections.edits import called, found_in

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.collections.collection import Context

_KINDES_OWN = {"joined_on", "last_accessed_on", "roles"}
"""Fields of a member that a new membership has anew."""
REMOVAL_LOSS = "The date of joining and permissions given directly do not come back with an undo."


@dataclass(frozen=True, slots=True)
class Membership:
    """A user in an organization, as far as is known here."""

    org_code: str
    user_id: str
    user_name: str
    org_name: str
    roles: tuple[str, ...] | None = None
    """Keys of the roles held there; None: not known."""
    organizations: tuple[str, ...] | None = None
    """Codes of all the user's organizations; None: not known."""
    member: Raw = field(default_factory=dict)
    """The row of the organization's list that an optimistic screen shows."""

    @property
    def target(self) -> Target:
        """The member in the organization's list."""
        return Target("members", self.user_id, self.user_name, (self.org_code,))

    @property
    def parent(self) -> tuple[str, str]:
        """What the lists of roles and permissions hang under."""
        return (self.org_code, self.user_id)

    def organizations_now(self, *, member: bool) -> tuple[Effect, ...]:
        """The user's own list of organizations, when it is known."""
        if self.organizations is None:
            return ()
        others = [code for code in self.organizations if code != self.org_code]
        codes = [*others, self.org_code] if member else others
        return (Patched(Target("users", self.user_id, self.user_name), {"organizations": codes}),)


@dataclass(frozen=True, slots=True)
class Held:
    """A role or a permission: its id, and its key and name where they are known."""

    id: str
    name: str
    key: str = ""

    @property
    def raw(self) -> Raw:
        """The row of a list of them."""
        return {"id": self.id, "key": self.key or None, "name": self.name}


def held(context: Context | None, collection: str, key: str) -> Held:
    """The role or permission of that id."""
    raw = found_in(context, collection, key) or {}
    return Held(key, str(raw.get("name") or called(context, collection, key)), str(raw.get("key") or ""))


def add_member(membership: Membership) -> Change:
    """Makes the user a member, with the roles of the membership (AddOrganizationUsers).

    When no roles are named, Kinde may give the default ones, and the date of joining is Kinde's: the list is read
    again to see both.
    """
    user: dict[str, Any] = {"id": membership.user_id}
    row = {name: value for name, value in membership.member.items() if name not in _KINDES_OWN}
    row["id"] = membership.user_id
    if membership.roles is not None:
        user["roles"] = row["roles"] = list(membership.roles)
    return Change(
        request=Request(kinde.ADD_ORGANIZATION_USERS, {"org_code": membership.org_code}, body={"users": [user]}),
        target=membership.target,
        says=f"Add {membership.user_name} to {membership.org_name}",
        after={"id": membership.user_id},
        effects=(Inserted(membership.target, row), *membership.organizations_now(member=True), _again(membership)),
        undo=lambda _answer: remove_member(membership),
    )


def _again(membership: Membership) -> Stale:
    return Stale("members", (membership.org_code,))


def remove_member(membership: Membership) -> Change:
    """Ends the membership (RemoveOrganizationUser); undone by adding the user again with the same roles."""
    return Change(
        request=Request(
            kinde.REMOVE_ORGANIZATION_USER, {"org_code": membership.org_code, "user_id": membership.user_id}
        ),
        target=membership.target,
        says=f"Remove {membership.user_name} from {membership.org_name}",
        before={} if membership.roles is None else {"roles": list(membership.roles)},
        effects=(Removed(membership.target), *membership.organizations_now(member=False)),
        undo=lambda _answer: add_member(membership),
        lossy=REMOVAL_LOSS if membership.roles is not None else "Which roles were held is not known. " + REMOVAL_LOSS,
        danger=Danger.CONFIRM,
        loses=f"{membership.user_name} loses every role and permission in {membership.org_name}.",
    )


def give_role(membership: Membership, role: Held) -> Change:
    """Gives the member a role (CreateOrganizationUserRole)."""
    target = Target("member_roles", role.id, role.name, membership.parent)
    return Change(
        request=Request(
            kinde.CREATE_ORGANIZATION_USER_ROLE,
            {"org_code": membership.org_code, "user_id": membership.user_id},
            body={"role_id": role.id},
        ),
        target=target,
        says=f"Give {membership.user_name} the role {role.name} in {membership.org_name}",
        after={"id": role.id},
        effects=(Inserted(target, role.raw), *_roles_now(membership, role, held=True)),
        undo=lambda _answer: take_role(membership, role),
    )


def take_role(membership: Membership, role: Held) -> Change:
    """Takes a role from the member (DeleteOrganizationUserRole)."""
    target = Target("member_roles", role.id, role.name, membership.parent)
    return Change(
        request=Request(
            kinde.DELETE_ORGANIZATION_USER_ROLE,
            {"org_code": membership.org_code, "user_id": membership.user_id, "role_id": role.id},
        ),
        target=target,
        says=f"Take the role {role.name} from {membership.user_name} in {membership.org_name}",
        effects=(Removed(target), *_roles_now(membership, role, held=False)),
        undo=lambda _answer: give_role(membership, role),
    )


def _roles_now(membership: Membership, role: Held, *, held: bool) -> tuple[Effect, ...]:
    """The member's row with the role or without it, and the lists that follow from roles."""
    stale = Stale("member_permissions", membership.parent)
    if membership.roles is None or not role.key:
        return (stale, _again(membership))
    others = [key for key in membership.roles if key != role.key]
    return (Patched(membership.target, {"roles": [*others, role.key] if held else others}), stale)


def give_permission(membership: Membership, permission: Held) -> Change:
    """Gives the member a permission without a role (CreateOrganizationUserPermission)."""
    target = Target("member_permissions", permission.id, permission.name, membership.parent)
    return Change(
        request=Request(
            kinde.CREATE_ORGANIZATION_USER_PERMISSION,
            {"org_code": membership.org_code, "user_id": membership.user_id},
            body={"permission_id": permission.id},
        ),
        target=target,
        says=f"Give {membership.user_name} the permission {permission.name} in {membership.org_name}",
        after={"id": permission.id},
        effects=(Inserted(target, {**permission.raw, "roles": []}),),
        undo=lambda _answer: take_permission(membership, permission),
    )


def take_permission(membership: Membership, permission: Held) -> Change:
    """Takes a permission that was given without a role (DeleteOrganizationUserPermission)."""
    target = Target("member_permissions", permission.id, permission.name, membership.parent)
    return Change(
        request=Request(
            kinde.DELETE_ORGANIZATION_USER_PERMISSION,
            {"org_code": membership.org_code, "user_id": membership.user_id, "permission_id": permission.id},
        ),
        target=target,
        says=f"Take the permission {permission.name} from {membership.user_name} in {membership.org_name}",
        effects=(Removed(target),),
        undo=lambda _answer: give_permission(membership, permission),
    )
