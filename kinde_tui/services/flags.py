"""Feature flags as an admin thinks of them: the cascade, and how it is changed level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.models.flag import FlagType
from kinde_tui.models.user import User
from kinde_tui.services import flag_changes, flag_definitions
from kinde_tui.services.cascade import FlagRow, Level, Provenance, decide
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.flag_cascade import ENVIRONMENT, ORGANIZATION, FlagCascade
from kinde_tui.services.flag_changes import Spot
from kinde_tui.services.flag_values import parse_value, shown, wire

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Parent
    from kinde_tui.services.journal import Journal
    from kinde_tui.services.store import Store


class Flags(FlagCascade):
    """The cascade of one tenant, and the changes of it."""

    def __init__(self, store: Store, journal: Journal, label: str) -> None:
        """Takes what it reads, and how it names the tenant.

        Args:
            store: with the lists of the environment and of organizations.
            journal: what this program wrote.
            label: the tenant's environment, as sentences name it: `acme (production)`.
        """
        super().__init__(store, journal)
        self._label = label

    def set_override(
        self, level: Level, key: str, value: Any, *, org_code: str | None = None, user_id: str | None = None
    ) -> Change:
        """Sets a flag on one level, to a value of its type.

        Args:
            level: the environment, an organization or a user.
            key: the flag.
            value: in the flag's type, or as it travels.
            org_code: the organization; for a user, the one whose value an undo goes back to.
            user_id: the user.

        Raises:
            InvalidInputError: the level has no override, or the value is none of the flag's type.
        """
        row = self.row(key, org_code, user_id)
        text = wire(parse_value(row.type, wire(value)))
        spot = self._spot(level, row, org_code, user_id)
        cell = row.cells[level]
        if level is Level.USER:
            return self._set_for_user(spot, text, row)
        former = self._store.get(spot.target.collection, key, spot.target.parent)
        if cell.provenance is Provenance.UNREADABLE:
            return flag_changes.blind(spot, text, None, "What was set before is not loaded, so there is no way back.")
        if former is None or cell.inherited:
            return flag_changes.override(spot, text, former)
        lossy = "Whether the former value was inherited cannot be read: undo sets it as an override."
        return flag_changes.reset(spot, text, former, lossy if cell.inherited is None else "")

    def toggle(self, level: Level, key: str, *, org_code: str | None = None, user_id: str | None = None) -> Change:
        """Turns a boolean flag to the other side on one level, from what it is there, or else from what is in force.

        Raises:
            InvalidInputError: the flag is none, or what it is cannot be known.
        """
        row = self.row(key, org_code, user_id)
        if row.type != FlagType.BOOL:
            raise InvalidInputError(f"{key} is no boolean flag: edit its value instead.")
        cell = row.cells.get(level)
        now = cell.value if cell is not None and cell.known else row.in_force.value
        if not isinstance(now, bool):
            raise InvalidInputError(f"What {key} is now cannot be known: set it on or off instead.")
        return self.set_override(level, key, not now, org_code=org_code, user_id=user_id)

    def clear_override(
        self, level: Level, key: str, *, org_code: str | None = None, user_id: str | None = None
    ) -> Change:
        """Removes the override of one flag on one level.

        Raises:
            InvalidInputError: there is none, or the API cannot remove it there.
        """
        row = self.row(key, org_code, user_id)
        if level is Level.USER:
            raise InvalidInputError(_no_clearing(row))
        spot = self._spot(level, row, org_code, user_id)
        former = self._store.get(spot.target.collection, key, spot.target.parent)
        if former is None and row.cells[level].provenance is Provenance.ABSENT:
            raise InvalidInputError(f"{key} has no override {spot.whose}.")
        return flag_changes.clear(spot, former, _above(level, row))

    def clear_all(self, level: Level, *, org_code: str | None = None) -> Change:
        """Removes all overrides of the environment or of an organization in one request; there is no way back.

        Raises:
            InvalidInputError: the API cannot remove them there, or there are none.
        """
        if level not in {Level.ENVIRONMENT, Level.ORGANIZATION}:
            raise InvalidInputError("Kinde's API clears all overrides of the environment or of an organization only.")
        spot = self._spot(level, decide("", "", {}), org_code, None)
        cells = {row.key: row.cells[level] for row in self.cascade(org_code)}
        if cells and all(cell.provenance is Provenance.ABSENT for cell in cells.values()):
            raise InvalidInputError(f"No flag has an override {spot.whose}.")
        return flag_changes.clear_all(spot, [key for key, cell in cells.items() if cell.overrides])

    def create(
        self, key: str, *, name: str, kind: str, default: str, description: str = "", level: str = "usr"
    ) -> Change:
        """Makes a flag: see `flag_definitions.create`. Raises InvalidInputError."""
        if self._store.get(ENVIRONMENT, key.strip()) is not None:
            raise InvalidInputError(f"There is a flag {key.strip()} already.")
        return flag_definitions.create(
            key=key,
            name=name,
            description=description,
            kind=kind,
            default=default,
            level=level,
            follows=self._follows(),
            where=self._label,
        )

    def delete(self, key: str) -> Change:
        """Deletes a flag with everything set for it; there is no way back."""
        return flag_definitions.delete(key, follows=self._follows(), where=self._label)

    def replace(self, key: str, *, name: str, kind: str, default: str, description: str, level: str) -> Change:
        """Replaces a flag's definition: see `flag_definitions.redefine`. Raises InvalidInputError."""
        return flag_definitions.redefine(
            key=key,
            name=name,
            description=description,
            kind=kind,
            default=default,
            level=level,
            former=self.definition(key),
            follows=self._follows(),
            where=self._label,
        )

    def _set_for_user(self, spot: Spot, text: str, row: FlagRow) -> Change:
        before = row.cells[Level.USER]
        if before.known:
            return flag_changes.blind(spot, text, wire(before.value), "")
        below = _without_user(row)
        if below.in_force.known:
            lossy = f"Kinde cannot remove a user's override: undo sets {shown(below.in_force.value)}, as an override."
            return flag_changes.blind(spot, text, wire(below.in_force.value), lossy)
        return flag_changes.blind(spot, text, None, "What is in force without it is not known: there is no way back.")

    def _spot(self, level: Level, row: FlagRow, org_code: str | None, user_id: str | None) -> Spot:
        match level:
            case Level.ENVIRONMENT:
                return Spot(level, row.key, row.type, "", f"in the environment of {self._label}", self._follows())
            case Level.ORGANIZATION if org_code:
                return Spot(level, row.key, row.type, org_code, self._whose("organizations", org_code))
            case Level.USER if user_id:
                return Spot(level, row.key, row.type, user_id, self._whose("users", user_id))
            case Level.BUSINESS:
                raise InvalidInputError("The default is part of the flag's definition: replace the flag to change it.")
        raise InvalidInputError(f"Choose the {level} first.")

    def _whose(self, collection: str, key: str) -> str:
        raw = self._store.get(collection, key) or {}
        name = User.read(raw).full_name if collection == "users" else raw.get("name")
        return f"for {name or key} in {self._label}"

    def _follows(self) -> tuple[Parent, ...]:
        """Organizations whose flags are loaded."""
        return tuple(self._store.parents(ORGANIZATION))


def _without_user(row: FlagRow) -> FlagRow:
    """What would be in force without the user's own override."""
    return decide(row.key, row.type, {level: cell for level, cell in row.cells.items() if level is not Level.USER})


def _no_clearing(row: FlagRow) -> str:
    below = _without_user(row)
    offer = f" Set it to what is inherited, {shown(below.in_force.value)}, instead." if below.in_force.known else ""
    return f"Kinde's API cannot remove a user's override.{offer} It then stays an override of its own."


def _above(level: Level, row: FlagRow) -> str | None:
    """What is left when the override of this level is cleared, as it travels; None: not known."""
    cell = row.cells[Level.ENVIRONMENT if level is Level.ORGANIZATION else Level.BUSINESS]
    return wire(cell.value) if cell.known else None
