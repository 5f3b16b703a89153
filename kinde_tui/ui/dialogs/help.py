"""The keys of the place where the focus is; the chosen one is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.ui.calling import why_off
from kinde_tui.ui.dialogs.menu import Item, MenuDialog
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.screens.tenant_screen import TenantScreen

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.screen import Screen

    from kinde_tui.ui.refusing import Refuses


def active_keys(screen: Screen[Any]) -> dict[str, ActiveBinding]:
    """What the keys do on a screen: the innermost meaning of each action, by action."""
    found: dict[str, ActiveBinding] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and not binding.system and binding.tooltip:
            found.setdefault(f"{id(active.node)}:{binding.action}", active)
    return found


def help_dialog(app: Refuses) -> tuple[MenuDialog, dict[str, ActiveBinding]]:
    """The menu of keys, and what its values stand for."""
    keys = active_keys(app.screen)
    guard = app.tenant.guard if app.tenant is not None else None
    items = [
        Item(
            value,
            active.binding.tooltip,
            app.get_key_display(active.binding),
            note=group_of(active),
            off="" if active.enabled else (why_off(active, guard) or "not now; a says why"),
        )
        for value, active in keys.items()
    ]
    return MenuDialog("Keys here", items, wide=True), keys


def group_of(active: ActiveBinding) -> str:
    """The part of the screen that a key belongs to."""
    node = active.node
    if isinstance(node, TenantScreen):
        return BY_NAME[node.NAME].title
    return str(getattr(node, "BINDING_GROUP_TITLE", None) or "Everywhere")
