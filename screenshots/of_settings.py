"""Pictures of what a tenant is set up with."""

from __future__ import annotations

from screenshots.stage import SMALL, Stage, shot


@shot("applications", "applications")
@shot("applications-80x24", "applications", size=SMALL)
async def _applications(stage: Stage) -> None:
    await stage.press("down", "down", "enter", "down", "down", "down")


@shot("callbacks", "applications")
async def _callbacks(stage: Stage) -> None:
    await stage.press("down", "down", "full_stop", "tab", "n")
    await stage.type("https://brightrota.*.com/in")
    await stage.press("enter")


@shot("connections", "connections")
@shot("apis", "apis")
async def _ticked(stage: Stage) -> None:
    await stage.press("down", "full_stop")


@shot("invites", "organizations")
async def _invites(stage: Stage) -> None:
    await stage.press("down", "full_stop", "full_stop", "tab")


@shot("api_scopes", "api_scopes")
@shot("system_permissions", "system_permissions")
async def _held_by_roles(stage: Stage) -> None:
    await stage.press("down", "full_stop")


@shot("properties", "properties")
async def _properties(stage: Stage) -> None:
    stage.app.screen.rows.filter_bar.text = "org_plan"  # type: ignore[attr-defined]  # a list's screen
    await stage.press("full_stop", "full_stop")


@shot("property_categories", "property_categories")
async def _plain(stage: Stage) -> None:
    await stage.press("down")


@shot("api_keys", "api_keys")
@shot("event_types", "event_types")
@shot("variables", "variables")
@shot("subscribers", "subscribers")
@shot("directories", "directories")
@shot("business", "business")
@shot("webhooks", "webhooks")
async def _settings(stage: Stage) -> None:
    await stage.press("down", "enter")


@shot("api-key-once", "api_keys")
@shot("api-key-once-80x24", "api_keys", size=SMALL)
async def _rotated(stage: Stage) -> None:
    await stage.press("T", "y")


@shot("webhook-types", "webhooks")
async def _webhook_types(stage: Stage) -> None:
    await stage.press("m")
    await stage.press("enter")
    await stage.type("user.")


@shot("environment", "environment")
async def _environment(stage: Stage) -> None:
    await stage.press("full_stop", "full_stop", "full_stop")


@shot("billing", "billing")
async def _billing(stage: Stage) -> None:
    await stage.press("down", "enter", "full_stop", "full_stop")
