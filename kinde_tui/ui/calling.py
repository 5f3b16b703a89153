"""What a key calls, and so why it is off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from textual.actions import parse

from kinde_tui.services.events import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.binding import ActiveBinding

    from kinde_tui.api.operation import Operation
    from kinde_tui.services.guard import Guard
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.refusing import Refuses


@runtime_checkable
class Calls(Protocol):
    """A widget or screen whose actions call the tenant."""

    def operation_of(self, action: str, parameters: tuple[object, ...], /) -> Operation | None:
        """What one of its actions calls first; None: nothing."""
        ...


def operation_of(active: ActiveBinding) -> Operation | None:
    """What a key calls first; None: nothing of the tenant's."""
    if not isinstance(active.node, Calls):
        return None
    _, name, parameters = parse(active.binding.action)
    return active.node.operation_of(name, parameters)


def why_off(active: ActiveBinding, guard: Guard | None) -> str:
    """Why a key does nothing for the whole list, as a sentence; empty: for no such reason."""
    operation = operation_of(active) if guard is not None else None
    return guard.refusal(operation) if guard is not None and operation is not None else ""


def read_or_renew(app: App[Any], tenant: Tenant, names: Iterable[str], read: Callable[[], object]) -> None:
    """Reads lists at somebody's wish; asks for a new token first where the one there may not, or none was given."""
    barred = tenant.guard.missing(*(tenant.collections[name].lists for name in names))
    if barred or tenant.sync.reach is Reach.REFUSED:
        cast("Refuses", app).renew_token()
    else:
        read()
