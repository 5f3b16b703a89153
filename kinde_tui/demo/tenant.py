"""Everything the demo tenant knows, and what falls when something is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from kinde_tui.demo.answers import invalid, missing
from kinde_tui.demo.credentials import ISSUER
from kinde_tui.demo.dice import Dice
from kinde_tui.demo.people import People, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from kinde_tui.demo.flags import Flag
    from kinde_tui.demo.identities import Identities
    from kinde_tui.demo.memberships import Membership, Memberships

Row = dict[str, Any]
Shelf = dict[str, Row]
FlagMaps = Literal["effective", "overrides"]


class DemoTenant:
    """The state of the tenant. It lives as long as the program.

    Args:
        seed: the same seed makes the same company.
        users: how many users there are at the start.
        now: the tenant's clock; aware datetimes.
        organization_flags: what an organization's flag map holds. Kinde does not say. `effective`: the value in
            force of every flag, so that inherited and overridden look alike; `overrides`: only what was overridden.
    """

    identities: Identities
    memberships: Memberships

    def __init__(
        self, seed: int, users: int, now: Callable[[], datetime], organization_flags: FlagMaps = "effective"
    ) -> None:
        self.seed = seed
        self.now = now
        self.born = now()
        self.issuer = ISSUER
        self.organization_flags: FlagMaps = organization_flags
        self.people = People(seed, users, self.born)
        self.organizations: Shelf = {}
        self.roles: Shelf = {}
        self.permissions: Shelf = {}
        self.flags: dict[str, Flag] = {}
        self.environment_overrides: dict[str, str] = {}
        self.organization_overrides: dict[str, dict[str, str]] = {}
        self.user_overrides: dict[int, dict[str, str]] = {}
        self.properties: Shelf = {}
        self.categories: Shelf = {}
        self.values: dict[tuple[str, str], dict[str, str | None]] = {}
        """Property values that somebody set, by context and owner."""
        self.invites: dict[str, Shelf] = {}
        self.applications: Shelf = {}
        self.apis: Shelf = {}
        self.shelves: dict[str, Shelf] = {}
        """Kinds of records that need nothing but a place to stand."""
        self.settings: dict[str, Row] = {}
        """Single objects: business, environment, policies."""
        self.ended_sessions: set[int] = set()
        self.reset_factors: set[tuple[str, int]] = set()
        self._made = 0

    def stamp(self) -> str:
        """The tenant's time, as Kinde writes it."""
        return stamp(self.now())

    def dice(self, purpose: str) -> Dice:
        """Dice for one new record."""
        self._made += 1
        return Dice(self.seed, purpose, -self._made)

    def shelf(self, kind: str) -> Shelf:
        """The records of a kind, by id."""
        return self.shelves.setdefault(kind, {})

    # Looking things up: each raises RefusalError (404, or 400 for keys in a body) when there is no such record.

    def user(self, user_id: str) -> int:
        """The index of a user."""
        index = self.people.index_of(user_id)
        if index is None:
            raise missing("user", user_id)
        return index

    def organization(self, code: str) -> Row:
        """An organization."""
        return look_up(self.organizations, code, "organization")

    def member(self, code: str, user_id: str, *, change: bool = False) -> Membership:
        """A membership, to look at or to change."""
        self.organization(code)
        index = self.user(user_id)
        found = self.memberships.edit(code, index) if change else self.memberships.get(code, index)
        if found is None:
            raise missing("organization user", user_id)
        return found

    def flag(self, key: str) -> Flag:
        """A feature flag."""
        if key not in self.flags:
            raise missing("feature flag", key)
        return self.flags[key]

    def ids_of_keys(self, shelf: Shelf, keys: Iterable[str], what: str) -> list[str]:
        """The ids of roles or permissions that a body names by key."""
        by_key = {row["key"]: id_ for id_, row in shelf.items()}
        wanted = list(dict.fromkeys(keys))
        for key in wanted:
            if key not in by_key:
                raise invalid(f"{what.upper()}_NOT_FOUND", f"The {what} {key!r} does not exist.", f"{what}s")
        return [by_key[key] for key in wanted]

    # What people hold

    def roles_of(self, membership: Membership) -> list[Row]:
        """The roles of a member."""
        return [self.roles[id_] for id_ in membership.roles if id_ in self.roles]

    def permissions_of(self, membership: Membership) -> dict[str, list[Row]]:
        """Permission ids of a member, and through which roles each is held; no role: directly."""
        held: dict[str, list[Row]] = {id_: [] for id_ in membership.permissions if id_ in self.permissions}
        for role in self.roles_of(membership):
            for id_ in role["permissions"]:
                held.setdefault(id_, []).append(role)
        return held

    def flag_values(self, code: str | None = None, index: int | None = None) -> dict[str, str]:
        """The value in force of every flag: for a user, in an organization, or in the environment."""
        values = {key: flag.default for key, flag in self.flags.items()}
        values |= self.environment_overrides
        if code is not None:
            values |= self.organization_overrides.get(code, {})
        if index is not None:
            values |= self.user_overrides.get(index, {})
        return values

    # Deleting: what hangs on a record goes with it.

    def delete_user(self, index: int) -> None:
        """A user, with memberships, overrides and property values."""
        for code in self.memberships.codes_of(index):
            self.memberships.remove(code, index)
        self.user_overrides.pop(index, None)
        self.values.pop(("usr", self.people.ids[index]), None)
        self.people.remove(index)

    def delete_organization(self, code: str) -> None:
        """An organization, with memberships, invites, overrides and property values."""
        del self.organizations[code]
        self.memberships.close(code)
        self.organization_overrides.pop(code, None)
        self.invites.pop(code, None)
        self.values.pop(("org", code), None)

    def delete_permission(self, permission_id: str) -> None:
        """A permission, from every role and every member."""
        del self.permissions[permission_id]
        for role in self.roles.values():
            if permission_id in role["permissions"]:
                role["permissions"].remove(permission_id)
            if role["assignment_permission_id"] == permission_id:
                role["assignment_permission_id"] = None

    def delete_flag(self, key: str) -> None:
        """A flag, with its overrides on every level."""
        del self.flags[key]
        self.environment_overrides.pop(key, None)
        for overrides in (*self.organization_overrides.values(), *self.user_overrides.values()):
            overrides.pop(key, None)

    def delete_property(self, property_id: str) -> None:
        """A property, with its values everywhere."""
        key = self.properties.pop(property_id)["key"]
        for values in self.values.values():
            values.pop(key, None)


def look_up(shelf: Shelf, key: str, what: str) -> Row:
    """A record by id.

    Raises:
        RefusalError: there is none; 404.
    """
    if key not in shelf:
        raise missing(what, key)
    return shelf[key]
