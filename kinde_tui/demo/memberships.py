"""Who belongs to which organization, and with which roles there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.demo.dice import Dice
from kinde_tui.demo.people import People, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence


_HOW_MANY = (0,) * 7 + (1,) * 71 + (2,) * 17 + (3,) * 5
"""In how many organizations people are, in shares of a hundred."""


@dataclass(slots=True)
class Membership:
    """What a user holds in one organization."""

    joined_on: str
    roles: list[str] = field(default_factory=list)
    """Ids of roles; one that was deleted since may still be named here."""
    permissions: list[str] = field(default_factory=list)
    """Ids of permissions that are held directly."""
    scopes: list[tuple[str, str]] = field(default_factory=list)
    """API id and scope id."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What memberships are drawn from: ids, each as often as its share says."""

    organizations: Sequence[str]
    roles: Sequence[str]
    permissions: Sequence[str]


class Memberships:
    """Every membership. Those that nobody has changed are drawn when they are looked at."""

    def __init__(self, people: People, codes: Sequence[str], draw: Draw) -> None:
        self._people = people
        self._draw_from = draw
        self._of: dict[str, dict[int, Membership | None]] = {code: {} for code in codes}
        self._later: dict[int, list[str]] = {}
        for index in people.indexes():
            for code in self._drawn_codes(index):
                self._of[code][index] = None

    def _drawn_codes(self, index: int) -> tuple[str, ...]:
        if not index:
            return (self._draw_from.organizations[0],)
        dice = Dice(self._people.seed, "codes", index)
        wanted = dice.pick(_HOW_MANY)
        return tuple(dict.fromkeys(dice.pick(self._draw_from.organizations) for _ in range(wanted)))

    def _drawn(self, code: str, index: int) -> Membership:
        dice = Dice(self._people.seed, code[-12:], index)
        created = datetime.fromisoformat(str(self._people.person(index)["created_on"]))
        room = max(1, int((self._people.born - created).total_seconds()))
        joined = stamp(created + timedelta(seconds=dice.below(room) // 8))
        roles = [dice.pick(self._draw_from.roles) for _ in range(2 if dice.chance(12) else 1)]
        direct = [dice.pick(self._draw_from.permissions)] if dice.chance(6) else []
        if not index:
            roles = [self._draw_from.roles[0]]
        return Membership(joined, list(dict.fromkeys(roles)), direct)

    def of(self, code: str) -> list[int]:
        """The members of an organization, those who have been there longest first."""
        return [index for index in self._of.get(code, ()) if self._people.has(index)]

    def codes_of(self, index: int) -> list[str]:
        """The organizations of a user."""
        drawn = self._drawn_codes(index) if index < self._people.drawn else ()
        codes = dict.fromkeys((*drawn, *self._later.get(index, ())))
        return [code for code in codes if index in self._of.get(code, ())]

    def get(self, code: str, index: int) -> Membership | None:
        """A membership to look at; None: the user is no member."""
        members = self._of.get(code, {})
        if index not in members or not self._people.has(index):
            return None
        return members[index] or self._drawn(code, index)

    def edit(self, code: str, index: int) -> Membership | None:
        """A membership to change: what is done to it lasts. None: the user is no member."""
        membership = self.get(code, index)
        if membership is not None:
            self._of[code][index] = membership
        return membership

    def add(self, code: str, index: int, membership: Membership) -> None:
        """Makes a user a member."""
        self._of[code][index] = membership
        self._later.setdefault(index, []).append(code)

    def remove(self, code: str, index: int) -> bool:
        """Ends a membership; False: there was none."""
        return self._of.get(code, {}).pop(index, self) is not self

    def open(self, code: str) -> None:
        """A new organization without members."""
        self._of[code] = {}

    def close(self, code: str) -> None:
        """An organization is gone, and all memberships in it."""
        self._of.pop(code, None)
