"""Keys that take back, do again and try again, pressed faster than the tenant answers, and what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Target
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.messages import ChangesRequested
from tests.services.writing import delete, make_role, rename
from tests.support.ui import open_app

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from tests.support.ui import HeardApp, Stage

CREATED = Change(
    Request(kinde.CREATE_ORGANIZATION, body={"name": "Twice"}), Target("organizations", "", "Twice"), "Make Twice"
)


def said(stage: Stage) -> list[str]:
    """What was said in passing, oldest first."""
    return cast("HeardApp", stage.app).said


def users(stage: Stage, number: int) -> list[Raw]:
    """Some users that are not suspended."""
    return [raw for raw in stage.tenant.store.rows("users") if not raw["is_suspended"]][:number]


async def fail(stage: Stage, change: Change) -> None:
    """Lets a change fail for want of a network, so that U tries it again."""
    stage.wire.offline = True
    stage.app.post_message(ChangesRequested([change]))
    await stage.settle()
    assert "U tries it again." in said(stage)[-1]
    stage.wire.offline = False


async def press_meanwhile(stage: Stage, *keys: str) -> None:
    """Presses keys while the tenant does not answer, and lets it answer when all of them were heard."""
    stage.wire.hold()
    before = stage.app._keys.pressed
    for key in keys:
        stage.send(key)
    await stage.until(lambda: stage.app._keys.pressed == before + len(keys) and stage.tenant.on_their_way)
    await stage.pilot.pause()
    stage.wire.release()
    await stage.settle()


async def test_what_is_tried_again_by_two_presses_is_sent_once() -> None:
    async with open_app(users=6) as stage:
        await fail(stage, CREATED)
        await press_meanwhile(stage, "U", "U")
        assert len(stage.written(kinde.CREATE_ORGANIZATION)) == 1
        assert said(stage)[-2:] == ["Done: Make Twice", "Nothing to redo."]


async def test_what_fails_once_more_is_tried_by_the_next_press_only() -> None:
    async with open_app(users=6) as stage:
        await fail(stage, CREATED)
        stage.fault(kinde.CREATE_ORGANIZATION, status=429, times=9)
        await press_meanwhile(stage, "U", "U")
        told = [one for one in said(stage) if "U tries it again." in one]
        assert len(told) == 2
        assert said(stage)[-1] == told[-1], "the second press came before it was known"
        stage.demo.faults.faults.clear()
        await stage.press("U")
        assert said(stage)[-1] == "Done: Make Twice"


async def test_a_no_to_what_is_tried_again_leaves_it_to_be_tried() -> None:
    async with open_app(users=6) as stage:
        change = replace(CREATED, danger=Danger.CONFIRM)
        stage.wire.offline = True
        stage.app.post_message(ChangesRequested([change]))
        await stage.settle()
        await stage.press("y")
        stage.wire.offline = False
        await stage.press("U", "escape")
        assert stage.written(kinde.CREATE_ORGANIZATION) == []
        await stage.press("U", "y")
        assert len(stage.written(kinde.CREATE_ORGANIZATION)) == 1


async def test_what_was_asked_for_twice_is_asked_about_once() -> None:
    async with open_app(users=6) as stage:
        change = replace(CREATED, danger=Danger.CONFIRM)
        for _ in range(2):
            stage.app.post_message(ChangesRequested([change]))
        await stage.settle()
        await stage.press("y")
        assert not isinstance(stage.screen, ConfirmDialog)
        assert len(stage.written(kinde.CREATE_ORGANIZATION)) == 1
        stage.app.post_message(ChangesRequested([change]))
        await stage.settle()
        assert isinstance(stage.screen, ConfirmDialog), "it is not in hand any more"


async def test_two_presses_take_back_two_steps_and_each_is_asked_for_itself() -> None:
    async with open_app(users=6) as stage:
        role = make_role("boss")
        unmake = role.undo
        assert unmake is not None
        role = replace(role, undo=lambda answer: replace(unmake(answer), danger=Danger.CONFIRM))
        await stage.tenant.changes.apply(role)
        (user,) = users(stage, 1)
        stage.wire.hold()
        stage.app.post_message(ChangesRequested([rename(user, "Zed")]))
        await stage.until(lambda: stage.tenant.on_their_way)
        await press_meanwhile(stage, "u", "u")
        assert isinstance(stage.screen, ConfirmDialog)
        assert "Delete boss?" in stage.text
        assert stage.written(kinde.DELETE_ROLE) == []
        assert len(stage.written(kinde.UPDATE_USER)) == 2
        await stage.press("y")
        assert len(stage.written(kinde.DELETE_ROLE)) == 1


async def test_a_step_that_is_not_the_next_any_more_is_not_taken_back_by_a_late_yes() -> None:
    async with open_app(users=6) as stage:
        one, other = users(stage, 2)
        change = rename(one, "Zed")
        back = change.undo
        assert back is not None
        await stage.tenant.changes.apply(
            replace(change, undo=lambda answer: replace(back(answer), danger=Danger.CONFIRM))
        )
        await stage.press("u")
        await stage.tenant.changes.apply(rename(other, "Alan"))
        await stage.press("y")
        assert "Something else was changed meanwhile, and is next: try again." in said(stage)[-1]
        assert len(stage.written(kinde.UPDATE_USER)) == 2


async def test_what_has_no_way_back_is_not_passed_over() -> None:
    async with open_app(users=9) as stage:
        one, two, three = users(stage, 3)
        await stage.tenant.changes.apply(rename(one, "Zed"))
        for user in (two, three):
            await stage.tenant.changes.apply(delete(user))
        await stage.settle()
        await stage.press("u")
        renamed = f"Rename {one['first_name']} {one['last_name']} to Zed"
        assert said(stage)[-1] == (
            f"“Delete {three['first_name']}” cannot be taken back. The same goes for 1 more before it. "
            f"u again takes back “{renamed}”."
        )
        assert len(stage.written(kinde.UPDATE_USER)) == 1
        await stage.press("u")
        assert len(stage.written(kinde.UPDATE_USER)) == 2
        await stage.press("u")
        assert said(stage)[-1] == "Nothing to undo."


async def test_what_has_no_way_back_and_nothing_before_it_says_so() -> None:
    async with open_app(users=6) as stage:
        (user,) = users(stage, 1)
        await stage.tenant.changes.apply(delete(user))
        await stage.settle()
        await stage.press("u")
        assert said(stage)[-1] == f"“Delete {user['first_name']}” cannot be taken back. Nothing more to undo."


async def test_a_redo_of_unknown_outcome_is_not_passed_over() -> None:
    async with open_app(users=6) as stage:
        one, other = users(stage, 2)
        for user, name in ((one, "Zed"), (other, "Alan")):
            await stage.tenant.changes.apply(rename(user, name))
        await stage.press("u", "u")
        stage.fault(kinde.UPDATE_USER, status=503, times=4)
        await stage.press("U")
        assert "unknown" in said(stage)[-1]
        await stage.press("U")
        first, second = (f"Rename {raw['first_name']} {raw['last_name']}" for raw in (one, other))
        assert said(stage)[-1] == (f"Whether “{first} to Zed” happened is not known. U again does “{second} to Alan”.")
