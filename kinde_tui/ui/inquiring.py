"""From a question to the answer on screen: what is asked of the tenant beside its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import KindeError
from kinde_tui.api.operation import RequestError
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.ui.dialogs.answer import AnswerDialog
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Answers
    from kinde_tui.services.collections.inquiry import Inquiry
    from kinde_tui.ui.doing import Doing
    from kinde_tui.ui.widgets.collection_list import CollectionList

NOT_CONNECTED = "The tenant is not connected, so nothing was asked. Try again when it is."


class Inquiring:
    """What is asked from one list."""

    def __init__(self, rows: CollectionList, doing: Doing) -> None:
        self._rows = rows
        self._doing = doing

    def start(self, name: str, answers: Answers | None = None) -> None:
        """Asks what must be known, asks the tenant, and shows the answer.

        Args:
            name: the inquiry's id.
            answers: what is known already; then nothing is asked of the person.
        """
        inquiry = self._doing.inquiry(name)
        if inquiry is None:
            return
        record = self._rows.chosen if inquiry.about else None
        if inquiry.about and record is None:
            return
        if refusal := self._doing.why_not(inquiry, record):
            self._say(refusal)
            return
        self._rows.app.run_worker(self._ask(inquiry, record, answers), group="ask", description=inquiry.id)

    async def _ask(self, inquiry: Inquiry[Any], record: Any, answers: Answers | None) -> None:
        rows = self._rows
        if answers is None and inquiry.questions:
            from kinde_tui.ui.dialogs.form import FormDialog

            form = FormDialog(inquiry.title, inquiry.questions, tenant=rows.tenant, note=inquiry.help)
            answers = await rows.app.push_screen_wait(form)
            if answers is None:
                return
        gateway = rows.tenant.gateway
        if gateway is None:
            self._say(NOT_CONNECTED)
            return
        try:
            request = inquiry.request(record, answers or {}, rows.parent_keys)
            raw = await gateway.send(request)
        except (InvalidInputError, RequestError, KindeError) as error:
            self._say(str(error))
            return
        shown = inquiry.shows(record, raw, rows.context)
        await rows.app.push_screen_wait(AnswerDialog(shown, info=rows.tenant.info))

    def _say(self, sentence: str) -> None:
        self._rows.notify(safe(sentence), severity="warning", markup=False)
