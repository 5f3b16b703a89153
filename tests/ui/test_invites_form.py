"""The form that invites somebody into an organization."""

from __future__ import annotations

from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.messages import Place
from tests.support.ui import open_app
from tests.support.ui_flags import answer


async def test_an_invitation_names_its_organization_and_says_what_an_undo_leaves() -> None:
    async with open_app(start="organizations", users=3) as stage:
        (lumen,) = stage.tenant.store.find("organizations", "name", "Lumen Dental Group")
        stage.app.visit(Place("organizations", lumen.key, "Invites"))
        await stage.settle()
        await stage.press("tab", "n")
        assert isinstance(stage.app.screen, FormDialog), stage.text
        assert ": Lumen Dental Group" in stage.text
        assert "Kinde sends an e-mail now" in stage.text
        await answer(stage, "new@example.com")
        assert "If it is undone later, its link ends" in stage.text
