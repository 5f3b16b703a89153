"""Feature flags as an admin thinks of them: one row a flag, one column a level, and what is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kinde_tui.models.flag import FlagType
from kinde_tui.models.user import User
from kinde_tui.services import flag_cells, flag_changes, flag_definitions
from kinde_tui.services.cascade import Cell, FlagRow, Level, Provenance, decide
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.flag_cells import Map
from kinde_tui.services.flag_changes import LISTS, Spot
from kinde_tui.services.flag_ledger import FlagLedger
from kinde_tui.services.flag_values import kind_of, parse_value, shown, wire

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change, Parent
    from kinde_tui.services.flag_ledger import Definition, Known, Written
    from kinde_tui.services.journal import Journal
    from kinde_tui.services.store import Store

__all__ = ["Cell", "FlagRow", "Flags", "Level", "Provenance", "parse_value"]

ENVIRONMENT, ORGANIZATION = LISTS[Level.ENVIRONMENT], LISTS[Level.ORGANIZATION]


class Flags:
    """The cascade of flags, from the store and from what this program wrote; and the changes of it."""

    def __init__(self, store: Store, journal: Journal, label: str) -> None:
        """Takes what it reads.

        Args:
            store: with the lists of the environment and of organizations.
            journal: what this program wrote.
            label: the tenant's environment, as sentences name it: `acme (production)`.
        """
        self._store = store
        self._ledger = FlagLedger(journal)
        self._label = label

    def needs(self, org_code: str | None = None) -> list[tuple[str, Parent]]:
        """The lists that the cascade is made of."""
        return [(ENVIRONMENT, ()), *([(ORGANIZATION, (org_code,))] if org_code else [])]

    def cascade(self, org_code: str | None = None, user_id: str | None = None) -> list[FlagRow]:
        """One row a flag, by key: business and environment always, the other levels where asked for."""
        environment = self._list(ENVIRONMENT, ())
        organization = self._map(org_code, environment)
        known = self._ledger.known()
        keys = sorted({*environment, *(organization.raws if organization is not None else ()), *known.definitions})
        return [self._row(key, environment.get(key), organization, user_id, known) for key in keys]

    def row(self, key: str, org_code: str | None = None, user_id: str | None = None) -> FlagRow:
        """The row of one flag."""
        environment = self._list(ENVIRONMENT, ())
        organization = self._map(org_code, environment)
        return self._row(key, environment.get(key), organization, user_id, self._ledger.known())

    def definition(self, key: str) -> Definition | None:
        """Name, description, levels and default of a flag, when this program wrote them."""
        return self._ledger.known().definitions.get(key)

    def overrides_of_users(self) -> list[tuple[str, str, Written]]:
        """User id, flag key and value of all overrides of users that this program set: the API lists none."""
        overrides = self._ledger.known().overrides
        return [(scope, key, one) for (level, scope, key), one in overrides.items() if level is Level.USER]

    def parse_value(self, kind: str, text: str) -> Any:
        """What was typed, as a value of that type. Raises InvalidInputError."""
        return parse_value(kind, text)

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
            raise InvalidInputError(self._no_clearing(row))
        spot = self._spot(level, row, org_code, user_id)
        former = self._store.get(spot.target.collection, key, spot.target.parent)
        if former is None and row.cells[level].provenance is Provenance.ABSENT:
            raise InvalidInputError(f"{key} has no override {spot.whose}.")
        return flag_changes.clear(spot, former, self._above(level, row))

    def clear_all(self, level: Level, *, org_code: str | None = None) -> Change:
        """Removes all overrides of the environment or of an organization in one request; there is no way back.

        Raises:
            InvalidInputError: the API cannot remove them there.
        """
        if level not in {Level.ENVIRONMENT, Level.ORGANIZATION}:
            raise InvalidInputError("Kinde's API clears all overrides of the environment or of an organization only.")
        rows = self.cascade(org_code)
        spot = self._spot(level, decide("", "", {}), org_code, None)
        return flag_changes.clear_all(
            spot, [row.key for row in rows if row.cells[level].known and not row.cells[level].inherited]
        )

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

    def _list(self, collection: str, parent: Parent) -> dict[str, Raw]:
        return {str(raw["key"]): raw for raw in self._store.rows(collection, parent) if raw.get("key")}

    def _map(self, org_code: str | None, environment: Mapping[str, Raw]) -> Map | None:
        if not org_code:
            return None
        parent = (org_code,)
        return Map.of(org_code, self._list(ORGANIZATION, parent), self._store.age(ORGANIZATION, parent), environment)

    def _row(
        self, key: str, environment: Raw | None, organization: Map | None, user_id: str | None, known: Known
    ) -> FlagRow:
        definition = known.definitions.get(key)
        entries = (environment, organization.raws.get(key) if organization is not None else None)
        kind = next((kind for raw in entries if raw is not None and (kind := kind_of(raw))), "")
        kind = kind or (definition.type if definition is not None else "")
        above = flag_cells.environment(key, kind, environment, self._store.age(ENVIRONMENT), known)
        cells = {Level.BUSINESS: flag_cells.business(key, kind, known), Level.ENVIRONMENT: above}
        if organization is not None:
            cells[Level.ORGANIZATION] = flag_cells.organization(key, kind, organization, above, known)
        if user_id:
            cells[Level.USER] = flag_cells.user(key, kind, user_id, known)
        return decide(key, kind, cells)

    def _set_for_user(self, spot: Spot, text: str, row: FlagRow) -> Change:
        before = row.cells[Level.USER]
        if before.known:
            return flag_changes.blind(spot, text, wire(before.value), "")
        below = decide(row.key, row.type, {level: cell for level, cell in row.cells.items() if level is not Level.USER})
        if below.in_force.known:
            lossy = f"Kinde cannot remove a user's override: undo sets {shown(below.in_force.value)}, as an override."
            return flag_changes.blind(spot, text, wire(below.in_force.value), lossy)
        return flag_changes.blind(spot, text, None, "What is in force without it is not known: there is no way back.")

    def _no_clearing(self, row: FlagRow) -> str:
        below = decide(row.key, row.type, {level: cell for level, cell in row.cells.items() if level is not Level.USER})
        offer = f" Set it to what is inherited, {shown(below.in_force.value)}, instead." if below.in_force.known else ""
        return f"Kinde's API cannot remove a user's override.{offer} It then stays an override of its own."

    def _above(self, level: Level, row: FlagRow) -> str | None:
        """What is left when the override of this level is cleared, as it travels; None: not known."""
        cell = row.cells[Level.ENVIRONMENT if level is Level.ORGANIZATION else Level.BUSINESS]
        return wire(cell.value) if cell.known else None

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
