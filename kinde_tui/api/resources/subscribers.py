"""Subscribers."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, within
from kinde_tui.models.subscriber import Subscriber


class Subscribers(Resource):
    """People who left an address. They can be added, and neither changed nor deleted."""

    def list(self, *, sort: str | None = None) -> AsyncIterator[Subscriber]:
        """Every subscriber (`GetSubscribers`).

        Args:
            sort: `name_asc`, `name_desc`, `email_asc` or `email_desc`.
        """
        return self._list(Subscriber, operations.GET_SUBSCRIBERS, sort=sort)

    async def get(self, subscriber_id: str) -> Subscriber:
        """One subscriber (`GetSubscriber`); Kinde answers with a list of one."""
        return await self._get(Subscriber, operations.GET_SUBSCRIBER, {"subscriber_id": subscriber_id})

    async def create(self, first_name: str, last_name: str, email: str) -> Subscriber:
        """Adds a subscriber (`CreateSubscriber`); all of it stands in the address that is called."""
        query = {"first_name": first_name, "last_name": last_name, "email": email}
        answer = await self._do(operations.CREATE_SUBSCRIBER, query=query)
        return Subscriber.read(within(answer, "subscriber"))
