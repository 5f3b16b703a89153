"""In place of what the token may not read: which scope it lacks, where that is ticked, and how it is picked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kinde_tui.api.errors import WHERE_SCOPES_ARE
from kinde_tui.ui.dialogs.dialog import hints
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.text import own, plain
from kinde_tui.ui.widgets.frame import BARRED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.refusing import Refuses
    from kinde_tui.ui.widgets.source import TableRow

SCOPE_KEYS: list[BindingType] = [
    Binding("y", "copy", "copy scopes", id="scopes.copy", tooltip="Copy the scopes that are missing, to tick them"),
    Binding(
        "r", "renew", "new token", id="scopes.renew", tooltip="Ask for a new token, with the scopes ticked meanwhile"
    ),
]
"""Wherever a scope is missing."""


class BarredView(VerticalScroll):
    """A screen or a detail tab that cannot be read."""

    BINDINGS: ClassVar[list[BindingType]] = [*SCOPE_KEYS]
    BINDING_GROUP_TITLE = "Scopes"

    def __init__(self, tenant: Tenant, title: str, scopes: Sequence[str], more: Sequence[str] = ()) -> None:
        """Says what is missing.

        Args:
            tenant: whose token it is.
            title: what cannot be read.
            scopes: those without which it cannot.
            more: those that its tabs and actions lack besides.
        """
        super().__init__()
        self._tenant = tenant
        self._title = title
        self.scopes = tuple(scopes)
        self.more = tuple(scope for scope in more if scope not in self.scopes)

    def compose(self) -> ComposeResult:
        """The sentences."""
        yield Static(self._said())

    def point(self, row: TableRow) -> None:
        """The same for every record."""

    def _said(self) -> Content:
        name = self._tenant.info.label or self._tenant.info.name
        one = len(self.scopes) == 1
        lines = [
            plain(f"{BARRED} {self._title} cannot be read", "bold $text-warning"),
            Content(),
            Content.assemble("The token of “", own(name), f"” lacks the scope{'' if one else 's'}"),
            *(plain(f"    {scope}", "bold $primary") for scope in self.scopes),
            plain(f"Tick {'it' if one else 'them'} {WHERE_SCOPES_ARE}."),
        ]
        if self.more:
            lines += [Content(), Content("Its tabs and actions lack besides"), plain(f"    {'  '.join(self.more)}")]
        keys = hints(("y", "copies the scopes"), ("r", "asks for a new token"), (":scopes", "shows all screens"))
        return Content("\n").join([*lines, Content(), keys])

    def action_copy(self) -> None:
        """Copies what is missing, one a line."""
        scopes = (*self.scopes, *self.more)
        what = "the scope" if len(scopes) == 1 else f"{len(scopes)} scopes"
        self.post_message(CopyRequested("\n".join(scopes), what))

    def action_renew(self) -> None:
        """Asks for a new token."""
        cast("Refuses", self.app).renew_token()
