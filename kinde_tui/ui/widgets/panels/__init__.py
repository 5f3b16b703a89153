"""Detail tabs that are more than facts or a list: by the name under which collections ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.ui.widgets.panels.access import AccessPanel, HoldersPanel
from kinde_tui.ui.widgets.panels.flags import OrganizationFlagsPanel, UserFlagsPanel
from kinde_tui.ui.widgets.panels.grid import RolePermissionsPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from kinde_tui.ui.widgets.collection_list import CollectionList

PANELS: dict[str, Callable[[CollectionList], Widget]] = {
    "access": AccessPanel,
    "permission_holders": HoldersPanel,
    "user_flags": UserFlagsPanel,
    "organization_flags": OrganizationFlagsPanel,
    "role_permissions": RolePermissionsPanel,
}
