"""From a question to the answer on screen: what is asked of the tenant beside its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import KindeError, UnreachableError
from kinde_tui.api.operation import RequestError
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.ui.dialogs.answer import AnswerDialog
from kinde_tui.ui.text import safe
from kinde_tui.ui.typed import fill, refused

if TYPE_CHECKING:
    from kinde_tui.api.operation import Request
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers
    from kinde_tui.services.collections.inquiry import Inquiry
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.asking import Asks
    from kinde_tui.ui.typed import Back

NOT_CONNECTED = "The tenant is not connected, so nothing was asked. Try again when it is."


class Inquiring:
    """Belongs to the app: an answer may come when the list that was asked from is no longer shown."""

    def __init__(self, app: Asks) -> None:
        self._app = app

    def run(self, collection: str, name: str, answers: Answers | None = None) -> None:
        """Asks something that is about no record, from anywhere.

        Args:
            collection: whose inquiry it is.
            name: the inquiry's id.
            answers: what is known already; then nothing is asked of the person.
        """
        if self._app.tenant is not None:
            found = self._app.tenant.collections[collection].inquiries
            self.start(next(one for one in found if one.id == name), answers=answers)

    def start(
        self, inquiry: Inquiry[Any], record: Any = None, parent: Parent = (), answers: Answers | None = None
    ) -> None:
        """Asks what must be known, asks the tenant, and shows the answer."""
        self._app.run_worker(self._ask(inquiry, record, parent, answers), group="ask", description=inquiry.id)

    async def _ask(self, inquiry: Inquiry[Any], record: Any, parent: Parent, answers: Answers | None) -> None:
        app, tenant = self._app, self._app.tenant
        if tenant is None:
            return
        if refusal := tenant.guard.refusal(inquiry.operation):
            self._say(refusal)
            return
        back: Back | None = None
        while True:
            given = answers
            if given is None and inquiry.questions:
                given = await self._fill(inquiry, tenant, back)
                if given is None:
                    return
            try:
                raw = await self._send(tenant, inquiry.request(record, given or {}, parent))
            except (InvalidInputError, RequestError, KindeError) as error:
                if answers is not None or not inquiry.questions:
                    self._say(str(error))
                    return
                back = refused(error, inquiry.questions, given or {})
            else:
                break
        await app.push_screen_wait(AnswerDialog(inquiry.shows(record, raw, tenant.context()), info=tenant.info))

    async def _fill(self, inquiry: Inquiry[Any], tenant: Tenant, back: Back | None) -> Answers | None:
        from kinde_tui.ui.dialogs.form import FormDialog

        form = FormDialog(inquiry.title, inquiry.questions, tenant=tenant, note=inquiry.help, back=back)
        return await fill(self._app, form, back)

    @staticmethod
    async def _send(tenant: Tenant, request: Request) -> Raw:
        if tenant.gateway is None:
            raise UnreachableError(NOT_CONNECTED)
        return await tenant.gateway.send(request)

    def _say(self, sentence: str) -> None:
        self._app.notify(safe(sentence), severity="warning", markup=False)
