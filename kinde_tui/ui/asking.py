"""What the app asks: menus, the command line, the help, and the last question. Dialogs are imported when they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from kinde_tui.ui.messages import Place
from kinde_tui.ui.navigation import DESTINATIONS
from kinde_tui.ui.refusing import Refuses
from kinde_tui.ui.text import safe
from kinde_tui.ui.themes import THEMES

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.connecting import ConnectFlow
    from kinde_tui.ui.finding import FindFlow
    from kinde_tui.ui.inquiring import Inquiring
    from kinde_tui.ui.profiles import ProfileChoices
    from kinde_tui.ui.saved_views import ViewFlow
    from kinde_tui.ui.widgets.collection_list import CollectionList


class Asks(Refuses):
    """The part of the app that asks."""

    def __init__(self, tenant: Tenant | None, start: str, profiles: ProfileChoices) -> None:
        super().__init__(tenant, start)
        self.profiles = profiles

    def connecting(self) -> ConnectFlow:
        """The questions about profiles."""
        from kinde_tui.ui.connecting import ConnectFlow

        return ConnectFlow(self)

    def set_privacy(self, rest: str = "") -> None:
        """Turns presentation mode on or off; `on` or `off`, else the other way round."""
        from kinde_tui.ui import privacy

        wanted = {"on": True, "off": False}.get(rest.strip().lower(), not privacy.is_on())
        self.run_worker(self.present(on=wanted), group="navigation", description="privacy")

    def current_list(self) -> CollectionList | None:
        """The list that commands are about: the one with the keyboard, else the screen's own."""
        from kinde_tui.ui.screens.collection_screen import CollectionScreen

        screen = self.screen
        return screen.current_list() if isinstance(screen, CollectionScreen) else None

    def choose_columns(self) -> None:
        """Asks which columns the list shows."""
        rows = self.current_list()
        if rows is None:
            self.notify("There is no list here. Go to one first, as with :users.", severity="warning", markup=False)
        else:
            rows.arranging.ask()

    def views(self) -> ViewFlow:
        """The saved views."""
        from kinde_tui.ui.saved_views import ViewFlow

        return ViewFlow(self)

    def finding(self) -> FindFlow:
        """Search over everything."""
        from kinde_tui.ui.finding import FindFlow

        return FindFlow(self)

    def inquiring(self) -> Inquiring:
        """What is asked of the tenant beside its lists."""
        from kinde_tui.ui.inquiring import Inquiring

        return Inquiring(self)

    def action_switch_profile(self) -> None:
        """Asks which tenant."""
        self.connecting().choose()

    @work(group="ask")
    async def action_more(self) -> None:
        """The screens without a digit."""
        from kinde_tui.ui.dialogs.menu import Item, MenuDialog

        screens = [(d, self.blocked(d)) for d in DESTINATIONS if not d.key]
        items = [
            Item(d.name, d.title, note=f"lacks {', '.join(scopes)}" if scopes else d.note, faint=bool(scopes))
            for d, scopes in screens
        ]
        chosen = await self.push_screen_wait(MenuDialog("More", items, wide=True))
        if chosen is not None:
            self.visit(Place(chosen))

    def action_command_palette(self) -> None:
        """Opens the palette."""
        from kinde_tui.ui.dialogs.palette import Palette

        if not Palette.is_open(self):  # type: ignore[arg-type]  # any app will do
            self.push_screen(Palette(id="--command-palette"))

    @work(group="ask")
    async def action_command_line(self) -> None:
        """Takes a command."""
        from kinde_tui.ui import commands
        from kinde_tui.ui.dialogs.command_line import CommandDialog

        typed = await self.push_screen_wait(CommandDialog(commands.lines(self)))
        if not typed:
            return
        found = commands.find(typed)
        if found is None:
            word = typed.split()[0]
            meant = ", ".join(f":{command.name}" for command in commands.beginning_with(word))
            said = f"“{word}” may be {meant}." if meant else f"No command “{word}”. Ctrl+P lists them all."
            self.notify(safe(said), severity="warning", markup=False)
        else:
            command, rest = found
            command.run(self, rest)

    @work(group="ask")
    async def action_help(self) -> None:
        """The keys of this place; the chosen one is pressed."""
        from kinde_tui.ui.dialogs.help import help_dialog

        dialog, keys = help_dialog(self)
        chosen = await self.push_screen_wait(dialog)
        if chosen is not None:
            self.press(keys[chosen])

    def press(self, active: ActiveBinding) -> None:
        """Does what a key does."""
        self.call_later(self.run_action, active.binding.action, active.node)

    def act(self, action: str) -> None:
        """Runs an action of the app, or of the screen."""
        self.call_later(self.run_action, action)

    def choose_theme(self, name: str = "") -> None:
        """Takes a theme by name, or asks."""
        self.run_worker(self._choose_theme(name), group="ask", description="theme")

    async def _choose_theme(self, name: str) -> None:
        from kinde_tui.ui.dialogs.menu import Item, MenuDialog

        names = [theme.name for theme in THEMES]
        if name not in names:
            chosen = await self.push_screen_wait(MenuDialog("Theme", [Item(n, n) for n in names], chosen=self.theme))
            if chosen is None:
                return
            name = chosen
        self.theme = name

    def action_next_theme(self) -> None:
        """The next theme."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]

    @work(group="ask")
    async def action_leave(self) -> None:
        """Quits; asks while a change is on its way, and not while a secret is shown that nobody has saved yet."""
        from kinde_tui.ui.dialogs.answer import AnswerDialog
        from kinde_tui.ui.dialogs.confirm import ConfirmDialog

        if isinstance(self.screen, AnswerDialog) and self.screen.holds_the_last_copy:
            self.screen.action_leave()
            return

        on_their_way = self.tenant.on_their_way if self.tenant else ()
        if on_their_way:
            says = [change.says for change in on_their_way]
            title = f"{len(says)} changes are on their way. Quit all the same?"
            if len(says) == 1:
                title = "1 change is on its way. Quit all the same?"
            if not await self.push_screen_wait(ConfirmDialog(title, says, loses=["Their outcome stays unknown here."])):
                return
        self.exit()
