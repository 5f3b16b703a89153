"""Yes or no: however much is lost, it is seen how to answer."""

from __future__ import annotations

import pytest

from kinde_tui.ui.dialogs.confirm import SHOWN, ConfirmDialog
from tests.support.ui import open_app


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
@pytest.mark.parametrize("name", ["", "Acme"])
async def test_the_keys_stay_in_sight_however_much_is_lost(size: tuple[int, int], name: str) -> None:
    async with open_app(users=2, size=size) as stage:
        says = [f"Take user {number} out of Compagnie des Quais" for number in range(65)]
        loses = [f"User {number} loses every role and permission in Compagnie des Quais" for number in range(65)]
        dialog = ConfirmDialog("Take 65 users out?", says, loses=loses, type_this=name, info=stage.tenant.info)
        answers: list[bool | None] = []
        stage.app.push_screen(dialog, answers.append)
        await stage.settle()
        assert "User 0 loses every role" in stage.text or "Take user 0 out" in stage.text
        assert ("Type Acme to go on:" if name else "y yes") in stage.text
        if not name:
            await stage.press("end")
            assert f"… and {65 - SHOWN} more" in stage.text
            await stage.press("y")
            assert answers == [True]
        else:
            await stage.type("Acme")
            await stage.press("enter")
            assert answers == [True]
