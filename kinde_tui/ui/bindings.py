"""The keys. Each has an id, by which a key map in the config file moves it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding

from kinde_tui.services.collections.collection import within
from kinde_tui.ui.navigation import DESTINATIONS

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection

TABLE: list[Binding] = [
    Binding("up,k", "move(-1)", "up", show=False, id="table.up", tooltip="One row up"),
    Binding("down,j", "move(1)", "down", show=False, id="table.down", tooltip="One row down"),
    Binding("pageup,ctrl+b", "page(-1)", "page up", show=False, id="table.page-up", tooltip="One page up"),
    Binding("pagedown,ctrl+f", "page(1)", "page down", show=False, id="table.page-down", tooltip="One page down"),
    Binding("home,g", "jump(0)", "first", show=False, id="table.first", tooltip="To the first row"),
    Binding("end,G", "jump(-1)", "last", show=False, id="table.last", tooltip="To the last row"),
    Binding(
        "less_than_sign,left,h",
        "choose_column(-1)",
        "column left",
        show=False,
        id="table.column-left",
        tooltip="Choose the column to the left",
    ),
    Binding(
        "greater_than_sign,right,l",
        "choose_column(1)",
        "column right",
        show=False,
        id="table.column-right",
        tooltip="Choose the column to the right",
    ),
    Binding("o", "sort", "sort", show=False, id="table.sort", tooltip="Sort by the chosen column; again: reverse"),
    Binding("enter", "open", "open", show=False, id="table.open", tooltip="Open the record"),
    Binding("space", "mark", "mark", id="table.mark", tooltip="Mark the row, and go down"),
    Binding(
        "V",
        "mark_range",
        "mark range",
        show=False,
        id="table.mark-range",
        tooltip="Mark from the last marked row to here",
    ),
    Binding(
        "ctrl+a",
        "mark_all",
        "mark all",
        show=False,
        id="table.mark-all",
        tooltip="Mark all that match the filter; again: none",
    ),
]
"""Moving, sorting and marking: every table has them."""

LIST: list[Binding] = [
    Binding("e", "edit", "edit", id="list.edit", tooltip="Edit the chosen cell in place"),
    Binding("n", "create", "new", id="list.new", tooltip="Make a new record"),
    Binding("d", "remove", "delete", id="list.delete", tooltip="Delete the record, or all marked ones"),
    Binding("slash", "filter", "filter", key_display="/", id="list.filter", tooltip="Filter: words, field:value, -not"),
    Binding(
        "f1",
        "grammar",
        "filter language",
        show=False,
        id="list.grammar",
        tooltip="The filter language: what can be typed, fields and words of this list",
    ),
    Binding(
        "y", "copy", "copy", show=False, id="list.copy", tooltip="Copy the cell, the row, its id, its JSON, the table"
    ),
    Binding(
        "x",
        "export",
        "export",
        show=False,
        id="list.export",
        tooltip="Write what is filtered to a file: CSV, JSON, NDJSON, Markdown",
    ),
    Binding(
        "vertical_line",
        "columns",
        "columns",
        key_display="|",
        show=False,
        id="list.columns",
        tooltip="Choose, order and size the columns",
    ),
    Binding("a", "choose_action", "actions", show=False, id="list.actions", tooltip="All that can be done here"),
    Binding("r", "reload", "refresh", show=False, id="list.refresh", tooltip="Read this list again from the tenant"),
]
"""What every list of records offers; its own actions come before."""

APP: list[Binding] = [
    *(
        Binding(d.key, f"go('{d.name}')", d.title, show=False, id=f"go.{d.name}", tooltip=f"Go to {d.title}")
        for d in DESTINATIONS
        if d.key
    ),
    Binding(
        "colon", "command_line", "command", key_display=":", id="app.command", tooltip="Type a command: :users, :theme"
    ),
    Binding("question_mark", "help", "help", key_display="?", id="app.help", tooltip="The keys of this place"),
    Binding("u", "undo", "undo", show=False, id="app.undo", tooltip="Take the last change back"),
    Binding(
        "U",
        "redo",
        "redo",
        show=False,
        id="app.redo",
        tooltip="Redo, try again, or have a refused form back",
    ),
    Binding("R", "refresh_all", "refresh all", show=False, id="app.refresh-all", tooltip="Read every list again"),
    Binding(
        "left_square_bracket",
        "back",
        "back",
        key_display="[",
        show=False,
        id="app.back",
        tooltip="To where you were before",
    ),
    Binding(
        "right_square_bracket",
        "forward",
        "forward",
        key_display="]",
        show=False,
        id="app.forward",
        tooltip="Forward again",
    ),
    Binding("w", "open_web", "web", show=False, id="app.web", tooltip="Open this in Kinde's web dashboard"),
    Binding("ctrl+e", "switch_profile", "profile", show=False, id="app.profile", tooltip="Switch to another tenant"),
    Binding("ctrl+t", "next_theme", "theme", show=False, id="app.theme", tooltip="The next theme"),
    Binding("7", "more", "more", show=False, id="app.more", tooltip="All the other screens"),
    Binding("q", "leave", "quit", show=False, id="app.quit", tooltip="Quit; asks while a change is on its way"),
    Binding("ctrl+q", "leave", "quit", show=False, id="app.quit-now", priority=True, tooltip="Quit from anywhere"),
    Binding(
        "ctrl+z",
        "suspend_process",
        "shell",
        show=False,
        id="app.shell",
        priority=True,
        tooltip="To the shell; fg comes back",
    ),
    Binding("ctrl+c", "copy_or_leave", "copy", show=False, id="app.copy", tooltip="Copy the selection, or how to quit"),
]
"""What works on every screen."""

SCREEN: list[Binding] = [
    Binding(
        "escape",
        "escape",
        "back",
        show=False,
        id="screen.escape",
        tooltip="One step back: marks, filter, details, what is being read, screen",
    ),
]

COLLECTION: list[Binding] = [
    *SCREEN,
    Binding(
        "comma",
        "step_tab(-1)",
        "previous tab",
        key_display=",",
        show=False,
        id="details.previous",
        tooltip="The detail tab before",
    ),
    Binding(
        "full_stop",
        "step_tab(1)",
        "next tab",
        key_display=".",
        show=False,
        id="details.next",
        tooltip="The next detail tab",
    ),
    Binding(
        "tab", "focus_other", "details", show=False, id="details.focus", tooltip="Between the list and the details"
    ),
    Binding("z", "zoom", "zoom", show=False, id="details.zoom", tooltip="The details on the whole screen, and back"),
]
"""A screen with a list and details."""


def of_list(collection: AnyCollection) -> list[Binding]:
    """What every list offers, with the words for what it makes and takes away."""
    words = {}
    if collection.creation is not None:
        title = collection.creation.title
        words["create"] = (within(title).split()[0], title)
    if collection.removal is not None:
        title = collection.removal.title
        words["remove"] = (
            within(title).split()[0],
            f"{title}, or all marked ones" if collection.removal.bulk else title,
        )
    return [
        replace(one, description=words[one.action][0], tooltip=words[one.action][1]) if one.action in words else one
        for one in LIST
    ]


def of_actions(collection: AnyCollection, *, shown: int = 2) -> list[Binding]:
    """The keys of what can be done with a record, as the collection declares it.

    Args:
        collection: of the record.
        shown: so many of them stand in the line of keys.
    """
    actions = [
        Binding(
            action.key,
            f"run_action('{action.id}')",
            within(action.title),
            id=action.id,
            tooltip=action.title,
            show=position < shown,
        )
        for position, action in enumerate(collection.actions)
        if action.key
    ]
    return actions + [
        Binding(one.key, f"inquire('{one.id}')", within(one.title), id=one.id, tooltip=one.title, show=shown > 0)
        for one in collection.inquiries
        if one.key
    ]
