"""Which class a screen's name stands for. Those that are more than a list are imported when they are first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.ui.screens.collection_screen import CollectionScreen

if TYPE_CHECKING:
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.screens.tenant_screen import TenantScreen


def make_screen(name: str, tenant: Tenant) -> TenantScreen:
    """The screen of that name."""
    if name == "overview":
        from kinde_tui.ui.screens.overview import OverviewScreen

        return OverviewScreen(tenant)
    if name == "flags":
        from kinde_tui.ui.screens.flags import FlagsScreen

        return FlagsScreen(tenant)
    if name == "token":
        from kinde_tui.ui.screens.token import TokenScreen

        return TokenScreen(tenant)
    if name == "log":
        from kinde_tui.ui.screens.change_log import ChangeLogScreen

        return ChangeLogScreen(tenant)
    if name == "api":
        from kinde_tui.ui.screens.api_console import ApiConsoleScreen

        return ApiConsoleScreen(tenant)
    return CollectionScreen(tenant, name)
