"""Who may do what, and through which role: computed from the lists in the store, and honest about gaps in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.models.organization import Member
from kinde_tui.models.role import MemberPermission, Permission, Role, RoleHolder
from kinde_tui.models.user import User
from kinde_tui.services.collections.keyed import name_of
from kinde_tui.services.gaps import Found, Gaps

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.store import Store


@dataclass(frozen=True, slots=True)
class Granted:
    """A permission that somebody holds."""

    key: str
    name: str
    roles: tuple[str, ...] = ()
    """Names of the roles that bring it."""
    directly: bool = False
    """Whether it is given without a role as well."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a user holds in one organization."""

    org_code: str
    org_name: str
    roles: tuple[str, ...]
    """Names."""
    permissions: tuple[Granted, ...]
    role_keys: tuple[str, ...] = ()
    """Keys of the roles, in the order of their names."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a permission or a role in one organization."""

    user_id: str
    name: str
    org_code: str
    org_name: str
    roles: tuple[str, ...] = ()
    """Names of the roles through which."""
    directly: bool = False


@dataclass(slots=True)
class How:
    """How somebody holds something."""

    roles: dict[str, None] = field(default_factory=dict)
    directly: bool = False


Holders: TypeAlias = "dict[tuple[str, str], How]"
"""By organization and user."""


class Access:
    """Answers from the store alone; nothing is asked of the tenant."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_user(self, user_id: str) -> Found[Holding]:
        """What a user holds, organization by organization."""
        gaps = Gaps(self._store)
        roles, organizations = self._roles(gaps), self._organizations()
        holdings = []
        for code in self._organizations_of(user_id, gaps):
            keys = self._role_keys(code, user_id, gaps)
            if keys is None:
                continue
            held = self._granted((code, user_id), keys, roles, gaps)
            names = tuple(name_of(roles[key]) if key in roles else key for key in keys)
            holdings.append(Holding(code, organizations.get(code, code), names, held, tuple(keys)))
        return gaps.answer(sorted(holdings, key=lambda holding: holding.org_name.casefold()))

    def holders_of(self, permission_key: str) -> Found[Holder]:
        """Who holds a permission, in which organization and how."""
        gaps = Gaps(self._store)
        through, roles = [], self._roles(gaps)
        for role in roles.values():
            gaps.needs("role_permissions", (role.id,))
            if any(raw.get("key") == permission_key for raw in self._store.rows("role_permissions", (role.id,))):
                through.append(role)
        holders = self._through_roles(through, gaps)
        for (code, user_id), raw in self._own_permissions():
            own = MemberPermission.read(raw)
            if own.key == permission_key:
                add(holders, code, user_id, role_names(own, roles), directly=not own.roles)
        members = sum(self._store.count("members", parent) for parent in self._store.parents("members"))
        known = len(self._store.parents("member_permissions"))
        if known < members or not members:
            who = "1 member" if known == 1 else f"{known:,} members"
            gaps.say(f"Permissions given directly are known for {who} only.")
        return gaps.answer(self._named(holders))

    def _through_roles(self, roles: Sequence[Role], gaps: Gaps) -> Holders:
        """Who holds any of these roles: from the member lists that are loaded, elsewhere from the roles' own lists.

        A role's own list tells all organizations in one, but does not follow what is changed here.
        """
        holders: Holders = {}
        loaded = {parent[0] for parent in self._store.parents("members") if self._store.age("members", parent).complete}
        everywhere = bool(loaded) and self._store.age("organizations").complete
        everywhere = everywhere and loaded >= self._organizations().keys()
        if not roles:
            return holders
        for (code, *_), raw in self._store.rows_everywhere("members"):
            member = Member.read(raw)
            if names := [name_of(role) for role in roles if role.key in (member.roles or ())]:
                add(holders, code, member.id, names, directly=False)
        for role in () if everywhere else roles:
            gaps.needs("role_users", (role.id,))
            for raw in self._store.rows("role_users", (role.id,)):
                holder = RoleHolder.read(raw)
                for code in set(holder.org_codes or ()) - loaded:
                    add(holders, code, holder.id, [name_of(role)], directly=False)
        return holders

    def _own_permissions(self) -> Iterator[tuple[tuple[str, str], Raw]]:
        for parent, raw in self._store.rows_everywhere("member_permissions"):
            code, user_id = parent
            yield (code, user_id), raw

    def _named(self, holders: Holders) -> list[Holder]:
        organizations = self._organizations()
        rows = [
            Holder(
                user_id,
                self._person(code, user_id),
                code,
                organizations.get(code, code),
                tuple(how.roles),
                how.directly,
            )
            for (code, user_id), how in holders.items()
        ]
        return sorted(rows, key=lambda row: (row.org_name.casefold(), row.name.casefold(), row.user_id))

    def _person(self, code: str, user_id: str) -> str:
        raw = self._store.get("members", user_id, (code,)) or self._store.get("users", user_id)
        if raw is None:
            return user_id
        full = raw.get("full_name")
        return full if isinstance(full, str) and full else User.read(raw).full_name

    def _granted(
        self, member: tuple[str, str], keys: Iterable[str], roles: Mapping[str, Role], gaps: Gaps
    ) -> tuple[Granted, ...]:
        """All permissions of one member, from the roles and from the member's own list."""
        names: dict[str, str] = {}
        through: dict[str, dict[str, None]] = {}
        directly: set[str] = set()
        for role in (roles[key] for key in keys if key in roles):
            gaps.needs("role_permissions", (role.id,))
            for raw in self._store.rows("role_permissions", (role.id,)):
                permission = Permission.read(raw)
                key = permission.key or permission.id
                names[key] = permission.name or key
                through.setdefault(key, {})[name_of(role)] = None
        gaps.needs("member_permissions", member)
        for raw in self._store.rows("member_permissions", member):
            own = MemberPermission.read(raw)
            key = own.key or own.id
            names.setdefault(key, own.name or key)
            for name in role_names(own, roles):
                through.setdefault(key, {})[name] = None
            if not own.roles:
                directly.add(key)
        return tuple(Granted(key, names[key], tuple(through.get(key, ())), key in directly) for key in sorted(names))

    def _roles(self, gaps: Gaps) -> dict[str, Role]:
        gaps.needs("roles")
        roles = (Role.read(raw) for raw in self._store.rows("roles"))
        return {role.key or role.id: role for role in roles}

    def _organizations(self) -> dict[str, str]:
        return {
            str(raw.get("code")): str(raw.get("name") or raw.get("code")) for raw in self._store.rows("organizations")
        }

    def _organizations_of(self, user_id: str, gaps: Gaps) -> list[str]:
        """The organizations of a user, as the user's own record tells, or else from the member lists."""
        raw = self._store.get("users", user_id)
        codes = User.read(raw).organizations if raw is not None else None
        if codes is not None:
            return list(codes)
        gaps.needs("organizations")
        for code in self._organizations():
            gaps.needs("members", (code,))
        return [parent[0] for parent in self._store.parents("members") if self._store.get("members", user_id, parent)]

    def _role_keys(self, code: str, user_id: str, gaps: Gaps) -> tuple[str, ...] | None:
        """The keys of the member's roles; None: it is not known whether there is such a member."""
        raw = self._store.get("members", user_id, (code,))
        if raw is None:
            return () if not gaps.needs("members", (code,)) else None
        return Member.read(raw).roles or ()


def add(holders: Holders, code: str, user_id: str, roles: Iterable[str], *, directly: bool) -> None:
    """Notes one way by which somebody holds something."""
    how = holders.setdefault((code, user_id), How())
    how.roles.update(dict.fromkeys(roles))
    how.directly = how.directly or directly


def role_names(permission: MemberPermission, roles: Mapping[str, Role]) -> list[str]:
    """The roles that bring a permission to a member; its list tells their keys or ids."""
    by_id = {role.id: role for role in roles.values()}
    names = []
    for raw in permission.roles or ():
        key = raw.get("key") or raw.get("id")
        role = roles.get(str(key)) or by_id.get(str(raw.get("id")))
        names.append(name_of(role) if role is not None else str(raw.get("name") or key or ""))
    return [name for name in names if name]
