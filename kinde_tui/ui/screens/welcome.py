"""The first run: two choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kinde_tui.ui.dialogs.dialog import hints
from kinde_tui.ui.widgets.marked_list import MarkedList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from kinde_tui.ui.app import KindeApp

LOGO = Content.assemble(("kinde", "bold $primary"), ("-tui", "bold"))
DEMO = Content.assemble(
    ("\nLook around the demo tenant", "bold"),
    ("\nA company of 480 users inside this program: no account, no network. Break what you like.\n", "$cursor-label"),
)
CONNECT = Content.assemble(
    ("\nConnect your tenant", "bold"),
    ("\nA domain, a client id and a secret. It starts read-only and talks to that domain alone.\n", "$cursor-label"),
)


class WelcomeScreen(Screen[None]):
    """Shown when there is no profile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "choose('demo')", "demo", id="welcome.demo", tooltip="Look around the demo tenant"),
        Binding("c", "choose('connect')", "connect", id="welcome.connect", tooltip="Connect your tenant"),
    ]

    def compose(self) -> ComposeResult:
        """Name, sentence, choices, keys."""
        with Vertical(id="welcome"):
            yield Static(LOGO, id="logo")
            yield Static(Content.styled("A dashboard for the people who run a Kinde tenant.", "$label"), id="motto")
            yield MarkedList(Option(DEMO, id="demo"), Option(CONNECT, id="connect"), markup=False)
            yield Static(hints(("enter", "choose"), ("?", "help"), ("q", "quit")), id="welcome-keys")

    def on_mount(self) -> None:
        """The demo is the first choice."""
        self.query_one(OptionList).highlighted = 0
        self.screen.set_focus(self.query_one(OptionList))

    @on(OptionList.OptionSelected)
    def _choose_option(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose(event.option_id or "demo")

    def action_choose(self, what: str) -> None:
        """Goes on."""
        app: KindeApp = self.app  # type: ignore[assignment]
        if what == "demo":
            app.connecting().choose("demo")
        else:
            app.connecting().connect()
