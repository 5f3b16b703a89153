"""The app: one tenant at a time, its screens as modes, and what every screen may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App
from textual.filter import Monochrome, NoColor

from kinde_tui.ui import bindings
from kinde_tui.ui.applying import Applying
from kinde_tui.ui.asking import Asks
from kinde_tui.ui.messages import ChangesRequested, CopyRequested
from kinde_tui.ui.navigation import START
from kinde_tui.ui.stylesheets import stylesheets
from kinde_tui.ui.text import safe
from kinde_tui.ui.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.command import Provider
    from textual.filter import LineFilter
    from textual.screen import Screen
    from textual.theme import Theme

    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.profiles import ProfileChoices


def _command_provider() -> type[Provider]:
    from kinde_tui.ui.commands import CommandProvider

    return CommandProvider


def _record_provider() -> type[Provider]:
    from kinde_tui.ui.commands import RecordProvider

    return RecordProvider


class KindeApp(Asks):
    """A dashboard over one tenant.

    Args:
        tenant: what to open; None shows the welcome screen.
        profiles: the settings.
        theme: the name of a theme; empty: dark.
        keymap: binding ids to keys, from the config file.
    """

    TITLE = "kinde-tui"
    CSS_PATH = stylesheets()  # type: ignore[assignment]  # a list of paths is accepted
    BINDINGS: ClassVar[list[BindingType]] = [*bindings.APP]
    COMMANDS: ClassVar[set[Any]] = {_command_provider, _record_provider}
    ENABLE_COMMAND_PALETTE = True
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self,
        tenant: Tenant | None,
        profiles: ProfileChoices,
        theme: str = "",
        keymap: Mapping[str, str] | None = None,
        start: str = START,
    ) -> None:
        super().__init__(tenant, start, profiles)
        self._colourless = NoColor()
        self._applying = Applying(self, lambda: self._keys.pressed)
        for one in THEMES:
            self.register_theme(one)
        self._begin_with(next((one for one in THEMES if one.name == theme), THEMES[0]))
        if keymap:
            self.set_keymap(dict(keymap))

    def _begin_with(self, theme: Theme) -> None:
        """Takes the first theme before a style sheet is parsed: assigning it styles every widget a second time."""
        if theme.ansi:  # which changes more than variables
            self.theme = theme.name
            return
        self.set_reactive(App.theme, theme.name)
        classes = {f"-theme-{theme.name}": True, "-dark-mode": theme.dark, "-light-mode": not theme.dark}
        self.update_classes(classes, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without colours the terminal's own are left out: Textual makes greys, and of all of these the same black.

        It would know by the theme that it is made with, which is none of ours.
        """
        filters = super().get_line_filters()
        if not self.no_color or not self.native_ansi_color:
            return filters
        return [self._colourless if isinstance(one, Monochrome) else one for one in filters]

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002 - Textual's signature
        """None of Textual's own: its screenshot would write personal data into the downloads folder."""
        return ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a tenant there is nothing to undo, refresh or go to."""
        needs_tenant = {"undo", "redo", "refresh_all", "back", "forward", "more", "go", "open_web", "command_line"}
        if action in needs_tenant and self.tenant is None:
            return False
        return super().check_action(action, parameters)

    # Changes

    async def change_tenant(self, tenant: Tenant) -> None:
        """Closes the present tenant and opens another one, in which nothing has failed yet."""
        self._applying.forget()
        await super().change_tenant(tenant)

    @on(ChangesRequested)
    def _apply(self, event: ChangesRequested) -> None:
        self._applying.request(event)

    def action_undo(self) -> None:
        """Takes the last change back."""
        self._applying.undo()

    def action_redo(self) -> None:
        """Makes it again."""
        self._applying.redo()

    @on(CopyRequested)
    def _copy(self, event: CopyRequested) -> None:
        # Line breaks and tabs are kept: they part rows and cells.
        self.copy_to_clipboard("\t".join(safe(part, lines=True) for part in event.text.split("\t")))
        self.notify(safe(f"Sent {event.what} to the terminal's clipboard."), markup=False, timeout=3)

    def action_refresh_all(self) -> None:
        """Reads every list again."""
        if self.tenant is not None and self.tenant.gateway is not None:
            self.run_worker(self.tenant.sync.load_all(), group="read.all", description="refresh all")

    def action_copy_or_leave(self) -> None:
        """Copies what is selected; without a selection it says how to quit."""
        selected = self.screen.get_selected_text()
        if selected:
            self.post_message(CopyRequested(selected, "the selection"))
        else:
            self.notify("q quits.", markup=False, timeout=3)
