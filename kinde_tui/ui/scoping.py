"""What the token lacks, shown on a screen: in the navigation, in place of the list, on the tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.services import scopes
from kinde_tui.services.scopes import Needs, uses_of
from kinde_tui.ui.navigation import BY_NAME, DESTINATIONS, SCREENS
from kinde_tui.ui.widgets.barred import BarredView

if TYPE_CHECKING:
    from textual.widget import Widget

    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.navigation import Destination
    from kinde_tui.ui.screens.tenant_screen import TenantScreen


def lists_of(destination: Destination, tenant: Tenant) -> tuple[str, ...]:
    """The collections that a screen is made of."""
    return destination.lists or ((destination.name,) if destination.name in tenant.collections else ())


def blocked(tenant: Tenant, destination: Destination) -> tuple[str, ...]:
    """The scopes without which a screen has nothing to show: those of its first list."""
    if not tenant.guard.limited:
        return ()
    return scopes.bars(tenant.guard, lists_of(destination, tenant)[:1], tenant.collections)


def needs(tenant: Tenant) -> list[Needs]:
    """What each screen needs; those that need nothing of the tenant are not among them."""
    found = ((one, lists_of(one, tenant)) for one in SCREENS)
    return [Needs(one.name, one.title, uses_of(lists, tenant.collections)) for one, lists in found if lists]


class Scoping:
    """What one screen shows of it."""

    def __init__(self, screen: TenantScreen) -> None:
        self._screen = screen
        self._view: BarredView | None = None
        self._focused: Widget | None = None

    def show(self) -> None:
        """Shows it as it is now."""
        screen, tenant = self._screen, self._screen.tenant
        screen.show_navigation(frozenset(one.name for one in DESTINATIONS if one.key and blocked(tenant, one)))
        here = BY_NAME[screen.NAME]
        missing = blocked(tenant, here)
        if missing and tenant.store.age(lists_of(here, tenant)[0], screen.place().parent).rows:
            missing = ()  # what was read with another token is still worth seeing
        self._bar(here, missing)

    def _bar(self, here: Destination, missing: tuple[str, ...]) -> None:
        screen, tenant = self._screen, self._screen.tenant
        if self._view is not None and self._view.scopes != missing:
            self._view.remove()
            self._view = None
            screen.remove_class("-barred")
            if self._focused is not None and self._focused.is_attached:
                screen.set_focus(self._focused)
        if missing and self._view is None:
            whole = Needs(here.name, here.title, uses_of(lists_of(here, tenant), tenant.collections))
            self._view = BarredView(tenant, here.title, missing, whole.missing(tenant.guard))
            self._focused = screen.focused
            screen.add_class("-barred")
            screen.query_one("#frame").mount(self._view, after="#body")
            screen.set_focus(self._view)
