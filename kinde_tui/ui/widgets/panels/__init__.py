"""Detail tabs that are more than facts or a list: by the name under which collections ask for them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.widget import Widget

    from kinde_tui.services.collections.details import Across, Ticks
    from kinde_tui.ui.widgets.collection_list import CollectionList

_MODULES = {
    "access": ("access", "AccessPanel"),
    "permission_holders": ("access", "HoldersPanel"),
    "user_flags": ("flags", "UserFlagsPanel"),
    "organization_flags": ("flags", "OrganizationFlagsPanel"),
}
PANELS = frozenset(_MODULES)
"""Their names."""


def panel(name: str, rows: CollectionList) -> Widget:
    """The panel of that name for the records of a list; its module is imported when it is first shown."""
    module, kind = _MODULES[name]
    made: Widget = getattr(import_module(f"{__name__}.{module}"), kind)(rows)
    return made


def ticks_panel(ticks: Ticks[Any] | Across[Any], rows: CollectionList) -> Widget:
    """The panel that draws ticks for the records of a list."""
    from kinde_tui.services.collections.details import Across

    if isinstance(ticks, Across):
        from kinde_tui.ui.widgets.panels.across import AcrossPanel

        return AcrossPanel(ticks, rows)
    from kinde_tui.ui.widgets.panels.ticks import TicksPanel

    return TicksPanel(ticks, rows)
