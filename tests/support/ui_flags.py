"""What the tests of flags on screen ask and do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Select, Static

from kinde_tui.api import operations as kinde
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.widgets.cascade import Cascade

if TYPE_CHECKING:
    from tests.support.ui import Stage

LUMEN = "Lumen Dental Group"
SET_FOR_ORGANIZATION = kinde.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE
SET_FOR_USER = kinde.UPDATE_USER_FEATURE_FLAG_OVERRIDE


def cascade(stage: Stage) -> Cascade:
    """The cascade on screen."""
    return next(one for one in stage.app.screen.query(Cascade) if one.is_on_screen)


def cells(stage: Stage, key: str) -> dict[str, str]:
    """What the row of a flag says, by column."""
    table = cascade(stage).table
    index = table.source.index_of(key)
    assert index is not None, f"{key} is not in the table:\n{stage.text}"
    (row,) = table.source.window(index, index + 1)
    return {column.key: cell.text for column, cell in zip(table.columns, table.cells_of(row), strict=True)}


def sent(stage: Stage) -> list[dict[str, str]]:
    """What reached the tenant for organizations: values travel in the query."""
    return [dict(entry.query) for entry in stage.demo.ledger.of(SET_FOR_ORGANIZATION.id)]


def note(stage: Stage) -> str:
    """The sentence about the cell under the cursor."""
    return str(cascade(stage).query_one(".cell-note", Static).content)


async def pick(stage: Stage, key: str, words: str = "") -> None:
    """Chooses a record in the dialog that a key opens."""
    await stage.press(key)
    assert isinstance(stage.app.screen, PickDialog)
    await stage.type(words)
    await stage.press("enter")


async def at(stage: Stage, key: str, level: str) -> None:
    """Puts the cursor on a flag and a level."""
    table = cascade(stage).table
    assert table.select(key)
    table.chosen_column = next(index for index, column in enumerate(table.columns) if column.key == level)
    table.focus()
    await stage.settle()


async def answer(stage: Stage, *values: str) -> None:
    """Fills the fields of a form in order, and sends it; None of them is left."""
    form = stage.app.screen
    assert isinstance(form, FormDialog), stage.text
    for number, value in enumerate(values):
        field = form.query_one(f"#field-{number}")
        field.focus()
        await stage.pilot.pause()
        if isinstance(field, Select):
            field.value = value
        elif value:
            await stage.type(value)
    await stage.press("ctrl+s")
