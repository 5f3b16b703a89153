"""The README's tables are made from the code; `python tests/ui/test_readme.py` writes them anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from textual.binding import Binding
from textual.keys import format_key

from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.filter_help import GRAMMAR, NOTES
from kinde_tui.ui import bindings
from kinde_tui.ui.commands import COMMANDS
from kinde_tui.ui.screens.api_console import ApiConsoleScreen
from kinde_tui.ui.screens.change_log import ChangeLogScreen
from kinde_tui.ui.screens.flags import FlagsScreen
from kinde_tui.ui.screens.overview import OverviewScreen
from kinde_tui.ui.screens.token import TokenScreen
from kinde_tui.ui.widgets.answer_view import AnswerView
from kinde_tui.ui.widgets.barred import SCOPE_KEYS
from kinde_tui.ui.widgets.cascade import Cascade
from kinde_tui.ui.widgets.facts_view import FactsView
from kinde_tui.ui.widgets.figures.group import FigureGroup
from kinde_tui.ui.widgets.operation_form import OperationForm
from kinde_tui.ui.widgets.panels.ticks import TicksPanel
from kinde_tui.ui.widgets.panels.whole_list import WholeListPanel

README = Path(__file__).parents[2] / "README.md"


def keys_of(binding: Binding) -> str:
    names = [binding.key_display] if binding.key_display else [format_key(key) for key in binding.key.split(",")]
    return " ".join(f"`{name}`".replace("|", "\\|") for name in names)


def rows(title: str, found: Iterable[object]) -> Iterator[str]:
    yield f"\n**{title}**\n"
    yield "| key | does | id |"
    yield "|---|---|---|"
    for binding in found:
        if isinstance(binding, Binding) and binding.id and binding.tooltip:
            yield f"| {keys_of(binding)} | {binding.tooltip} | `{binding.id}` |"


def key_table() -> str:
    lines = [
        *rows("Everywhere", bindings.APP),
        *rows("In a table", [*bindings.TABLE, *bindings.LIST]),
        *rows("With details", bindings.COLLECTION),
        *rows("On a fact", FactsView.BINDINGS),
        *rows("On ticks", [*TicksPanel.BINDINGS, *WholeListPanel.BINDINGS]),
        *rows("On a flag", [*Cascade.BINDINGS, *FlagsScreen.BINDINGS]),
        *rows("In the token inspector", TokenScreen.BINDINGS),
        *rows("Where a scope is missing, and in the table of scopes", SCOPE_KEYS),
        *rows("In the change log", ChangeLogScreen.BINDINGS[len(bindings.SCREEN) :]),
        *rows("On the overview", [*FigureGroup.BINDINGS, *OverviewScreen.BINDINGS]),
        *rows(
            "In the API console",
            [*ApiConsoleScreen.BINDINGS[len(bindings.SCREEN) :], *OperationForm.BINDINGS, *AnswerView.BINDINGS],
        ),
        "\n**Actions**\n",
        "| on | key | does | id |",
        "|---|---|---|---|",
    ]
    for collection in COLLECTIONS.values():
        removal = [collection.removal] if collection.removal else []
        actions: list[Any] = [*collection.actions, *collection.inquiries, *removal]
        lines += [f"| {collection.title} | `{a.key}` | {a.title} | `{a.id}` |" for a in actions if a.key]
    return "\n".join(lines)


def command_table() -> str:
    lines = ["| command | aliases | does |", "|---|---|---|"]
    for command in COMMANDS:
        aliases = " ".join(f"`{alias}`" for alias in command.aliases)
        lines.append(f"| `:{command.name}` | {aliases} | {command.help} |")
    return "\n".join(lines)


def filter_table() -> str:
    lines = ["| typed | finds |", "|---|---|"]
    for examples, means in GRAMMAR:
        shown = " ".join(f"`{example}`" for example in examples)
        lines.append(f"| {shown} | {means} |")
    return "\n".join([*lines, "", NOTES])


TABLES = {"filter": filter_table, "keys": key_table, "commands": command_table}


def written(text: str) -> str:
    for name, table in TABLES.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        head, _, rest = text.partition(start)
        _, _, tail = rest.partition(end)
        text = f"{head}{start}\n{table()}\n{end}{tail}"
    return text


def test_the_readme_names_every_key_and_command_as_the_code_has_them() -> None:
    text = README.read_text(encoding="utf-8")
    assert written(text) == text


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
