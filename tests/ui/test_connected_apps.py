"""A connected app: its link, its token that is kept nowhere, and the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.connected_apps import INQUIRIES, REVOKE
from kinde_tui.ui.dialogs.answer import AnswerDialog
from kinde_tui.ui.dialogs.form import FormDialog
from tests.support.ui import SMALL, open_app
from tests.support.ui_lists import dialog

if TYPE_CHECKING:
    from tests.support.ui import Stage


async def ask(stage: Stage, words: str) -> None:
    """Chooses it among all that can be done."""
    await stage.press("a")
    for _ in range(8):
        highlighted = next((line for line in stage.text.splitlines() if words in line), "")
        assert highlighted, stage.text
        option = stage.screen.query_one("OptionList")
        index = option.highlighted  # type: ignore[attr-defined]  # it is one
        if words in str(option.get_option_at_index(index).prompt):  # type: ignore[attr-defined]  # the same
            break
        await stage.press("down")
    await stage.press("enter")
    dialog(stage, FormDialog)


async def test_an_app_is_connected_read_and_revoked() -> None:
    async with open_app(size=SMALL, start="environment") as stage:
        await ask(stage, "Link to connect an app")
        await stage.type("crm")
        await stage.press("ctrl+s")
        link = dialog(stage, AnswerDialog)
        (session,) = stage.demo.tenant.shelf("connected")
        assert "/connected/crm" in "".join(stage.text.split())
        await stage.press("y")
        assert stage.app.clipboard == session
        await stage.press("escape")
        assert not link.is_attached
        await ask(stage, "Token of a connected app")
        await stage.type(session)
        assert session not in stage.text
        await stage.press("enter")
        assert f"third-party-{session[-12:]}" in stage.text
        await stage.press("escape")
        await ask(stage, "Revoke the token")
        await stage.type(session)
        await stage.press("enter", "y")
        assert len(stage.demo.ledger.of(kinde.REVOKE_CONNECTED_APP_TOKEN.id)) == 1
        assert not stage.demo.tenant.shelf("connected")
        assert session not in "\n".join(stage.tenant.journal.export())


def test_what_is_needed_is_asked_for_before_anything_is_sent() -> None:
    for inquiry in INQUIRIES:
        with pytest.raises(InvalidInputError, match=r"^Which (app|session)\?"):
            inquiry.request(None, {}, ())
        assert inquiry.shows(None, {}, None).good is False  # type: ignore[arg-type]  # no answer needs no context
    assert REVOKE.operation is kinde.REVOKE_CONNECTED_APP_TOKEN
