"""Sessions: where a user is signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource
from kinde_tui.models.user import Session


class Sessions(Resource):
    """A user's signed-in browsers and devices."""

    def list(self, user_id: str) -> AsyncIterator[Session]:
        """A user's sessions (`GetUserSessions`); IncompleteAnswerError at the end when Kinde shows only some."""
        return self._list(Session, operations.GET_USER_SESSIONS, {"user_id": user_id})

    async def end_all(self, user_id: str) -> None:
        """Signs the user out everywhere (`DeleteUserSessions`); there is no call for a single session."""
        await self._do(operations.DELETE_USER_SESSIONS, {"user_id": user_id})
