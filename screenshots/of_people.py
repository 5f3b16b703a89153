"""Pictures of people and what they may do, and of what works on every screen."""

from __future__ import annotations

from kinde_tui.services.cascade import Level
from kinde_tui.ui.messages import Place
from screenshots.stage import SMALL, Stage, shot


@shot("overview", "overview")
@shot("overview-light", "overview", theme="light")
@shot("overview-80x24", "overview", size=SMALL)
async def _overview(stage: Stage) -> None:
    await stage.press("f")
    stage.clock.advance(40)
    await stage.press("tab", "left", "left", "left", "left")


@shot("users", "users")
@shot("users-light", "users", theme="light")
@shot("users-high-contrast", "users", theme="high-contrast")
@shot("users-80x24", "users", size=SMALL)
async def _users(stage: Stage) -> None:
    await stage.press("down", "down", "down")


@shot("users-production", "users", environment="production", read_only=True)
async def _production(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("is:active -has:phone")
    await stage.press("enter", "down", "down", "full_stop")


@shot("edit-in-place", "users")
async def _edit(stage: Stage) -> None:
    await stage.press("down", "down", "e")
    await stage.press("end")
    await stage.type(" Byron")


@shot("confirm", "users", environment="production")
async def _confirm(stage: Stage) -> None:
    await stage.press("down", "down", "d", "ctrl+s")


@shot("bulk", "users")
@shot("bulk-80x24", "users", size=SMALL)
async def _bulk(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("is:active")
    await stage.press("enter", "space", "space", "space", "space", "space", "space", "s")


@shot("organizations", "organizations")
async def _organizations(stage: Stage) -> None:
    await stage.press("down", "full_stop")


@shot("members", "members")
async def _members(stage: Stage) -> None:
    await stage.go(Place("organizations", stage.key_of("organizations", "brightrota"), "Members"))
    await stage.press("tab", "down", "enter", "full_stop", "full_stop")


@shot("roles", "roles")
async def _roles(stage: Stage) -> None:
    await stage.press("down", "full_stop", "tab")


@shot("permissions", "permissions")
async def _permissions(stage: Stage) -> None:
    await stage.press("down", "full_stop")


@shot("flags", "flags")
@shot("flags-80x24", "flags", size=SMALL)
async def _flags(stage: Stage) -> None:
    code, user = await flag_changes(stage)
    stage.app.screen.cascade.point_at(code, user)  # type: ignore[attr-defined]  # the flags screen
    stage.app.screen._show_pickers()  # type: ignore[attr-defined]  # noqa: SLF001 - as picking does
    await stage.rest()
    await stage.press("down", "down", "down", "down", "less_than_sign")


async def flag_changes(stage: Stage) -> tuple[str, str]:
    """Overrides of a user and an organization, so that every level has something to show."""
    tenant = stage.tenant
    user = tenant.store.view("users").window(4, 5)[0]
    code = str((user.raw.get("organizations") or [stage.key_of("organizations", "")])[0])
    await tenant.sync.refresh("organization_flags", (code,))
    wanted = (
        tenant.flags.set_override(Level.USER, "theme", "dusk", org_code=code, user_id=user.key),
        tenant.flags.toggle(Level.ORGANIZATION, "new_rota_grid", org_code=code),
        tenant.flags.set_override(Level.ORGANIZATION, "max_rota_weeks", 26, org_code=code),
    )
    for change in wanted:
        await tenant.changes.apply(change)
        stage.clock.advance(95)
    return code, user.key


@shot("help", "users")
@shot("help-80x24", "users", size=SMALL)
async def _help(stage: Stage) -> None:
    await stage.press("question_mark")


@shot("palette", "users")
async def _palette(stage: Stage) -> None:
    await stage.press("ctrl+p")
    await stage.type("adm")


@shot("command-line", "roles")
async def _command(stage: Stage) -> None:
    await stage.press("colon")
    await stage.type("org")
