"""Which class a screen's name stands for. Those that are more than a list are imported when they are first shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kinde_tui.ui.screens.collection_screen import screen_of

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.screens.tenant_screen import TenantScreen


_OWN = {
    "overview": "overview:OverviewScreen",
    "flags": "flags:FlagsScreen",
    "token": "token:TokenScreen",
    "log": "change_log:ChangeLogScreen",
    "api": "api_console:ApiConsoleScreen",
    "scopes": "scopes:ScopesScreen",
}
"""The module beside this one and the class in it, of each screen that is more than a list."""


def make_screen(name: str, tenant: Tenant, parent: Parent = ()) -> TenantScreen:
    """The screen of that name; `parent` are the records that its list hangs under."""
    if name not in _OWN:
        return screen_of(tenant.collections[name])(tenant, name, parent)
    module, kind = _OWN[name].split(":")
    made: TenantScreen = getattr(import_module(f"{__package__}.{module}"), kind)(tenant)
    return made
