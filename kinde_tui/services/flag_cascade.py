"""The cascade of feature flags, read: from the store, and from what this program wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kinde_tui.services import flag_cells
from kinde_tui.services.cascade import FlagRow, Level, decide
from kinde_tui.services.flag_cells import Map
from kinde_tui.services.flag_changes import LISTS
from kinde_tui.services.flag_ledger import FlagLedger
from kinde_tui.services.flag_values import kind_of

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.flag_ledger import Definition, Known
    from kinde_tui.services.journal import Journal
    from kinde_tui.services.store import Store

ENVIRONMENT, ORGANIZATION = LISTS[Level.ENVIRONMENT], LISTS[Level.ORGANIZATION]


class FlagCascade:
    """One row a flag, one cell a level, and what is in force."""

    def __init__(self, store: Store, journal: Journal) -> None:
        """Takes what it reads.

        Args:
            store: with the lists of the environment and of organizations.
            journal: what this program wrote.
        """
        self._store = store
        self._ledger = FlagLedger(journal)

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
