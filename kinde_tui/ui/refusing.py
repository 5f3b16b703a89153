"""What the token may not do: said when its key is pressed, and lifted by a new token."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from kinde_tui.ui.calling import Calls
from kinde_tui.ui.opening import Opens
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import safe

NOTICE, NOTICE_SIDES = 60, 6
"""A notice's width at most, and what of it is no text."""
A_WHILE = 2.0
"""Seconds after which a notice has nothing to do with the question that comes now."""

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.actions import ActionParseResult
    from textual.dom import DOMNode
    from textual.notifications import SeverityLevel

    from kinde_tui.ui.navigation import Destination


class Refuses(Opens):
    """The part of the app that says why not."""

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Runs an action, or says what forbids it: Textual passes over the key of one that is off."""
        if await super().run_action(action, default_namespace, namespaces):
            return True
        target, name, parameters = self._parse_action(action, default_namespace or self, namespaces)
        if self.tenant is None or not isinstance(target, Calls) or target.check_action(name, parameters) is not None:
            return False
        operation = target.operation_of(name, parameters)
        refusal = self.tenant.guard.refusal(operation) if operation is not None else ""
        if refusal:
            self.notify(safe(refusal), severity="warning", markup=False, timeout=10)
        return bool(refusal)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """As Textual does, but a sentence that still stands there is no second one, and a screen may say it itself."""
        if self.screen_stack and isinstance(self.screen, TenantScreen) and self.screen.takes(message, severity):
            return
        said = (message, title, severity)
        for standing in [one for one in self._notifications if (one.message, one.title, one.severity) == said]:
            self._unnotify(standing)
        self._make_room(message, title)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def _make_room(self, message: str, title: str) -> None:
        """Takes the oldest notices away where all together, with a new one, would take half of the lines."""
        columns, rows = self.size
        width = max(1, min(NOTICE, columns * 3 // 4) - NOTICE_SIDES)

        def lines(message: str, title: str) -> int:
            return 1 + len(wrap(message, width)) + len(wrap(title, width))

        room = rows // 2 - lines(message, title)
        for one in sorted(self._notifications, key=lambda one: one.raised_at, reverse=True):
            room -= lines(one.message, one.title)
            if room < 0:
                self._unnotify(one)

    def clear_older_notices(self) -> None:
        """Takes away what was said a while ago: it would lie over a question that is asked now."""
        for one in [one for one in self._notifications if one.time_left < one.timeout - A_WHILE]:
            self._unnotify(one)

    def withdraw_notices(self, severity: SeverityLevel, about: str) -> None:
        """Takes away those that still stand there and speak of something, where that is shown whole."""
        for standing in [one for one in self._notifications if one.severity == severity and about in one.message]:
            self._unnotify(standing)
        self._refresh_notifications()

    def blocked(self, destination: Destination) -> tuple[str, ...]:
        """The scopes without which a screen has nothing to show."""
        if self.tenant is None or not self.tenant.guard.limited:
            return ()
        from kinde_tui.ui.scoping import blocked

        return blocked(self.tenant, destination)

    def renew_token(self) -> None:
        """Asks for a new token, for scopes that were ticked meanwhile."""
        from kinde_tui.ui.renewing import renew

        if self.tenant is not None:
            self.run_worker(renew(self, self.tenant), group="connect.token", exclusive=True, description="new token")
