"""Webhooks and events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.outcome import Created
from kinde_tui.models.webhook import Event, EventType, Webhook


class Webhooks(Resource):
    """Addresses that Kinde calls. It offers no list of what it sent, and no way to send it again."""

    def list(self) -> AsyncIterator[Webhook]:
        """Every webhook (`GetWebHooks`)."""
        return self._list(Webhook, operations.GET_WEBHOOKS)

    async def create(
        self, endpoint: str, name: str, event_types: Sequence[str], *, description: str | None = None
    ) -> Created:
        """Makes a webhook (`CreateWebHook`).

        Args:
            endpoint: the https address; it stays for ever.
            name: what people call it.
            event_types: codes of what it is told of.
            description: what it is for.
        """
        body = {"endpoint": endpoint, "name": name, "event_types": list(event_types), "description": description}
        return Created.read(within(await self._do(operations.CREATE_WEBHOOK, body=given(body)), "webhook"))

    async def update(
        self,
        webhook_id: str,
        *,
        name: str | None = None,
        event_types: Sequence[str] | None = None,
        description: str | None = None,
    ) -> None:
        """Changes what is given and leaves the rest (`UpdateWebHook`)."""
        types = None if event_types is None else list(event_types)
        body = given({"name": name, "event_types": types, "description": description})
        await self._do(operations.UPDATE_WEBHOOK, {"webhook_id": webhook_id}, body=body)

    async def delete(self, webhook_id: str) -> None:
        """Deletes a webhook (`DeleteWebHook`)."""
        await self._do(operations.DELETE_WEBHOOK, {"webhook_id": webhook_id})

    def event_types(self) -> AsyncIterator[EventType]:
        """What webhooks can be told of (`GetEventTypes`)."""
        return self._list(EventType, operations.GET_EVENT_TYPES)

    async def event(self, event_id: str) -> Event:
        """One event (`GetEvent`); there is no list of them."""
        return await self._get(Event, operations.GET_EVENT, {"event_id": event_id})
