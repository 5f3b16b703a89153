"""A small kind of record, a store in the hand, and time that stands still: for tests of store, filters and sync."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kinde_tui.api import operations as kinde
from kinde_tui.models.record import Record
from kinde_tui.services.collections.collection import AnyCollection, Collection, Column, Flag
from kinde_tui.services.collections.raws import by, count, instant, listed, path
from kinde_tui.services.events import Bus, Event, RecordsChanged, StoreTroubled
from kinde_tui.services.store import Store
from tests.support.hand_clock import HandClock


class Thing(Record):
    """A record of the tests."""

    id: str = ""
    name: str | None = None


def _text(thing: Thing, _context: object) -> str:
    return thing.name or ""


COLUMNS = (
    Column[Thing]("name", "Name", _text, path("name"), search=True),
    Column[Thing]("mail", "Mail address", _text, path("mail", "email"), search=True),
    Column[Thing]("size", "Size", _text, path("size")),
    Column[Thing]("on", "Switched on", _text, path("on")),
    Column[Thing]("made", "Made", _text, instant("made")),
    Column[Thing]("tags", "Tags", _text, listed("tags")),
    Column[Thing]("tag_count", "Number of tags", _text, count("tags")),
)
FLAGS = {
    "on": Flag("on", True),
    "red": Flag("tags", "Red"),
    "named": Flag("name", present=True),
    "nameless": Flag("name", present=False),
}
THINGS = Collection[Thing](
    name="things",
    title="Things",
    one="thing",
    model=Thing,
    key=by("id"),
    lists=kinde.GET_USERS,
    reads=kinde.GET_USER,
    columns=COLUMNS,
    called=lambda thing: thing.name or "",
    sort=("name", False),
    flags=FLAGS,
)
PARTS = Collection[Thing](
    name="parts",
    title="Parts",
    one="part",
    model=Thing,
    key=by("id"),
    lists=kinde.GET_ORGANIZATION_USERS,
    parents=("org_code",),
    columns=COLUMNS[:2],
    called=lambda thing: thing.name or "",
)
SECRETS = Collection[Thing](
    name="secrets",
    title="Secrets",
    one="secret",
    model=Thing,
    key=by("id"),
    lists=kinde.GET_ENVIRONMENT_VARIABLES,
    columns=COLUMNS[:1],
    called=lambda thing: thing.name or "",
)
ALL: tuple[AnyCollection, ...] = (THINGS, PARTS, SECRETS)


class Listener:
    """Keeps what was published."""

    def __init__(self, bus: Bus, *kinds: type[Event]) -> None:
        self.heard: list[Event] = []
        for kind in kinds or (RecordsChanged, StoreTroubled):
            bus.subscribe(kind, self.heard.append)

    def changed(self) -> list[set[str] | None]:
        """The keys of the rows that changed, event by event."""
        return [
            None if event.keys is None else set(event.keys) for event in self.heard if isinstance(event, RecordsChanged)
        ]


def opened(file: Path | None = None, *, bus: Bus | None = None, collections: tuple[AnyCollection, ...] = ALL) -> Store:
    """A store of the tests' collections."""
    return Store({collection.name: collection for collection in collections}, file, bus or Bus(), HandClock())


def thing(number: int, **fields: Any) -> dict[str, Any]:
    """A record with a key, a name and whatever else is given."""
    return {"id": f"t{number}", "name": f"Thing {number:03}", **fields}


def filled(store: Store, *raws: dict[str, Any]) -> Store:
    """The store after a whole pass over these records."""
    pass_id = store.begin_pass("things")
    store.put_page("things", (), raws, pass_id)
    store.finish_pass("things", (), pass_id)
    return store


def shown(store: Store, text: str = "", sort: tuple[str, bool] | None = None) -> list[str]:
    """Keys of the rows that meet a filter, in their order."""
    view = store.view("things", filter=text, sort=sort)
    assert [row.key for row in view.window(0, len(view))] == list(view.keys())
    return list(view.keys())
