"""The users of the demo tenant: made when somebody looks at them, so that 100,000 cost little more than ten."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from kinde_tui.demo.dice import Dice
from kinde_tui.demo.names import Language, languages

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAINS = ("example.com", "example.org", "example.net")
_SPAN = timedelta(days=900)
"""How long ago the first user signed up."""
_PHONES = 10_000_000
_STEP = 7_368_787
"""Coprime to `_PHONES`: every index gets a telephone number of its own that gives the index back."""
_BACK = pow(_STEP, -1, _PHONES)

Person = dict[str, Any]
"""A user with all fields; None: Kinde would have nothing to say."""


class People:
    """Users by index. Names and addresses are known from the start, the rest is drawn on demand; edits lie on top.

    Args:
        seed: the same seed makes the same people.
        count: how many there are at the start.
        born: the tenant's age is counted from here; aware.
    """

    def __init__(self, seed: int, count: int, born: datetime) -> None:
        self.seed = seed
        self.born = born
        self.ids: list[str] = []
        self._base = count
        self._made: list[Person] = []
        self._names: list[tuple[str, str, str]] = []
        self._by_id: dict[str, int] = {}
        self._by_local: dict[str, int] = {}
        self._edits: dict[int, Person] = {}
        self._gone: set[int] = set()
        self._needles: list[str | None] = [None] * count
        for index in range(count):
            self._name(index)

    def __len__(self) -> int:
        return len(self.ids) - len(self._gone)

    def _name(self, index: int) -> None:
        digest = blake2b(b"%d:%d" % (self.seed, index), digest_size=32, person=b"name").digest()
        drawn = int.from_bytes(digest[16:], "big")
        tongues = languages()
        drawn, tongue = divmod(drawn, len(tongues))
        language = tongues[tongue]
        drawn, given_at = divmod(drawn, len(language.given))
        drawn, family_at = divmod(drawn, len(language.family))
        given, family = language.given[given_at], language.family[family_at]
        local = f"{given.plain}.{family.plain}"
        if local in self._by_local:
            local = f"{local}{index}"
        self._by_local[local] = index
        self._names.append((given.text, family.text, f"{local}@{DOMAINS[drawn % 3]}"))
        user_id = f"kp_{digest[:16].hex()}"
        self._by_id[user_id] = index
        self.ids.append(user_id)

    def _language(self, index: int) -> Language:
        digest = blake2b(b"%d:%d" % (self.seed, index), digest_size=32, person=b"name").digest()
        tongues = languages()
        return tongues[int.from_bytes(digest[16:], "big") % len(tongues)]

    @property
    def drawn(self) -> int:
        """How many users there were at the start: those below this index are drawn, those above were created."""
        return self._base

    def index_of(self, user_id: str) -> int | None:
        """The index of a user; None: there is none of that id, or no more."""
        index = self._by_id.get(user_id)
        return None if index is None or index in self._gone else index

    def indexes(self, start: int = 0) -> Iterator[int]:
        """Everybody from index `start` on, oldest first."""
        return (index for index in range(start, len(self.ids)) if index not in self._gone)

    def has(self, index: int) -> bool:
        """Whether the user is still there."""
        return index not in self._gone

    def person(self, index: int) -> Person:
        """Every field of a user, as they are now."""
        if index >= self._base:
            return self._made[index - self._base]
        drawn = self._draw(index)
        edits = self._edits.get(index)
        if edits:
            drawn.update(edits)
        return drawn

    def _draw(self, index: int) -> Person:
        dice = Dice(self.seed, "person", index)
        first, last, email = self._names[index]
        age = _SPAN * (1 - index / self._base) + timedelta(seconds=dice.below(400_000))
        created = self.born - age
        idle = timedelta(seconds=int(240 * 1.0059 ** dice.below(2000)))
        never = dice.chance(9)
        failed = dice.below(35) + 5 if dice.chance(3) else dice.below(3) + 1 if dice.chance(10) else 0
        days = max(1, age.days)
        return {
            "id": self.ids[index],
            "provided_id": f"crm-{10_000 + index}" if dice.chance(40) else None,
            "email": email,
            "phone": self._phone(index) if dice.chance(35) else None,
            "username": email.partition("@")[0].replace(".", "_") if dice.chance(30) else None,
            "first_name": first,
            "last_name": last,
            "is_suspended": dice.chance(4),
            "picture": f"https://avatars.example.com/{self.ids[index][3:15]}.png" if dice.chance(30) else None,
            "total_sign_ins": 0 if never else 1 + dice.below(min(400, days)),
            "failed_sign_ins": failed,
            "last_signed_in": None if never else stamp(max(created, self.born - idle)),
            "created_on": stamp(created),
            "is_password_reset_requested": False,
        }

    def _phone(self, index: int) -> str:
        return f"+{self._language(index).calling_code}55{index * _STEP % _PHONES:07d}"

    def drawn_email(self, email: str) -> int | None:
        """Who had this address at the start."""
        index = self._by_local.get(email.partition("@")[0])
        return index if index is not None and self._names[index][2] == email else None

    def drawn_username(self, username: str) -> int | None:
        """Who could have had this name at the start."""
        return self._by_local.get(username.replace("_", "."))

    def drawn_phone(self, phone: str) -> int | None:
        """Who could have had this number at the start."""
        digits = phone[-7:]
        if not digits.isdecimal():
            return None
        index = int(digits) * _BACK % _PHONES
        return index if index < self._base and self._phone(index) == phone else None

    def needle(self, index: int) -> str:
        """What the server's own search looks into: name and address, without regard to case."""
        text = self._needles[index]
        if text is None:
            if index < self._base and index not in self._edits:
                parts: tuple[str | None, ...] = self._names[index]
            else:
                person = self.person(index)
                parts = (person["first_name"], person["last_name"], person["email"])
            text = " ".join(part for part in parts if part).casefold()
            self._needles[index] = text
        return text

    def edit(self, index: int, fields: Person) -> None:
        """Changes fields of a user for the rest of the run."""
        self._needles[index] = None
        if index >= self._base:
            self._made[index - self._base].update(fields)
        else:
            self._edits.setdefault(index, {}).update(fields)

    def add(self, person: Person) -> int:
        """A new user, last in the list; `person` has every field. Returns the index."""
        index = len(self.ids)
        self._made.append(person)
        self._needles.append(None)
        self._by_id[person["id"]] = index
        self.ids.append(person["id"])
        return index

    def remove(self, index: int) -> None:
        """The user is gone for good."""
        self._gone.add(index)


def stamp(moment: datetime) -> str:
    """`moment` as Kinde writes times: ISO 8601 in UTC, whole seconds."""
    return moment.replace(microsecond=0).isoformat()
