"""Roles and permissions. They live at business level: all environments share them."""

from __future__ import annotations

from typing import Any

from kinde_tui.models.record import Record


class Role(Record):
    """A named set of permissions that a member holds in an organization."""

    id: str = ""
    key: str | None = None
    name: str | None = None
    description: str | None = None
    is_default_role: bool | None = None


class Permission(Record):
    """One thing somebody may do. There is no call that reads a single permission."""

    id: str = ""
    key: str | None = None
    name: str | None = None
    description: str | None = None


class MemberPermission(Permission):
    """A permission that a member holds, and through which roles (none: granted directly)."""

    roles: tuple[dict[str, Any], ...] | None = None


class RoleHolder(Record):
    """A user who holds a role, and the codes of the organizations where: all that Kinde says of them there."""

    id: str = ""
    org_codes: tuple[str, ...] | None = None
