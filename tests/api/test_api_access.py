"""Typed calls about who signs in where, over the demo tenant: what is written can be read again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api.operation import Upload
from kinde_tui.demo.app import demo_app
from tests.support.acme import client_of

if TYPE_CHECKING:
    from kinde_tui.api.client import Kinde

PICTURE = Upload("logo.png", b"\x89PNG\r\n\x1a\n", "image/png")


@pytest.fixture
async def kinde() -> AsyncIterator[Kinde]:
    kinde = client_of(demo_app(seed=1, users=24))
    yield kinde
    await kinde.close()


async def every(records: AsyncIterator[Any]) -> dict[str, Any]:
    return {getattr(record, "id", "") or record.code: record async for record in records}


async def test_an_application_is_made_changed_and_deleted(kinde: Kinde) -> None:
    made = await kinde.applications.create("Billing", "reg")
    await kinde.applications.update(made.id, login_uri="https://billing.example.com", is_ask_for_name=True)
    await kinde.applications.set_tokens(made.id, access_token_lifetime=3600)
    application = await kinde.applications.get(made.id)
    assert (application.name, application.type) == ("Billing", "reg")
    assert (application.login_uri, application.is_ask_for_name) == ("https://billing.example.com", True)
    assert made.id in await every(kinde.applications.list(sort="name_asc"))
    await kinde.applications.delete(made.id)
    assert made.id not in await every(kinde.applications.list())


async def test_the_secret_comes_when_it_is_asked_for_and_in_no_record(kinde: Kinde) -> None:
    made = await kinde.applications.create("Billing", "reg")
    secret = await kinde.applications.secret(made.id)
    application = await kinde.applications.get(made.id)
    assert secret.get_secret_value()
    assert secret.get_secret_value() not in f"{made!r} {application!r} {secret!r} {application.model_dump()}"


async def test_addresses_are_added_replaced_and_deleted(kinde: Kinde) -> None:
    made = (await kinde.applications.create("Billing", "reg")).id
    one, two = "https://billing.example.com/in?x=1&y=2", "https://*.billing.example.com/in"
    calls = kinde.addresses
    for read, add, replace, delete in (
        (calls.callbacks, calls.add_callbacks, calls.replace_callbacks, calls.delete_callbacks),
        (calls.logouts, calls.add_logouts, calls.replace_logouts, calls.delete_logouts),
    ):
        await add(made, [one, two])
        assert set(await read(made)) >= {one, two}
        await replace(made, [two, one])
        assert await read(made) == (two, one)
        await delete(made, [one])
        assert await read(made) == (two,)


async def test_connections_are_made_offered_and_deleted(kinde: Kinde) -> None:
    application = (await kinde.applications.create("Billing", "reg")).id
    organization = next(iter(await every(kinde.organizations.list())))
    options = {"client_id": "abc", "client_secret": "very secret"}
    made = (await kinde.connections.create("gh", "oauth2:github", applications=[application], options=options)).id
    await kinde.connections.update(made, display_name="GitHub")
    connection = await kinde.connections.get(made)
    assert (connection.name, connection.display_name, connection.options) == ("gh", "GitHub", None)
    assert set(await every(kinde.applications.connections(application))) == {made}
    await kinde.applications.remove_connection(application, made)
    await kinde.applications.enable_connection(application, made)
    await kinde.organization_settings.enable_connection(organization, made)
    assert made in await every(kinde.organization_settings.connections(organization))
    await kinde.organization_settings.remove_connection(organization, made)
    await kinde.connections.replace(made, name="gh", display_name="Hub")
    assert (await every(kinde.connections.list()))[made].display_name == "Hub"
    await kinde.connections.delete(made)
    assert made not in await every(kinde.connections.list())


async def test_an_application_lets_roles_in_and_has_properties(kinde: Kinde) -> None:
    application = (await kinde.applications.create("Billing", "reg")).id
    role = next(iter(await every(kinde.roles.list())))
    await kinde.applications.add_access_role(application, role)
    assert set(await every(kinde.applications.access_roles(application))) == {role}
    await kinde.applications.remove_access_role(application, role)
    key = next(iter((await every(kinde.applications.properties(application))).values())).key
    await kinde.applications.set_property(application, key, "Staines")
    values = {value.key: value.value for value in (await every(kinde.applications.properties(application))).values()}
    assert values[key] == "Staines"


async def test_apis_have_scopes_and_authorise_applications(kinde: Kinde) -> None:
    application = (await kinde.applications.create("Billing", "m2m")).id
    api = (await kinde.apis.create("Billing", "https://billing.example.com")).id
    scope = (await kinde.apis.add_scope(api, "read:bills")).id
    await kinde.apis.describe_scope(api, scope, "Look at bills")
    assert (await kinde.apis.scope(api, scope)).description == "Look at bills"
    await kinde.apis.authorise(api, add=[application])
    entries = {entry["id"]: entry["is_active"] for entry in (await kinde.apis.get(api)).applications or ()}
    assert entries[application] is True
    await kinde.apis.grant(api, application, scope)
    await kinde.apis.withdraw(api, application, scope)
    await kinde.apis.authorise(api, remove=[application])
    assert set(await every(kinde.apis.scopes(api))) == {scope}
    assert [one["key"] for one in (await every(kinde.apis.list()))[api].scopes] == ["read:bills"]
    await kinde.apis.delete_scope(api, scope)
    await kinde.apis.delete(api)
    assert api not in await every(kinde.apis.list())


async def test_somebody_is_invited_and_the_invitation_revoked(kinde: Kinde) -> None:
    organization = next(iter(await every(kinde.organizations.list())))
    role = next(iter((await every(kinde.roles.list())).values()))
    made = await kinde.invites.create(organization, "ada@example.com", [role.key], first_name="Ada", send=True)
    assert (made.email, made.is_sent, made.is_revoked) == ("ada@example.com", True, False)
    assert (await kinde.invites.get(organization, made.code)).full_name == "Ada"
    await kinde.invites.revoke(organization, made.code)
    assert made.id not in await every(kinde.invites.list(organization))
    assert made.id in await every(kinde.invites.list(organization, revoked=True, accepted=True))


async def test_an_organization_has_settings_of_its_own(kinde: Kinde) -> None:
    organization = next(iter(await every(kinde.organizations.list())))
    settings = kinde.organization_settings
    await settings.replace_mfa(organization, ["mfa:email"], recovery_codes=True)
    await settings.set_sessions(organization, authenticated_session_lifetime=3600)
    await settings.set_passkey(organization, "mandatory")
    assert (await settings.passkey(organization)).policy == "mandatory"
    await settings.set_logo(organization, "light", PICTURE)
    assert [logo.type async for logo in settings.logos(organization)] == ["light"]
    await settings.delete_logo(organization, "light")
    assert [logo async for logo in settings.logos(organization)] == []


async def test_a_role_brings_scopes_and_system_permissions(kinde: Kinde) -> None:
    role = next(iter(await every(kinde.roles.list())))
    scope = next(one["id"] for api in (await every(kinde.apis.list())).values() for one in api.scopes or ())
    await kinde.role_scopes.add_scope(role, scope)
    assert scope in await every(kinde.role_scopes.scopes(role))
    await kinde.role_scopes.delete_scope(role, scope)
    assert scope not in await every(kinde.role_scopes.scopes(role))
    system = next(iter(await every(kinde.role_scopes.system_permissions())))
    for add, remove, there in (([system], [], True), ([], [system], False), ([system], [], True)):
        await kinde.role_scopes.change_system_permissions(role, add=add, remove=remove)
        assert (system in await every(kinde.role_scopes.system_permissions_of(role))) is there


async def test_an_account_with_a_third_party_is_connected_and_ended(kinde: Kinde) -> None:
    url, session = await kinde.connected_apps.sign_in_url("github_app")
    assert session in url
    token = await kinde.connected_apps.token(session)
    assert token.get_secret_value() not in repr(token)
    await kinde.connected_apps.revoke(session)


async def test_holders_of_a_role_in_an_organization_are_counted(kinde: Kinde) -> None:
    now = datetime.now(UTC)
    for organization in await every(kinde.organizations.list()):
        for role in await every(kinde.roles.list()):
            holders = await every(kinde.roles.users(role, organization=organization))
            if not holders:
                continue
            assert await kinde.roles.count_users(organization, role) == len(holders)
            active = await kinde.roles.count_active_users(organization, role, now - timedelta(days=2), now)
            assert 0 <= active <= len(holders)
            return
    raise AssertionError("Nobody holds a role.")
