"""What a numbered error of a sign-in page means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.widget import Widget

    from kinde_tui.services.error_codes import ErrorCode


class ErrorCodeDialog(Dialog[None]):
    """To read and leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "close", show=False, id="error.close", tooltip="Close this"),
        Binding("y", "copy", "copy", id="error.copy", tooltip="Copy what it says"),
    ]

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(f"Error {code.number}  ·  {code.about}")
        self._code = code
        self.add_class("-wide")

    def compose_body(self) -> Iterable[Widget]:
        """What happened, what to check, the keys."""
        yield Static(plain(self._code.means), classes="dialog-text")
        yield Static(plain("Check", "$label"), classes="dialog-text")
        for check in self._code.checks:
            with Horizontal(classes="error-check"):
                yield Static(plain("·", "$text-accent"), classes="error-sign")
                yield Static(plain(check), classes="error-words")
        yield Static(hints(("y", "copy"), ("enter / esc", "close")), classes="dialog-hints")

    def action_copy(self) -> None:
        """Copies all of it, for a ticket."""
        code = self._code
        lines = (f"Kinde error {code.number} ({code.about})", code.means, *(f"- {check}" for check in code.checks))
        self.post_message(CopyRequested("\n".join(lines), "the explanation"))


def explain(app: App[Any], typed: str) -> None:
    """Explains the number that was typed after `:error`; without one, asks which.

    Args:
        app: shows the dialogs.
        typed: `8809`; may be empty.
    """
    app.run_worker(_explain(app, typed), group="ask", description="error code")


async def _explain(app: App[Any], typed: str) -> None:
    from kinde_tui.services.error_codes import CODES, UnknownCodeError, error_code
    from kinde_tui.ui.dialogs.menu import Item, MenuDialog
    from kinde_tui.ui.text import safe

    if not typed:
        items = [Item(str(one.number), f"{one.number:>4}  {one.about}", note=one.means) for one in CODES.values()]
        chosen: str | None = await app.push_screen_wait(MenuDialog("Which error?", items, wide=True))
        if chosen is None:
            return
        typed = chosen
    try:
        found = error_code(typed)
    except UnknownCodeError as error:
        app.notify(safe(str(error)), severity="warning", markup=False, timeout=8)
        return
    await app.push_screen_wait(ErrorCodeDialog(found))
