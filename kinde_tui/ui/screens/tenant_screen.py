"""The frame around every screen of a tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.containers import Container
from textual.content import Content

from kinde_tui.services.events import ChangeProgressed, ReachChanged
from kinde_tui.ui import bindings
from kinde_tui.ui.messages import Place, PlaceRequested, StatusChanged
from kinde_tui.ui.navigation import BY_NAME, DESTINATIONS
from kinde_tui.ui.screens.sized import SizedScreen, TooSmall
from kinde_tui.ui.states import exports_told, tenant_status
from kinde_tui.ui.widgets.frame import KeyBar, NavigationBar, StatusBar, TitleBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.notifications import SeverityLevel
    from textual.widget import Widget

    from kinde_tui.services.events import Event
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.scoping import Scoping
    from kinde_tui.ui.widgets.trouble import Trouble

TICK = 1.0
"""Seconds between two looks at the clock."""


class TenantScreen(SizedScreen):
    """Title, navigation, the screen's own part, status, keys."""

    NAME: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings.SCREEN]

    def __init__(self, tenant: Tenant) -> None:
        super().__init__()
        # It is made under the present theme. Textual takes every new screen for an older one, and would parse all
        # style sheets again when it is first shown: a tenth of a second.
        self._css_update_count = self.app._css_update_count  # noqa: SLF001 - there is no public way to say so
        self._resumed = False
        self.tenant = tenant
        self._ends: list[Callable[[], None]] = []
        self._known: tuple[frozenset[str] | None, frozenset[str]] = (None, frozenset())
        self._scoping: Scoping | None = None
        self._trouble: Trouble | None = None

    def compose(self) -> ComposeResult:
        """The frame."""
        with Container(id="frame"):
            yield TitleBar(id="title")
            yield NavigationBar(id="navigation")
            with Container(id="body"):
                yield from self.compose_body()
            yield StatusBar(id="status")
            yield KeyBar(id="keys")
        yield TooSmall()

    def compose_body(self) -> Iterable[Widget]:
        """The screen's own part."""
        return ()

    def on_mount(self) -> None:
        """Draws the frame and keeps it true.

        Textual calls the handler of a subclass and then this one: none of them calls the other.
        """
        self.query_one(TitleBar).show_tenant(self.tenant.info)
        self.show_navigation()
        self._ends.append(self.tenant.bus.listen(self._hear, ReachChanged, ChangeProgressed))
        self.bindings_updated_signal.subscribe(self, lambda _: self.call_later(self.show_keys))
        self.set_interval(TICK, self.tick)
        self.show_trail()
        self.show_status()
        self.call_after_refresh(self.show_keys)

    def on_unmount(self) -> None:
        """Listens no more."""
        for end in self._ends:
            end()

    @on(events.Resize)
    def _fit_keys(self) -> None:
        self.call_after_refresh(self.show_keys)

    @on(events.ScreenResume)
    def _keep_styles(self, event: events.ScreenResume) -> None:
        if not self._resumed:  # they were made a moment ago
            self._resumed, event.refresh_styles = True, False

    def on_screen_resume(self) -> None:
        """What happened while another screen was shown is shown now."""
        self.call_after_refresh(self.show_keys)
        self.show_status()

    def show_navigation(self, barred: frozenset[str] = frozenset()) -> None:
        """Draws the line of screens; `barred` are the names of those that the token may not read."""
        screens = [(d.key, d.title, f"app.go('{d.name}')") for d in DESTINATIONS if d.key]
        here = BY_NAME[self.NAME]
        here = BY_NAME[here.under] if here.under else here
        called = here.short or here.title
        more = ("7", called if not here.key else "More ▾", "app.more")
        titles = {BY_NAME[name].title for name in barred}
        self.query_one(NavigationBar).show_screens([*screens, more], called, titles)

    def _hear(self, _event: Event) -> None:
        self.call_later(self.show_status)

    def tick(self) -> None:
        """Once a second, while the screen is shown."""
        if self.is_current:
            self.show_status()

    def _judge(self) -> None:
        """Shows what the token lacks, when that is another than before."""
        known = self.tenant.guard.known
        if known == self._known:
            return
        self._known = known
        if self.tenant.guard.limited or self._scoping is not None:
            self.call_after_refresh(self.show_scopes)  # the first rows are painted before

    def show_scopes(self) -> None:
        """Shows what the token lacks."""
        if self._scoping is None:
            from kinde_tui.ui.scoping import Scoping

            self._scoping = Scoping(self)
        if self.is_attached:
            self._scoping.show()
            self.refresh_bindings()

    # What the frame says

    def trail(self) -> list[str]:
        """The way to what is shown."""
        return [BY_NAME[self.NAME].title]

    def status(self) -> Content:
        """The left half of the status line."""
        return Content()

    def trouble(self) -> tuple[str, str]:
        """What hinders here, as a sentence, and the next key; both empty: nothing."""
        return "", ""

    def takes(self, notice: str, severity: SeverityLevel) -> bool:  # noqa: ARG002 - for the screens that do
        """Whether the screen says a notice in a place of its own; else that lies over the screen."""
        return False

    def place(self) -> Place:
        """Where this is, to come back to."""
        return Place(self.NAME)

    def as_shown(self) -> Place:
        """Where this is and how it is shown, for a screen that takes its place."""
        return self.place()

    def arrive(self, place: Place) -> None:
        """Shows what the place names."""

    def show_trail(self) -> None:
        """Draws the way anew."""
        self.query_one(TitleBar).show_trail(self.trail())

    @on(StatusChanged)
    def show_status(self) -> None:
        """Draws the status line anew."""
        if not self.is_attached:
            return
        self._judge()
        on_their_way = len(self.tenant.on_their_way)
        left = [self.status()]
        if on_their_way and self._is_throttled():
            left.insert(0, Content.styled(f"… saving {on_their_way} · esc gives up", "$text-warning"))
        elif on_their_way:
            left.append(Content.styled(f"… {on_their_way} being saved", "$text-warning"))
        left.extend(Content.styled(f"◌ {said} · esc stops", "$text-accent") for said in exports_told(self.tenant))
        self.query_one(StatusBar).say(Content(" · ").join(part for part in left if part), tenant_status(self.tenant))
        self._show_trouble(*self.trouble())

    def _show_trouble(self, sentence: str, helps: str) -> None:
        if not sentence and self._trouble is None:
            return
        from kinde_tui.ui.widgets.trouble import Trouble

        if self._trouble is None:
            self._trouble = Trouble(id="trouble")
            self.query_one("#frame").mount(self._trouble, before="#body")  # below it lie notices
        self._trouble.display = bool(sentence)
        if sentence:
            self._trouble.say(sentence, helps)

    def show_keys(self) -> None:
        """Draws the key line anew."""
        if self.is_current and self.is_attached:
            self.query_one(KeyBar).show_keys(self, self.tenant.guard)

    def action_escape(self) -> None:
        """One step back; what goes on is stopped first."""
        if self.stops_something():
            return
        self.app.run_worker(self.app.run_action("back"), group="navigation")

    def stops_something(self) -> bool:
        """Stops an export on its way, or gives changes up that the tenant keeps waiting; False: there are none."""
        if self.tenant.exports.stop():
            return True
        if not self._is_throttled() or not self.tenant.on_their_way:
            return False
        if self.tenant.gateway is not None:
            self.tenant.gateway.give_up_waiting()
        return True

    def _is_throttled(self) -> bool:
        return self.tenant.gateway is not None and self.tenant.gateway.throttled_for > 0

    def web_path(self) -> str:
        """The place of what is shown in Kinde's web dashboard; empty when there is none."""
        return ""

    def go(self, screen: str, key: str = "", tab: str = "") -> None:
        """Asks to be shown something else."""
        self.post_message(PlaceRequested(Place(screen, key, tab)))
