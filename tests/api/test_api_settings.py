"""Typed calls about keys, webhooks, variables, subscribers, directories, the business, the environment and billing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import pytest
from pydantic import SecretStr

from kinde_tui.api.errors import CredentialsError, InvalidRequestError, NotFoundError
from kinde_tui.api.operation import Upload
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.demo.app import Demo, DemoApp, demo_app
from tests.support.acme import client_of

if TYPE_CHECKING:
    from kinde_tui.api.client import Kinde

T = TypeVar("T")
NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def app() -> DemoApp:
    return demo_app(seed=1, users=24, now=lambda: NOW)


@pytest.fixture
async def kinde(app: DemoApp) -> AsyncIterator[Kinde]:
    client = client_of(app)
    yield client
    await client.close()


async def every(records: AsyncIterator[T]) -> list[T]:
    return [record async for record in records]


async def api_of(kinde: Kinde) -> str:
    apis = [page async for page in kinde.pages(OPERATIONS["getAPIs"], {}, {})]
    return next(str(row["id"]) for row in apis[0].records if row["name"] == "Brightrota API")


async def test_a_key_is_told_when_it_is_made_and_rotated_and_hides_itself_in_print(kinde: Kinde) -> None:
    made = await kinde.api_keys.create("Export", "environment", await api_of(kinde))
    fresh = await kinde.api_keys.rotate(made.id)
    assert fresh.id == made.id
    assert fresh.key != made.key
    assert fresh.key.get_secret_value() not in repr(fresh)
    verdict = await kinde.api_keys.verify(fresh.key)
    assert (verdict.is_valid, verdict.key_id) == (True, made.id)
    key = await kinde.api_keys.get(made.id)
    assert (key.name, key.verification_count, key.key_suffix) == ("Export", 1, fresh.key.get_secret_value()[-4:])
    await kinde.api_keys.revoke(made.id)
    assert made.id in {row.id for row in await every(kinde.api_keys.list(status="revoked"))}


async def test_an_unknown_key_is_no_doubt_about_the_token(kinde: Kinde) -> None:
    await every(kinde.api_keys.list())
    with pytest.raises(InvalidRequestError, match="The API key is not valid") as refused:
        await kinde.api_keys.verify(SecretStr("k_nobodys"))
    assert not isinstance(refused.value, CredentialsError)
    assert kinde.tokens_asked == 1


async def test_a_key_is_verified_with_the_token_that_the_document_wants(kinde: Kinde, app: DemoApp) -> None:
    demo: Demo = app.state.demo
    secret = next(str(row["key"]) for row in demo.tenant.shelf("api_keys").values() if row["status"] == "active")
    assert (await kinde.api_keys.verify(SecretStr(secret))).is_valid
    assert kinde.tokens_asked == 1


async def test_webhooks_and_events(kinde: Kinde, app: DemoApp) -> None:
    codes = [str(row.code) for row in await every(kinde.webhooks.event_types())][:2]
    made = await kinde.webhooks.create("https://example.com/h", "Mine", codes, description="Why")
    await kinde.webhooks.update(made.id, name="Ours", event_types=codes[:1])
    (row,) = [row for row in await every(kinde.webhooks.list()) if row.id == made.id]
    assert (row.name, row.event_types, row.description) == ("Ours", tuple(codes[:1]), "Why")
    await kinde.webhooks.delete(made.id)
    assert made.id not in {row.id for row in await every(kinde.webhooks.list())}
    demo: Demo = app.state.demo
    (event_id,) = demo.tenant.shelf("events")
    event = await kinde.webhooks.event(event_id)
    assert (event.event_id, event.type) == (event_id, "user.updated")
    with pytest.raises(NotFoundError):
        await kinde.webhooks.event("event_none")


async def test_variables(kinde: Kinde) -> None:
    made = await kinde.variables.create("TOWN", SecretStr("Staines"))
    assert (await kinde.variables.get(made.id)).value == "Staines"
    await kinde.variables.update(made.id, key="CITY", value=SecretStr("Rome"), secret=True)
    variable = await kinde.variables.get(made.id)
    assert (variable.key, variable.value, variable.is_secret) == ("CITY", None, True)
    await kinde.variables.delete(made.id)
    assert made.id not in {row.id for row in await every(kinde.variables.list())}


async def test_subscribers_are_spelled_alike_in_lists_and_alone(kinde: Kinde) -> None:
    made = await kinde.subscribers.create("Nia", "Okoro", "nia@example.net")
    alone = await kinde.subscribers.get(made.id)
    (listed,) = [row for row in await every(kinde.subscribers.list(sort="email_asc")) if row.id == made.id]
    assert alone.email == listed.email == "nia@example.net"


async def test_directories_hide_their_token_in_print(kinde: Kinde) -> None:
    codes = {row.organization_code for row in await every(kinde.directories.list())}
    free = next(row.code for row in await every(kinde.organizations.list()) if row.code not in codes)
    made = await kinde.directories.create(free, "Okta", "okta")
    assert made.secret_token is not None
    assert made.secret_token.get_secret_value() not in repr(made)
    assert (await kinde.directories.rename(made.id, "Okta 2")).directory_name == "Okta 2"
    assert (await kinde.directories.get(made.id)).secret_token == made.secret_token
    assert [row.id for row in await every(kinde.directories.list(organization=free))] == [made.id]
    await kinde.directories.delete(made.id)
    assert await every(kinde.directories.list(organization=free)) == []


async def test_the_business(kinde: Kinde) -> None:
    industry = (await every(kinde.business.industries()))[0]
    zone = (await every(kinde.business.timezones()))[0]
    await kinde.business.update(
        name="Another", industry_key=industry.key, timezone_key=zone.key, clickwrap=True, kinde_branding=False
    )
    business = await kinde.business.get()
    assert (business.name, business.industry, business.has_clickwrap, business.has_kinde_branding) == (
        "Another",
        industry.name,
        True,
        False,
    )


async def test_the_environment(kinde: Kinde, app: DemoApp) -> None:
    assert (await kinde.environment.get()).code == "production"
    await kinde.environment.set_passkey("off")
    passkey = await kinde.environment.passkey()
    assert (passkey.policy, passkey.enabled) == ("off", False)
    await kinde.environment.replace_mfa("required", ["mfa:sms"], recovery_codes=False)
    demo: Demo = app.state.demo
    assert demo.tenant.settings["mfa"]["enabled_factors"] == ["mfa:sms"]
    await kinde.environment.set_logo("dark", Upload("night.svg", b"<svg/>", "image/svg+xml"))
    assert {logo.type: logo.file_name for logo in await every(kinde.environment.logos())}["dark"] == "night.svg"
    await kinde.environment.delete_logo("dark")
    assert "dark" not in {logo.type for logo in await every(kinde.environment.logos())}


async def test_billing(kinde: Kinde) -> None:
    code = (await every(kinde.organizations.list()))[1].code
    customer = f"customer_{code.removeprefix('org_')}"
    await kinde.billing.agree(customer, "enterprise", invoice_now=True, prorate=False)
    (agreement,) = await every(kinde.billing.agreements(customer, feature="seats"))
    assert agreement.plan_code == "enterprise"
    await kinde.billing.record_usage(agreement.id, "seats", "3", at=NOW, kind="absolute")
    assert {row.feature_code for row in await every(kinde.billing.entitlements(customer))} >= {"seats", "sms"}


async def test_api_scopes_of_a_member(kinde: Kinde) -> None:
    user = next(row for row in await every(kinde.users.list(expand=("organizations",))) if row.organizations)
    api = await api_of(kinde)
    pages = [page async for page in kinde.pages(OPERATIONS["getAPIScopes"], {"api_id": api}, {})]
    scope = str(pages[0].records[0]["id"])
    code = (user.organizations or ("",))[0]
    await kinde.members.add_api_scope(code, user.id, api, scope)
    await kinde.members.remove_api_scope(code, user.id, api, scope)
    with pytest.raises(NotFoundError):
        await kinde.members.remove_api_scope(code, user.id, api, scope)
