"""What a filter means where it names records of other lists: looked up before it becomes SQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.services import passes
from kinde_tui.services.filter_sql import WORD_MARKS, any_word, as_list
from kinde_tui.services.filters import AnyKey, Contains, Equals, Filter, Holds, OneOf
from kinde_tui.services.folding import fold
from kinde_tui.services.shape import sql
from kinde_tui.services.walking import walk

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection, Held, Refers
    from kinde_tui.services.filters import Term, Test
    from kinde_tui.services.homes import Home

Listed: TypeAlias = "tuple[str, Parent]"
"""A list: its collection and what it hangs under."""

SCANNED = 20_000
"""So many rows are looked at for values of a column."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dt")
"""How a stored moment begins; nobody types one out."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a filter means by what the store has."""

    filter: Filter
    leans_on: frozenset[str] = frozenset()
    """Collections whose rows it was taken from."""
    missing: tuple[Listed, ...] = ()
    """Lists that have to be read for the answer to be whole."""


EVERYTHING = Meaning(Filter())
"""What no filter means."""


class Lookups:
    """Looks up in all lists of a store."""

    def __init__(self, homes: Mapping[str, Home]) -> None:
        self._homes = homes
        self._holders: tuple[object, OneOf, tuple[Listed, ...]] | None = None
        """Who holds what was asked for last, and what that was taken from: more is typed after it letter by letter."""

    def meaning(self, wanted: Filter, collection: AnyCollection) -> Meaning:
        """The filter with the keys that its names stand for."""
        terms: list[Term] = []
        leans_on: set[str] = set()
        missing: dict[Listed, None] = {}
        for term in wanted.terms:
            test: Test = term.test
            if isinstance(test, Contains | Equals):
                test = self._named(test, collection, leans_on, missing)
            elif isinstance(test, Holds):
                held = collection.held[test.field]
                leans_on |= {held.refers.collection, held.among, held.holders, held.places}
                test, lacks = self._held_by(held, test)
                missing.update(dict.fromkeys(lacks))
            terms.append(replace(term, test=test))
        return Meaning(Filter(tuple(terms)), frozenset(leans_on), tuple(missing))

    def values(self, place: Listed, asked: str | Refers, beginning: str, limit: int) -> list[str]:
        """Values that begin so: of a column, among its first rows; or keys and names of what a field refers to."""
        if isinstance(asked, str):
            return [text for text in self._column(place, asked, beginning, limit) if not _MOMENT.match(text)]
        other = (asked.collection, ())
        found = [text for column in (asked.key, asked.name) for text in self._column(other, column, beginning, limit)]
        return list(dict.fromkeys(found))[:limit]

    def _column(self, place: Listed, column: str, beginning: str, limit: int) -> list[str]:
        home = self._homes[place[0]]
        names = {"rows": home.shape.rows, "column": home.shape.columns[column]}

        def look(database: sqlite3.Connection) -> list[str]:
            listed = passes.find_list(database, *place)
            statement = sql(
                "SELECT DISTINCT value FROM (SELECT {column} AS value FROM {rows} {walk} WHERE list=? LIMIT ?)"
                " WHERE typeof(value)='text' AND instr(value, ?)=1 LIMIT ?",
                names | {"walk": walk(database, home.shape, listed)},
            )
            return [text for (text,) in database.execute(statement, (listed.id, SCANNED, beginning, limit))]

        return sorted(home.database.read(look))

    # Names of what a column's words are keys of

    def _named(
        self,
        test: Contains | Equals,
        collection: AnyCollection,
        leans_on: set[str],
        missing: dict[Listed, None],
    ) -> Test:
        column = collection.column(test.column)
        if column is None or column.refers is None or column.refers.collection not in self._homes:
            return test
        leans_on.add(column.refers.collection)
        if not self._complete(column.refers.collection):
            missing[column.refers.collection, ()] = None
        needle, exact = (test.needle, False) if isinstance(test, Contains) else (test.text, True)
        found = [key for _, key in self._keys_of(column.refers, needle, exact=exact)]
        if exact:  # one of several keys, also where the record that it belongs to is not loaded
            found.append(needle)
        return AnyKey(test, tuple(found)) if found else test

    def _keys_of(self, refers: Refers, needle: str, *, exact: bool) -> list[tuple[str, str]]:
        """The records that a word names, as the keys of their rows and the keys by which other lists know them."""
        home = self._homes[refers.collection]
        test = "{0}=?" if exact else "instr({0}, ?)>0"
        columns = [home.shape.columns[name] for name in (refers.name, refers.key)]
        where = " OR ".join(test.format(column) for column in columns)
        names = {"rows": home.shape.rows, "key": columns[1], "where": where}
        statement = sql("SELECT key, {key} FROM {rows} WHERE list=? AND {key} IS NOT NULL AND ({where})", names)

        def look(database: sqlite3.Connection) -> list[tuple[str, str]]:
            listed = passes.find_list(database, refers.collection, ())
            return database.execute(statement, (listed.id, needle, needle)).fetchall()

        return [(row, str(key)) for row, key in home.database.read(look)]

    # Who holds something

    def _held_by(self, held: Held, test: Holds) -> tuple[OneOf, tuple[Listed, ...]]:
        """The holders, and the lists that would tell of more."""
        asked = (held, test, self._state(held))
        if self._holders is None or self._holders[0] != asked:
            missing: dict[Listed, None] = {}
            self._holders = (asked, OneOf(tuple(self._look_up(held, test, missing))), tuple(missing))
        return self._holders[1:]

    def _state(self, held: Held) -> tuple[object, ...]:
        """Another one after every change of a row that tells of holders."""
        database = self._homes[held.among].database
        asked = (held.refers.collection, held.among, held.places, held.holders)
        found = database.read(
            lambda connection: connection.execute(
                "SELECT count(*), sum(generation), sum(complete) FROM lists WHERE collection IN (?,?,?,?)", asked
            ).fetchone()
        )
        return database.epoch, *found

    def _look_up(self, held: Held, test: Holds, missing: dict[Listed, None]) -> set[str]:
        """From the lists of places that are loaded, and for all other places from the holders' lists.

        A list of holders tells all places in one, but does not follow what is changed here.
        """
        found = self._keys_of(held.refers, test.needle, exact=test.exact)
        if not self._complete(held.refers.collection):
            missing[held.refers.collection, ()] = None
        whole = self._whole_places(held)
        keys = set(self._among(held, [key for _, key in found]))
        if not (self._complete(held.places) and self._places(held) <= whole):
            for row, _ in found:
                keys.update(self._listed_holders(held, row, whole))
                if not self._complete(held.holders, (row,)):
                    missing[held.holders, (row,)] = None
        return keys

    def _complete(self, collection: str, parent: Parent = ()) -> bool:
        database = self._homes[collection].database
        return database.read(lambda connection: passes.find_list(connection, collection, parent)).state.complete

    def _whole_places(self, held: Held) -> frozenset[str]:
        """Places whose own list is complete."""

        def look(database: sqlite3.Connection) -> frozenset[str]:
            parents = passes.parents_of(database, held.among)
            return frozenset(
                parent[0] for parent in parents if passes.find_list(database, held.among, parent).state.complete
            )

        return self._homes[held.among].database.read(look)

    def _places(self, held: Held) -> frozenset[str]:
        home = self._homes[held.places]
        statement = sql("SELECT key FROM {rows}", {"rows": home.shape.rows})
        return frozenset(key for (key,) in home.database.read(lambda database: database.execute(statement).fetchall()))

    def _among(self, held: Held, keys: Sequence[str]) -> list[str]:
        home = self._homes[held.among]
        column = home.shape.columns[held.column]
        statement = sql("SELECT key FROM {rows} WHERE {where}", {"rows": home.shape.rows, "where": any_word(column)})
        asked = [as_list(keys)] * WORD_MARKS
        return [key for (key,) in home.database.read(lambda database: database.execute(statement, asked).fetchall())]

    def _listed_holders(self, held: Held, row: str, whole: frozenset[str]) -> list[str]:
        """Who a list of holders names for a place whose own list is not loaded whole."""
        home = self._homes[held.holders]
        column = home.shape.columns[held.places_of_holder]
        statement = sql("SELECT key, {places} FROM {rows} WHERE list=?", {"places": column, "rows": home.shape.rows})

        def look(database: sqlite3.Connection) -> list[tuple[str, str | None]]:
            listed = passes.find_list(database, held.holders, (row,))
            return database.execute(statement, (listed.id,)).fetchall()

        folded = {fold(place) for place in whole}
        return [key for key, places in home.database.read(look) if set((places or "").split()) - folded]
