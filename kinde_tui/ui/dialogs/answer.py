"""What the tenant answered, once; a secret in it is left only on purpose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from kinde_tui.services.shown import Shown
    from kinde_tui.services.tenant import TenantInfo

LABEL = 20
"""Cells of a label."""
LONGEST = 20_000
"""Characters of JSON that are painted; copying takes all."""


class AnswerDialog(Dialog[bool]):
    """An answer in lines, with its secret in clear. `y` copies; a secret that is shown once is left with `S` alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "close", show=False, id="answer.close", tooltip="Close the answer"),
        Binding("y", "copy", "copy", id="answer.copy", tooltip="Copy the secret, or the answer"),
        Binding("S", "saved", "I have saved it", id="answer.saved", tooltip="Close: the secret is kept elsewhere"),
    ]

    def __init__(self, shown: Shown, *, info: TenantInfo | None = None) -> None:
        super().__init__(shown.title, info=info)
        self._shown = shown
        self.add_class("-wide")

    @property
    def holds_the_last_copy(self) -> bool:
        """Whether what is shown is lost for good when this is closed."""
        return self._shown.once and bool(self._shown.secret)

    def compose_body(self) -> Iterable[Widget]:
        """The lines, the secret, what to do with it, the record as it came, the keys."""
        shown = self._shown
        tone = {True: "$text-success", False: "$text-error", None: ""}[shown.good]
        lines = [
            Content.assemble((f"{label:<{LABEL}}", "$label"), plain(text, tone if not number else ""))
            for number, (label, text) in enumerate(shown.facts)
        ]
        if lines:
            yield Static(Content("\n").join(lines), classes="dialog-text")
        if shown.secret:
            yield Static(plain(shown.secret), classes="answer-secret")
        if shown.note:
            yield Static(plain(shown.note, "$text-warning" if shown.once else ""), classes="dialog-text")
        if shown.raw is not None:
            with VerticalScroll(classes="answer-raw"):
                yield Static(plain(self._json()[:LONGEST], lines=True))
        yield Static("", classes="answer-warning -silent")
        yield Static(self._keys(), classes="dialog-hints")

    def _keys(self) -> Content:
        if self.holds_the_last_copy:
            return hints(("y", f"copy {self._shown.secret_name}"), ("S", "I have saved it: close"))
        what = self._shown.secret_name if self._shown.secret else "the answer"
        return hints(("y", f"copy {what}"), ("enter / esc", "close"))

    def _json(self) -> str:
        return json.dumps(dict(self._shown.raw or {}), indent=2, ensure_ascii=False)

    def action_leave(self) -> None:
        """Closes; not while the secret would be lost with it."""
        if not self.holds_the_last_copy:
            self.dismiss(result=False)
            return
        warning = self.query_one(".answer-warning", Static)
        words = f"Kinde never shows {self._shown.secret_name} again. y copies it; S closes this when it is saved."
        warning.update(plain(words, "$text-error"))
        warning.remove_class("-silent")

    def action_saved(self) -> None:
        """Closes on purpose."""
        self.dismiss(result=True)

    def action_copy(self) -> None:
        """Hands the secret to the terminal's clipboard, or the answer where there is none."""
        shown = self._shown
        if shown.secret:
            self.post_message(CopyRequested(shown.secret, shown.secret_name))
        elif shown.raw is not None:
            self.post_message(CopyRequested(self._json(), "the answer"))
        else:
            text = "\n".join(f"{label}: {value}" for label, value in shown.facts)
            self.post_message(CopyRequested(text, "the answer"))
