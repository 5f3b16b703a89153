"""A secret on the screen: read when it is asked for, shown for a few seconds, kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.collections.texts import MASK
from kinde_tui.ui.text import safe
from kinde_tui.ui.widgets.source import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import SecretStr
    from textual.timer import Timer

    from kinde_tui.services.collections.details import Secret
    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.facts_view import FactsView
    from kinde_tui.ui.widgets.source import TableRow

SHOWN_FOR = 10
"""Seconds."""


class Revealing:
    """What one tab of facts shows of its secrets: none, or one of them."""

    def __init__(self, view: FactsView, rows: CollectionList) -> None:
        self._view = view
        self._rows = rows
        self._secret: Secret[Any] | None = None
        self._value: SecretStr | None = None
        self._left = 0
        self._timer: Timer | None = None

    def shows(self, secret: Secret[Any]) -> bool:
        """Whether this one can be read on the screen now."""
        return self._value is not None and self._secret is secret

    def cells(self, secret: Secret[Any]) -> Sequence[Cell]:
        """The value or its mask, and the key that helps."""
        if self._value is not None and self._secret is secret:
            return [Cell(self._value.get_secret_value(), Tone.WARNING), Cell(f"{self._left} s", Tone.WARNING)]
        return [Cell(MASK, Tone.MUTED), Cell("v show", Tone.MUTED)]

    def toggle(self, secret: Secret[Any], row: TableRow) -> None:
        """Asks the tenant for the secret and shows it; hides it when it is shown."""
        if self.shows(secret):
            self.hide()
            return
        tenant, record = self._rows.tenant, self._rows.record(row)
        request = secret.request(record, self._rows.parent_keys)
        refusal = tenant.guard.refusal(request.operation)
        if refusal or tenant.gateway is None:
            words = refusal or "There is no connection to the tenant yet; try again in a moment."
            self._view.notify(safe(words), severity="warning", markup=False)
            return
        self._view.run_worker(
            self._show(secret, row), group="read.secret", exclusive=True, description="reveal a secret"
        )

    async def _show(self, secret: Secret[Any], row: TableRow) -> None:
        from kinde_tui.api.errors import KindeError
        from kinde_tui.services.revealing import reveal

        gateway = self._rows.tenant.gateway
        if gateway is None:
            return
        try:
            value = await reveal(gateway, secret.request(self._rows.record(row), self._rows.parent_keys), secret.field)
        except KindeError as error:
            self._view.notify(safe(str(error)), severity="warning", markup=False)
            return
        if not self._view.is_pointed_at(row.key):
            return
        self.hide()
        self._secret, self._value, self._left = secret, value, SHOWN_FOR
        self._timer = self._view.set_interval(1.0, self.tick)
        self._view.redraw()

    def tick(self) -> None:
        """A second has gone by."""
        self._left -= 1
        if self._left <= 0:
            self.hide()
        elif self._view.is_attached:
            self._view.redraw()

    def hide(self) -> None:
        """Forgets the value."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._secret = self._value = None
        if self._view.is_attached:
            self._view.redraw()
