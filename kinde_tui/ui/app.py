"""The app: one tenant at a time, its screens as modes, and what every screen may ask for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import App
from textual.keys import key_to_character

from kinde_tui.ui import bindings, commands
from kinde_tui.ui.applying import Applying
from kinde_tui.ui.connecting import ConnectFlow
from kinde_tui.ui.dialogs.command_line import CommandDialog
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.help import help_dialog
from kinde_tui.ui.dialogs.menu import Item, MenuDialog
from kinde_tui.ui.messages import ChangesRequested, CopyRequested, Place, PlaceRequested
from kinde_tui.ui.navigation import BY_NAME, DESTINATIONS, START, History
from kinde_tui.ui.screens.registry import make_screen
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.screens.welcome import WelcomeScreen
from kinde_tui.ui.stylesheets import stylesheets
from kinde_tui.ui.text import safe
from kinde_tui.ui.themes import THEMES
from kinde_tui.ui.typing_ahead import KeyHandled, TypingAhead

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import SystemCommand
    from textual.binding import ActiveBinding, BindingType
    from textual.screen import Screen

    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.profiles import ProfileChoices


class KindeApp(App[None]):
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
    COMMANDS: ClassVar[set[Any]] = {commands.CommandProvider, commands.RecordProvider}
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
        super().__init__()
        self.tenant = tenant
        self.profiles = profiles
        self.places = History()
        self._applying = Applying(self)
        self._generation = 0
        self._keys = TypingAhead(self.set_timer, lambda: (self.screen, self.focused), self._hand_on)
        self.fault: Exception | None = None
        """What broke the dashboard. Whoever runs it says so, in a sentence and a report without values."""
        self._start = start
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme if theme in {one.name for one in THEMES} else THEMES[0].name
        if keymap:
            self.set_keymap(dict(keymap))

    async def on_mount(self) -> None:
        """Opens the first screen, and connects behind it."""
        if self.tenant is None:
            self.push_screen(WelcomeScreen())
        else:
            self._open_modes()
            self.show(Place(self._start))

    def _handle_exception(self, error: Exception) -> None:
        """Leaves at once and keeps the fault. Textual's own way prints a traceback with local variables: secrets."""
        self.fault = self.fault or error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    async def on_event(self, event: events.Event) -> None:
        """Lets keys through one at a time."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._keys.holds(event):
                return
            target = self.focused or self.screen
            await super().on_event(event)
            self._keys.follow(target)
        else:
            await super().on_event(event)

    @on(KeyHandled)
    def _hand_on(self) -> None:
        asking = not self.screen.is_modal and any(worker.group == "ask" for worker in self.workers)
        event = self._keys.next(asking=asking)
        if event is not None:
            self.call_next(self.on_event, event)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002 - Textual's signature
        """None of Textual's own: its screenshot would write personal data into the downloads folder."""
        return ()

    # Tenants

    def _open_modes(self) -> None:
        tenant = self.tenant
        if tenant is None:
            return
        self._generation += 1
        for destination in DESTINATIONS:
            self.add_mode(self._mode(destination.name), partial(make_screen, destination.name, tenant))
        self.run_worker(self._connect(tenant), group="connect", description="connect", exit_on_error=True)

    def _mode(self, name: str) -> str:
        return f"{name}@{self._generation}"

    async def _connect(self, tenant: Tenant) -> None:
        await tenant.connect()
        if tenant.store.rebuilt:
            self.notify(safe(tenant.store.rebuilt), severity="warning", markup=False, timeout=12)
        for sentence in (tenant.trouble, tenant.journal.moved_aside):
            if sentence:
                self.notify(safe(sentence), severity="error", markup=False, timeout=12)
        # The visible list asked for itself when the connection came; the others follow one by one.
        for collection in tenant.collections.values():
            if not collection.parents and tenant is self.tenant and tenant.sync.due(collection.name):
                await tenant.sync.refresh(collection.name)

    async def change_tenant(self, tenant: Tenant) -> None:
        """Closes the present tenant and opens another one."""
        before, self.tenant = self.tenant, tenant
        while self.screen_stack and len(self.screen_stack) > 1:
            self.pop_screen()
        old = [mode for mode in self._modes if mode.endswith(f"@{self._generation}")] if before else []
        self._open_modes()
        self.places = History()
        self.show(Place(self._start))
        for mode in old:
            await self.remove_mode(mode)
        if before is not None:
            await before.close()

    def choose_profile(self, name: str = "") -> None:
        """Switches to a profile, asking which when none is named."""
        ConnectFlow(self).choose(name)

    def connect_tenant(self) -> None:
        """Asks for another tenant's address and credentials."""
        ConnectFlow(self).connect()

    def set_read_only(self, rest: str = "") -> None:
        """Makes the profile read-only or writable; `on` or `off`, else the other way round."""
        ConnectFlow(self).set_read_only(rest)

    def action_switch_profile(self) -> None:
        """Asks which tenant."""
        self.choose_profile()

    # Places

    def show(self, place: Place) -> None:
        """Shows a place without remembering it."""
        if self.tenant is None or place.screen not in BY_NAME:
            return
        self.switch_mode(self._mode(place.screen))
        screen = self.screen
        if isinstance(screen, TenantScreen):
            if screen.is_mounted:
                screen.arrive(place)
            else:
                self.call_after_refresh(screen.arrive, place)

    def visit(self, place: Place) -> None:
        """Shows a place, and remembers where from."""
        if isinstance(self.screen, TenantScreen):
            here = self.screen.place()
            if self.places.here is None:
                self.places.visit(here)
            else:
                self.places.amend(here)
        self.places.visit(place)
        self.show(place)

    @on(PlaceRequested)
    def _visit_requested(self, event: PlaceRequested) -> None:
        self.visit(event.place)

    def action_go(self, screen: str) -> None:
        """To a screen."""
        if not (isinstance(self.screen, TenantScreen) and screen == self.screen.NAME):
            self.visit(Place(screen))

    def go_to(self, screen: str, words: str = "") -> None:
        """To a screen; what follows its name in a command is a filter there."""
        self.visit(Place(screen, filter=words))

    def go_to_record(self, screen: str, key: str) -> None:
        """To a record."""
        self.visit(Place(screen, key))

    async def action_back(self) -> None:
        """To the place before."""
        self._step(-1)

    def action_forward(self) -> None:
        """To the place after."""
        self._step(1)

    def _step(self, by: int) -> None:
        if isinstance(self.screen, TenantScreen) and by < 0:
            self.places.amend(self.screen.place())
        place = self.places.step(by)
        if place is not None:
            self.show(place)

    @work(group="ask")
    async def action_more(self) -> None:
        """The screens without a digit."""
        items = [Item(d.name, d.title, note=d.note) for d in DESTINATIONS if not d.key]
        chosen = await self.push_screen_wait(MenuDialog("More", items, wide=True))
        if chosen is not None:
            self.visit(Place(chosen))

    # Commands and keys

    @work(group="ask")
    async def action_command_line(self) -> None:
        """Takes a command."""
        typed = await self.push_screen_wait(CommandDialog(sorted(commands.BY_NAME)))
        if not typed:
            return
        found = commands.find(typed)
        if found is None:
            self.notify(
                safe(f"No command {typed.split()[0]!r}. Ctrl+P lists them all."), severity="warning", markup=False
            )
        else:
            command, rest = found
            command.run(self, rest)

    @work(group="ask")
    async def action_help(self) -> None:
        """The keys of this place; the chosen one is pressed."""
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a tenant there is nothing to undo, refresh or go to."""
        needs_tenant = {"undo", "redo", "refresh_all", "back", "forward", "more", "go", "open_web", "command_line"}
        if action in needs_tenant and self.tenant is None:
            return False
        return super().check_action(action, parameters)

    def choose_theme(self, name: str = "") -> None:
        """Takes a theme by name, or asks."""
        self.run_worker(self._choose_theme(name), group="ask", description="theme")

    async def _choose_theme(self, name: str) -> None:
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

    # Changes

    @on(ChangesRequested)
    def _apply(self, event: ChangesRequested) -> None:
        self._applying.request(event)

    def action_undo(self) -> None:
        """Takes the last change back."""
        self._applying.undo()

    def action_redo(self) -> None:
        """Makes it again."""
        self._applying.redo()

    # Small things

    @on(CopyRequested)
    def _copy(self, event: CopyRequested) -> None:
        # Line breaks and tabs are kept: they part rows and cells.
        self.copy_to_clipboard("\t".join(safe(part, lines=True) for part in event.text.split("\t")))
        self.notify(safe(f"Sent {event.what} to the terminal's clipboard."), markup=False, timeout=3)

    def action_refresh_all(self) -> None:
        """Reads every list again."""
        if self.tenant is not None and self.tenant.gateway is not None:
            self.run_worker(self.tenant.sync.load_all(), group="read.all", description="refresh all")

    def action_open_web(self) -> None:
        """Opens what is shown in Kinde's web dashboard."""
        if self.tenant is None or not isinstance(self.screen, TenantScreen):
            return
        path = self.screen.web_path()
        url = f"{self.tenant.info.issuer_url.rstrip('/')}/{path.lstrip('/')}"
        if not path or self.tenant.info.environment == "demo":
            words = (
                "The demo tenant has no web dashboard." if path else "There is no page for this in the web dashboard."
            )
            self.notify(words, markup=False)
            return
        self.notify(safe(url), title="Opening", markup=False)
        self.open_url(url)

    async def action_simulate_key(self, key: str) -> None:
        """Presses a key."""
        self.simulate_key(key_to_character(key) or key)

    def action_copy_or_leave(self) -> None:
        """Copies what is selected; without a selection it says how to quit."""
        selected = self.screen.get_selected_text()
        if selected:
            self.post_message(CopyRequested(selected, "the selection"))
        else:
            self.notify("q quits.", markup=False, timeout=3)

    @work(group="ask")
    async def action_leave(self) -> None:
        """Quits; asks while a change is on its way."""
        on_their_way = self.tenant.changes.on_their_way if self.tenant else ()
        if on_their_way:
            says = [change.says for change in on_their_way]
            title = f"{len(says)} changes are on their way. Quit all the same?"
            if not await self.push_screen_wait(ConfirmDialog(title, says, loses=["Their outcome stays unknown here."])):
                return
        self.exit()
