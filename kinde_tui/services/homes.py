"""Where the store keeps the records of each collection."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.services.database import Database
from kinde_tui.services.filter_sql import register
from kinde_tui.services.orders import Orders
from kinde_tui.services.passes import TABLES
from kinde_tui.services.shape import Shape

if TYPE_CHECKING:
    from pathlib import Path

    from kinde_tui.services.collections.collection import AnyCollection


@dataclass(frozen=True, slots=True)
class Home:
    """Where the records of one collection live."""

    shape: Shape
    database: Database
    orders: Orders


class Homes(Mapping[str, Home]):
    """The homes of all collections; the tables of each are made, or found, when it is first asked for."""

    def __init__(self, collections: Mapping[str, AnyCollection], path: Path | None) -> None:
        self._collections = collections
        self._opened: dict[str, Home] = {}
        self._opening = threading.RLock()
        self._disk = _Place(path)
        self._memory: _Place | None = None

    @property
    def disk(self) -> Database:
        """The database in the store's file, or what stands in for it."""
        return self._disk.database

    def opened(self) -> list[tuple[str, Home]]:
        """Those that were asked for, with their collection's name."""
        return list(self._opened.items())

    def close(self) -> None:
        """Gives the files back."""
        for place in filter(None, (self._disk, self._memory)):
            place.database.close()

    def __getitem__(self, name: str) -> Home:
        """The home of a collection.

        Raises:
            KeyError: there is no such collection.
        """
        home = self._opened.get(name)
        if home is None:
            with self._opening:
                home = self._opened.get(name) or self._open(name)
        return home

    def __contains__(self, name: object) -> bool:
        """Whether there is such a collection."""
        return name in self._collections

    def __iter__(self) -> Iterator[str]:
        """The names of all collections."""
        return iter(self._collections)

    def __len__(self) -> int:
        """How many collections there are."""
        return len(self._collections)

    def _open(self, name: str) -> Home:
        collection = self._collections[name]
        place = self._disk
        if collection.lists.secret:
            place = self._memory = self._memory or _Place(None)
        home = self._opened[name] = place.home(Shape(collection))
        return home


class _Place:
    """A database and the tables that were asked for in it: should it be replaced, the new one has them too."""

    def __init__(self, path: Path | None) -> None:
        self._shapes: list[Shape] = []
        self._orders = Orders()
        self.database = Database(path, self._build, register, self._strange)

    def home(self, shape: Shape) -> Home:
        """A collection's home, with its tables made when they are not there."""
        self._shapes.append(shape)
        if not self.database.read(shape.is_built):
            self.database.write(shape.build)
        return Home(shape, self.database, self._orders)

    def _build(self, database: sqlite3.Connection) -> None:
        for statement in TABLES:
            database.execute(statement)
        for shape in self._shapes:
            shape.build(database)

    def _strange(self, database: sqlite3.Connection) -> bool:
        return any(shape.is_another(database) for shape in self._shapes)
