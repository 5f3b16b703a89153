"""An input for secrets, from which nothing can be copied."""

from __future__ import annotations

from textual.widgets import Input


class SecretInput(Input):
    """Hides what is typed. Copy and cut do nothing: Textual's own would put the clear text on the clipboard."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=placeholder, password=True, id=id, compact=True)

    def action_copy(self) -> None:
        """Refuses."""
        self.notify("A secret cannot be copied from here.", markup=False)

    def action_cut(self) -> None:
        """Refuses."""
        self.action_copy()
