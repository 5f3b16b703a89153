"""Reading what an answer lacks: the one way of filters, of access and of holders."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.gaps import Listed
    from kinde_tui.services.tenant import Tenant

AT_ONCE = 8
"""So many lists are read for one answer unasked."""


class GapReading:
    """Reads the lists that an answer lacks, one after the other, for each may show that others are missing.

    Each is asked for once, and again whenever `Sync.due` finds that it may be: what could not be read is asked anew
    when the tenant is reached again, and otherwise as rarely as the list itself.

    Attributes:
        unbounded: whether somebody asked for all that is missing, however much it is.
    """

    def __init__(
        self,
        widget: Widget,
        tenant: Tenant,
        missing: Callable[[], Sequence[Listed]],
        read: Callable[[], None],
        group: str,
    ) -> None:
        """Reads nothing yet.

        Args:
            widget: who shows the answer; when it goes, the reading ends.
            tenant: whose lists they are.
            missing: what the present answer lacks; it may be another answer than a moment ago.
            read: called after each list.
            group: of the worker that reads.
        """
        self._widget = widget
        self._tenant = tenant
        self._missing = missing
        self._read = read
        self._group = group
        self._asked: set[Listed] = set()
        self._reading = False
        self.unbounded = False

    def wanted(self) -> list[Listed]:
        """What is to be read now; nothing when that is more than is read unasked, or there is no connection."""
        missing = self._missing()
        if self._tenant.gateway is None or (len(missing) > AT_ONCE and not self.unbounded):
            return []
        return [one for one in missing if one not in self._asked or self._tenant.sync.due(*one)]

    def begin(self) -> None:
        """Reads what is wanted, unless that is under way."""
        if self._widget.is_attached and not self._reading and self.wanted():
            self._reading = True
            self._widget.run_worker(self._fill(), group=self._group, description="read what an answer lacks")

    def forget(self, *, unbounded: bool = False) -> None:
        """Asks for all of it anew: somebody wants that, or the answer is about another record."""
        self._asked, self.unbounded = set(), unbounded

    async def _fill(self) -> None:
        try:
            while wanted := self.wanted():
                self._asked.add(wanted[0])
                await self._tenant.sync.refresh(*wanted[0])
                self._read()
        finally:
            self._reading = False
