"""Detail tabs that are more than facts or a list: by the name under which collections ask for them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.widget import Widget

    from kinde_tui.services.collections.details import Across, Ticks, Values
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


def list_panel(tab: Ticks[Any] | Across[Any] | Values[Any], rows: CollectionList) -> Widget:
    """The panel that draws a whole list, with ticks or values, for the records of another."""
    from kinde_tui.services.collections.details import Ticks, Values
    from kinde_tui.ui.widgets.panels.across import HoldingAcross
    from kinde_tui.ui.widgets.panels.holding import Holding
    from kinde_tui.ui.widgets.panels.ticks import TicksPanel
    from kinde_tui.ui.widgets.panels.values import ValuesPanel

    if isinstance(tab, Values):
        return ValuesPanel(tab, HoldingAcross(rows.tenant, tab), rows)
    if isinstance(tab, Ticks):
        return TicksPanel(tab, Holding(rows.tenant, tab), rows)
    return TicksPanel(tab, HoldingAcross(rows.tenant, tab), rows)
