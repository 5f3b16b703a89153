"""How the users of the demo tenant prove who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.demo.dice import Dice

if TYPE_CHECKING:
    from kinde_tui.demo.people import People, Person

Identity = dict[str, Any]

PLAIN_TYPES = ("email", "phone", "username")
_SLOTS = (*PLAIN_TYPES, "oauth2:google")
_MASK = 0x9E3779B97F4A7C15F39CC0605CEDC834
"""Turns a user's id into an identity's and back."""


def _identity_id(user_id: str, slot: int) -> str:
    return f"identity_{int(user_id[3:], 16) ^ (_MASK + slot):032x}"


class Identities:
    """Every identity. A user's list is drawn from the user until somebody changes it."""

    def __init__(self, people: People, social_connection: str) -> None:
        self._people = people
        self._connection = social_connection
        self._changed: dict[int, list[Identity]] = {}
        self._owner: dict[str, int] = {}
        self._holder: dict[tuple[str, str], int] = {}

    def of(self, index: int) -> list[Identity]:
        """The identities of a user, oldest first."""
        changed = self._changed.get(index)
        return changed if changed is not None else self._drawn(self._people.person(index))

    def _drawn(self, person: Person) -> list[Identity]:
        dice = Dice(self._people.seed, "identity", int(person["id"][3:15], 16))
        found = []
        for slot, kind in enumerate(_SLOTS):
            name = person["email"] if kind == "oauth2:google" else person[kind]
            if name is None or (kind == "oauth2:google" and not dice.chance(30)):
                continue
            seen = person["last_signed_in"] if slot in {0, 3} else None
            found.append({
                "id": _identity_id(person["id"], slot),
                "type": kind,
                "name": name,
                "email": name if slot in {0, 3} else None,
                "is_confirmed": kind == "username" or bool(person["total_sign_ins"]) or dice.chance(30),
                "is_primary": True if slot in range(3) else None,
                "created_on": person["created_on"],
                "last_login_on": seen,
                "total_logins": person["total_sign_ins"] // 2 if seen else 0,
                "connection_id": self._connection if kind == "oauth2:google" else None,
            })  # fmt: skip
        return found

    def find(self, identity_id: str) -> tuple[int, Identity] | None:
        """The user and the identity of an id; None: there is none."""
        index = self._owner.get(identity_id)
        candidates = [index] if index is not None else self._candidates(identity_id)
        for candidate in candidates:
            if self._people.has(candidate):
                for identity in self.of(candidate):
                    if identity["id"] == identity_id:
                        return candidate, identity
        return None

    def _candidates(self, identity_id: str) -> list[int]:
        try:
            number = int(identity_id.removeprefix("identity_"), 16)
        except ValueError:
            return []
        ids = (f"kp_{number ^ (_MASK + slot):032x}" for slot in range(len(_SLOTS)))
        return [index for index in map(self._people.index_of, ids) if index is not None]

    def holder(self, kind: str, value: str) -> int | None:
        """Whose address, number or name it is; None: nobody's. Case does not count."""
        value = value.strip().casefold()
        drawn = {
            "email": self._people.drawn_email,
            "phone": self._people.drawn_phone,
            "username": self._people.drawn_username,
        }[kind]
        for index in (self._holder.get((kind, value)), drawn(value)):
            if index is not None and self._people.has(index):
                for identity in self.of(index):
                    if identity["type"] == kind and identity["name"].casefold() == value:
                        return index
        return None

    def add(self, index: int, identity: Identity) -> None:
        """Gives a user one more identity; the first of a plain type becomes its primary."""
        mine = list(self.of(index))
        kind = identity["type"]
        if kind in PLAIN_TYPES:
            identity["is_primary"] = not any(other["type"] == kind for other in mine)
            self._holder[kind, identity["name"].casefold()] = index
        self._owner[identity["id"]] = index
        self._changed[index] = [*mine, identity]
        self._settle(index)

    def remove(self, index: int, identity: Identity) -> None:
        """Takes an identity away; another one of its type becomes the primary if it was."""
        left = [other for other in self.of(index) if other["id"] != identity["id"]]
        if identity["is_primary"]:
            for position, other in enumerate(left):
                if other["type"] == identity["type"]:
                    left[position] = {**other, "is_primary": True}
                    break
        self._changed[index] = left
        self._settle(index)

    def make_primary(self, index: int, identity: Identity) -> None:
        """Makes an identity the one of its type that is shown with the user."""
        self._changed[index] = [
            {**other, "is_primary": other["id"] == identity["id"]} if other["type"] == identity["type"] else other
            for other in self.of(index)
        ]
        self._settle(index)

    def _settle(self, index: int) -> None:
        shown = {one["type"]: one["name"] for one in self._changed[index] if one["is_primary"]}
        self._people.edit(index, {kind: shown.get(kind) for kind in PLAIN_TYPES})
