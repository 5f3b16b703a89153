"""What the tests of forms fill in, and what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input

from kinde_tui.ui.dialogs.form import FormDialog
from tests.support.ui_lists import dialog

if TYPE_CHECKING:
    from tests.support.ui import Stage

EMAIL, FIRST, LAST, USERNAME = 0, 1, 2, 3
TAKEN = {"errors": [{"code": "TAKEN", "message": "Somebody else has it"}]}


def says(code: str, message: str, field: str = "") -> dict[str, Any]:
    """An error answer of Kinde's."""
    return {"errors": [{"code": code, "message": message, **({"field": field} if field else {})}]}


def value(stage: Stage, number: int) -> str:
    """What a field of the form holds."""
    return str(dialog(stage, FormDialog).query_one(f"#field-{number}", Input).value)


def complaint(stage: Stage, place: str = ".form-complaint, .field-complaint") -> str:
    """What the form complains about, as it is on screen."""
    shown = dialog(stage, FormDialog).query(place)
    return " ".join(str(one.render()) for one in shown if one.display)


def has_keyboard(stage: Stage) -> str:
    """The field that is typed into."""
    focused = stage.app.focused
    return (focused.id if focused is not None else "") or ""


async def fill(stage: Stage, **fields: str) -> None:
    """Types into fields of the form, by their number."""
    for number, text in fields.items():
        dialog(stage, FormDialog).query_one(f"#field-{number.removeprefix('f')}", Input).focus()
        await stage.settle()
        await stage.type(text)


async def new_user(stage: Stage) -> None:
    """Fills the form for a user in and sends it."""
    await stage.press("n")
    await fill(stage, f0="zoe@example.com", f1="Zoe", f2="Zimmer")
    await stage.press("ctrl+s")
