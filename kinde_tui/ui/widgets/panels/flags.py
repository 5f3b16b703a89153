"""The flags of one user or one organization, in its details."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kinde_tui.models.user import User
from kinde_tui.ui.dialogs.menu import Item, MenuDialog
from kinde_tui.ui.reaching import from_here
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.cascade import Cascade

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.source import TableRow


class OrganizationFlagsPanel(Vertical):
    """What is in force for an organization."""

    def __init__(self, rows: CollectionList) -> None:
        super().__init__()
        self._tenant = rows.tenant

    def compose(self) -> ComposeResult:
        """The cascade."""
        yield Cascade(self._tenant)

    def point(self, row: TableRow) -> None:
        """Shows this organization."""
        self.query_one(Cascade).point_at(row.key, "")


class UserFlagsPanel(Vertical):
    """What is in force for a user, seen through one of the user's organizations."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "O", "choose_organization", "organization", id="flags.organization", tooltip="Through which organization"
        ),
    ]
    BINDING_GROUP_TITLE = "Flags"

    def __init__(self, rows: CollectionList) -> None:
        super().__init__()
        self._tenant = rows.tenant
        self._codes: tuple[str, ...] = ()
        self._user_id = ""
        self._org_code = ""

    def compose(self) -> ComposeResult:
        """Which organization, and the cascade."""
        yield Static("", classes="panel-note")
        yield Cascade(self._tenant)

    def point(self, row: TableRow) -> None:
        """Shows this user."""
        codes = User.read(row.raw).organizations or ()
        if row.key != self._user_id or self._org_code not in codes:
            self._org_code = codes[0] if codes else ""
        self._user_id, self._codes = row.key, codes
        self._show()

    def _show(self) -> None:
        self._say()
        self.query_one(Cascade).point_at(self._org_code, self._user_id)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _say(self) -> None:
        name = self._tenant.name_of("organizations", self._org_code) or self._org_code
        words = f"in {name}" if self._org_code else "in no organization"
        more = f" · {from_here(self, 'O')} chooses one of {len(self._codes)}" if len(self._codes) > 1 else ""
        self.query_one(".panel-note", Static).update(plain(words + more, "$label"))

    def action_choose_organization(self) -> None:
        """Asks which of the user's organizations."""
        items = [Item(code, self._tenant.name_of("organizations", code) or code) for code in self._codes]

        async def ask() -> None:
            chosen = await self.app.push_screen_wait(MenuDialog("Flags in which organization?", items))
            if chosen is not None:
                self._org_code = chosen
                self._show()

        if items:
            self.app.run_worker(ask(), group="ask", description="choose an organization")
