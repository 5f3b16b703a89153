"""What the tests of the collection screens ask of the screen: which rows there are, and which one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from kinde_tui.ui.screens.collection_screen import CollectionScreen
from kinde_tui.ui.widgets.collection_list import CollectionList
from kinde_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.ui.dialogs.dialog import Dialog
    from kinde_tui.ui.widgets.detail_pane import DetailPane
    from tests.support.ui import Stage

D = TypeVar("D", bound="Dialog[Any]")


def collection_screen(stage: Stage) -> CollectionScreen:
    """The screen on top, which is a list with its details."""
    screen = stage.app.screen
    assert isinstance(screen, CollectionScreen), f"{screen!r} is on top:\n{stage.text}"
    return screen


def list_shown(stage: Stage) -> CollectionList:
    """The list at the left, or above."""
    return collection_screen(stage).rows


def details(stage: Stage) -> DetailPane:
    """The details beside it."""
    return collection_screen(stage).details


def inner_list(stage: Stage) -> CollectionList:
    """The list in the detail tab shown."""
    return next(one for one in details(stage).query(CollectionList) if one.is_on_screen)


def inner_table(stage: Stage) -> RecordTable:
    """The table in the detail tab shown."""
    return next(one for one in details(stage).query(RecordTable) if one.is_on_screen)


def keys_of(table: RecordTable) -> list[str]:
    """The records of a table, in order."""
    return [row.key for row in table.source.window(0, len(table.source))]


def column_of(table: RecordTable, position: int = 0) -> list[str]:
    """What the cells of one column say, in order."""
    return [table.cells_of(row)[position].text for row in table.source.window(0, len(table.source))]


def chosen_key(stage: Stage) -> str:
    """The record under the cursor of the list."""
    row = list_shown(stage).table.cursor_row
    return row.key if row else ""


async def choose(stage: Stage, key: str) -> None:
    """Puts the cursor of the list on a record."""
    list_shown(stage).select(key)
    await stage.settle()
    assert chosen_key(stage) == key


async def open_tab(stage: Stage, title: str) -> None:
    """Walks to a detail tab with the key for it."""
    for _ in range(12):
        if details(stage).tab == title:
            return
        await stage.press("full_stop")
    raise AssertionError(f"There is no tab {title}:\n{stage.text}")


def dialog(stage: Stage, kind: type[D]) -> D:
    """The dialog on top."""
    assert isinstance(stage.app.screen, kind), f"{stage.app.screen!r} is on top:\n{stage.text}\n{stage.notices}"
    return stage.app.screen


def stored(stage: Stage, collection: str, key: str, *parent: str) -> Raw:
    """A record as the screens have it."""
    raw = stage.tenant.store.get(collection, key, parent)
    assert raw is not None, f"{key} is not in {collection}"
    return raw


def users(stage: Stage, *, suspended: bool = False, member: bool = False) -> list[str]:
    """Ids of users, in the order of the screen."""
    rows = stage.tenant.store.view("users", sort=("name", False)).window(0, 1000)
    return [
        row.key
        for row in rows
        if bool(row.raw["is_suspended"]) is suspended and (not member or row.raw.get("organizations"))
    ]


def organization_with_members(stage: Stage, least: int = 2) -> str:
    """The code of an organization that so many users are in."""
    codes = [code for raw in stage.tenant.store.rows("users") for code in raw.get("organizations") or ()]
    return next(str(code) for code in sorted(set(codes)) if codes.count(code) >= least)


def role_id(stage: Stage, key: str) -> str:
    """The id of the role with this key."""
    (row,) = stage.tenant.store.find("roles", "key", key)
    return row.key
