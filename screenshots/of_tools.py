"""Pictures of the tools: tokens, calls, scopes, the change log, the first run."""

from __future__ import annotations

from textual import events

from kinde_tui.demo.faults import Fault
from screenshots.of_people import flag_changes
from screenshots.stage import SMALL, Stage, shot


@shot("token", "token")
@shot("token-80x24", "token", size=SMALL)
async def _token(stage: Stage) -> None:
    user = stage.tenant.store.view("users").window(4, 5)[0].key
    token = stage.token(user)
    stage.clock.advance(5 * 3600 + 42)
    stage.app.screen.post_message(events.Paste(f"Authorization: Bearer {token}"))
    await stage.press("v")
    await stage.press("down", "down")


@shot("token-empty", "token")
async def _token_empty(_stage: Stage) -> None:
    pass


@shot("api", "api")
@shot("api-80x24", "api", size=SMALL)
async def _api(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("update user")
    await stage.press("enter", "enter")
    user = stage.tenant.store.view("users").window(4, 5)[0]
    await stage.type(user.key)
    await stage.press("down")
    await stage.type("Ada")
    await stage.press("down", "down", "down")
    await stage.type("fal")
    await stage.press("right")


@shot("api-answer", "api")
async def _api_answer(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("get roles")
    await stage.press("enter", "enter", "ctrl+s")


LACKS = ("read:roles", "read:user_sessions", "update:users")


@shot("scopes", "scopes", without_scopes=LACKS)
@shot("scopes-80x24", "scopes", size=SMALL, without_scopes=LACKS)
@shot("scope-missing", "roles", without_scopes=LACKS)
async def _scopes(_stage: Stage) -> None:
    pass


@shot("log", "log")
@shot("log-80x24", "log", size=SMALL)
async def _log(stage: Stage) -> None:
    await flag_changes(stage)
    tenant = stage.tenant
    users = tenant.collections["users"]
    action = next(action for action in users.actions if action.id.endswith("suspend"))
    first, second = [users.read(row.raw) for row in tenant.store.view("users", filter="is:active").window(0, 2)]
    for change in action.changes(first, {}, (), tenant.context()):
        await tenant.changes.apply(change)
        stage.clock.advance(31)
    stage.clock.advance(240)
    await tenant.changes.undo()
    stage.clock.advance(60)
    stage.demo.faults.add(
        Fault("updateUser", status=403, body={"errors": [{"code": "FORBIDDEN", "message": "Not allowed"}]})
    )
    for change in action.changes(second, {}, (), tenant.context()):
        await tenant.changes.apply(change)
    stage.clock.advance(8)
    await stage.rest()
    await stage.press("down")


@shot("welcome", "")
@shot("welcome-light", "", theme="light")
async def _welcome(_stage: Stage) -> None:
    pass


@shot("connect", "")
@shot("connect-80x24", "", size=SMALL)
async def _connect(stage: Stage) -> None:
    await stage.press("c", "enter")
