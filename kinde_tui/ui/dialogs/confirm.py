"""Yes or no, with No as the answer to an absent-minded Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.text import own, plain
from kinde_tui.ui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.tenant import TenantInfo

SHOWN = 8
"""Lines of a list of changes that are spelled out."""


class ConfirmDialog(Dialog[bool]):
    """Says what will happen and what is lost; `y` does it, Enter and Escape do not.

    Args:
        title: the question.
        lines: what will happen, one line each.
        loses: what cannot be brought back.
        type_this: when not empty, has to be typed before yes counts.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes", id="confirm.yes", tooltip="Do it"),
        Binding("n,enter", "answer(False)", "no", id="confirm.no", tooltip="Leave everything as it is"),
    ]

    def __init__(
        self,
        title: str,
        lines: Sequence[str] = (),
        *,
        loses: Sequence[str] = (),
        type_this: str = "",
        yes: str = "yes",
        info: TenantInfo | None = None,
    ) -> None:
        super().__init__(title, info=info)
        self._lines = lines
        self._loses = loses
        self._type_this = type_this
        self._yes = yes

    def compose_body(self) -> Iterable[Widget]:
        """What happens, what is lost, how to say yes."""
        with VerticalScroll(classes="confirm-words", can_focus=not self._type_this):
            if self._lines:
                yield Static(_listed([plain(f"· {line}") for line in self._lines]), classes="dialog-text")
            if self._loses:
                yield Static(_listed([plain(line, "$text-warning") for line in self._loses]), classes="dialog-text")
        if self._type_this:
            yield Static(Content.assemble("Type ", own(self._type_this, "bold"), " to go on:"), classes="dialog-text")
            yield SafeInput(own=True, classes="dialog-input")
            yield Static(hints(("enter", "when it is typed"), ("esc", "no")), classes="dialog-hints")
        else:
            yield Static(hints(("y", self._yes), ("enter / esc", "no")), classes="dialog-hints")

    def action_answer(self, yes: bool) -> None:
        """Yes counts only without a name to type."""
        self.dismiss(yes and not self._type_this)

    @on(Input.Submitted)
    def _compare(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() == self._type_this:
            self.dismiss(result=True)
        else:
            self.query_one(SafeInput).refuse()
            self.notify("That is another name. Esc leaves everything as it is.", severity="warning", markup=False)


def _listed(lines: Sequence[Content]) -> Content:
    """The first lines, and how many others there are."""
    shown = list(lines[:SHOWN])
    if len(lines) > SHOWN:
        shown.append(Content.styled(f"… and {len(lines) - SHOWN:,} more", "$label"))
    return Content("\n").join(shown)
