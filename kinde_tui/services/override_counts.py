"""Which flags organizations override most, of the organizations whose flags were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kinde_tui.services.cascade import Level
from kinde_tui.services.flag_changes import LISTS
from kinde_tui.services.overview import Figure

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.flag_cascade import FlagCascade
    from kinde_tui.services.store import Store

LIST = LISTS[Level.ORGANIZATION]
ENVIRONMENT = LISTS[Level.ENVIRONMENT]
MOST = 8
"""Flags that are shown."""


class OverrideCounts:
    """Counts organization by organization, as the flags screen tells overrides from inherited values.

    Nothing tells of the others: Kinde has no call for all overrides of a flag.
    """

    def __init__(self, flags: FlagCascade, store: Store) -> None:
        """Counts nothing yet.

        Args:
            flags: tells what an organization overrides.
            store: tells whose flags were read.
        """
        self._flags = flags
        self._store = store
        self._found: dict[str, frozenset[str]] = {}

    def forget(self, parent: Parent | None) -> None:
        """The flags of an organization, or of all of them, have to be looked at again."""
        if parent:
            self._found.pop(parent[0], None)
        else:
            self._found.clear()

    def catch_up(self) -> Iterator[None]:
        """Looks at what was read since; stops for breath after each organization, which takes about a millisecond."""
        parents = [parent for parent in self._store.parents(LIST) if parent and self._store.age(LIST, parent).complete]
        whole = {parent[0] for parent in parents}
        self._found = {code: keys for code, keys in self._found.items() if code in whole}
        for code in sorted(whole - self._found.keys()):
            cells = {row.key: row.cells[Level.ORGANIZATION] for row in self._flags.cascade(code)}
            self._found[code] = frozenset(key for key, cell in cells.items() if cell.overrides)
            yield

    @property
    def looked_at(self) -> int:
        """How many organizations the figures are of."""
        return len(self._found)

    def overriding(self, flag: str) -> tuple[str, ...]:
        """The codes of the organizations that override this flag, among those looked at."""
        return tuple(sorted(code for code, keys in self._found.items() if flag in keys))

    def figures(self) -> tuple[Figure, ...]:
        """The flags that most organizations override, each with how many do; a flag without override has none."""
        counts = Counter(key for keys in self._found.values() for key in keys)
        most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
        return tuple(
            Figure(f"flag:{key}", key, f"organizations override {key}", count, ENVIRONMENT, of=self.looked_at)
            for key, count in most
        )
