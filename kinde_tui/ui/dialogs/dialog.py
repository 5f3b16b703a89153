"""What all dialogs share: a frame that names the tenant, and Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kinde_tui.ui.text import own, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from kinde_tui.services.tenant import TenantInfo
    from kinde_tui.ui.refusing import Refuses

T = TypeVar("T")


class Dialog(ModalScreen[T | None]):
    """A question. It returns a value, or None when it was left; it does no work."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "cancel", id="dialog.cancel", tooltip="Leave without an answer"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual declares it an instance variable

    def __init__(self, title: str, *, info: TenantInfo | None = None) -> None:
        super().__init__()
        self.heading = title
        self.info = info

    def compose(self) -> ComposeResult:
        """Title, tenant, body."""
        with Vertical(classes="dialog"):
            yield Static(plain(self.heading, "bold"), classes="dialog-title")
            if self.info is not None:
                yield Static(tenant_line(self.info), classes="dialog-tenant")
            yield from self.compose_body()

    def compose_body(self) -> Iterable[Widget]:
        """What the dialog asks."""
        return ()

    @on(events.Mount)
    def _clear_notices(self) -> None:
        cast("Refuses", self.app).clear_older_notices()

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


def tenant_line(info: TenantInfo) -> Content:
    """Profile and environment, as every confirmation names them."""
    tone = "$text-error" if info.environment == "production" else "$label"
    return Content.assemble(own(info.label or info.name), "  ", plain(info.environment.upper(), f"bold {tone}"))


def hints(*pairs: tuple[str, str]) -> Content:
    """A line of keys and what they do."""
    return Content("   ").join(Content.assemble((key, "bold $primary"), (f" {what}", "$label")) for key, what in pairs)
