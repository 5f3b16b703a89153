"""The typed calls against the demo tenant: in process as the program reaches it, and once over a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TypeVar

import httpx
import pytest
from pydantic import SecretStr

from kinde_tui.api import operations
from kinde_tui.api.client import Kinde
from kinde_tui.api.errors import (
    CredentialsError,
    InvalidRequestError,
    KindeError,
    MissingScopeError,
    NoAnswerError,
    NotFoundError,
    RouteNotFoundError,
    ServerError,
)
from kinde_tui.api.operation import Operation, Request
from kinde_tui.api.options import Options
from kinde_tui.api.resources.members import Membership
from kinde_tui.demo.app import DemoApp, demo_app
from kinde_tui.demo.credentials import (
    AUDIENCE,
    CLIENT_ID,
    ISSUER,
    VIEWER_CLIENT_ID,
    VIEWER_CLIENT_SECRET,
)
from kinde_tui.demo.faults import Fault
from tests.support.acme import client_of
from tests.support.served_demo import served_demo

T = TypeVar("T")
FAST = Options(rate=1000, fastest=1000, first_wait=0.001)
"""Time is not what these tests are about."""


async def every(records: AsyncIterator[T]) -> list[T]:
    return [record async for record in records]


async def first(records: AsyncIterator[T]) -> T:
    return await anext(records)


@pytest.fixture
def app() -> DemoApp:
    return demo_app(seed=3, users=1203)


@pytest.fixture
async def kinde(app: DemoApp) -> AsyncIterator[Kinde]:
    client = client_of(app)
    yield client
    await client.close()


async def test_users_are_paged_filtered_found_and_changed(kinde: Kinde) -> None:
    users = await every(kinde.users.list())
    assert len({user.id for user in users}) == len(users) == 1203
    somebody = next(user for user in users if user.email)
    assert somebody.email is not None
    (same,) = await every(kinde.users.list(email=somebody.email))
    assert same.id == somebody.id
    assert somebody.id in {hit.id for hit in await every(kinde.users.search(somebody.email))}

    made = await kinde.users.create(email="brand.new@example.com", verified=True, first_name="Brand", last_name="New")
    assert made.created
    await kinde.users.update(made.id, first_name="Brandy", suspended=True)
    read = await kinde.users.get(made.id, expand=["organizations", "identities"])
    assert (read.email, read.first_name, read.last_name) == ("brand.new@example.com", "Brandy", "New")
    assert read.is_suspended
    await kinde.users.refresh_claims(made.id)
    await kinde.users.delete(made.id, erase_profile=True)
    with pytest.raises(NotFoundError):
        await kinde.users.get(made.id)
    assert kinde.tokens_asked == 1


async def test_search_reads_everybody(kinde: Kinde) -> None:
    hits = await every(kinde.users.search("*"))
    assert len({hit.id for hit in hits}) == len(hits) == 1203


async def test_identities_properties_sessions_and_factors(kinde: Kinde) -> None:
    user = await kinde.users.create(email="id@example.com")
    made = await kinde.identities.create(user.id, "username", "id-person")
    identities = {identity.id: identity for identity in await every(kinde.identities.list(user.id))}
    assert identities[made.id].name == "id-person"
    assert (await kinde.identities.get(made.id)).type == "username"
    await kinde.identities.make_primary(made.id)
    await kinde.identities.delete(made.id)
    assert made.id not in {identity.id for identity in await every(kinde.identities.list(user.id))}

    category = await first(kinde.categories.list(context="usr"))
    prop = await kinde.properties.create("shoe_size", "Shoe size", context="usr", category_id=category.id)
    assert prop.id in {entry.id for entry in await every(kinde.properties.list(context="usr"))}
    await kinde.property_values.set_for_user(user.id, {"shoe_size": "44"})
    values = {value.key: value.value for value in await every(kinde.property_values.of_user(user.id))}
    assert values["shoe_size"] == "44"
    await kinde.property_values.set_one_for_user(user.id, "shoe_size", "45")
    await kinde.properties.update(prop.id, name="Size", private=False, category_id=category.id)
    await kinde.properties.delete(prop.id)

    await every(kinde.sessions.list(user.id))
    await kinde.sessions.end_all(user.id)
    assert await every(kinde.sessions.list(user.id)) == []
    await every(kinde.mfa.list(user.id))
    await kinde.users.set_password(user.id, SecretStr("$2a$10$abcdefghijklmnopqrstuv"), method="bcrypt")


async def test_organizations_members_and_what_they_may_do(kinde: Kinde) -> None:
    made = await kinde.organizations.create("Brand New Ltd", external_id="bn-1")
    await kinde.organizations.update(made.id, name="Brand New plc")
    assert (await kinde.organizations.get(made.id)).name == "Brand New plc"
    assert made.id in {org.code for org in await every(kinde.organizations.list(sort="name_asc"))}

    ids = [user.id for user in await every(kinde.users.list())][:130]
    changed = await kinde.members.add(made.id, [Membership(user_id) for user_id in ids])
    assert set(changed.users_added) == set(ids)
    assert {member.id for member in await every(kinde.members.list(made.id))} == set(ids)

    role = next(role for role in await every(kinde.roles.list()) if not role.is_default_role)
    by_default = {held.id for held in await every(kinde.members.roles(made.id, ids[0]))}
    await kinde.members.add_role(made.id, ids[0], role.id)
    assert {held.id for held in await every(kinde.members.roles(made.id, ids[0]))} == by_default | {role.id}
    assert role.key is not None
    assert [member.id for member in await every(kinde.members.list(made.id, roles=[role.key]))] == [ids[0]]
    permission = await first(kinde.permissions.list())
    await kinde.members.add_permission(made.id, ids[1], permission.id)
    assert permission.id in {held.id for held in await every(kinde.members.permissions(made.id, ids[1]))}
    await kinde.members.remove_permission(made.id, ids[1], permission.id)
    await kinde.members.remove_role(made.id, ids[0], role.id)
    assert {held.id for held in await every(kinde.members.roles(made.id, ids[0]))} == by_default
    await kinde.members.remove(made.id, ids[0])
    removed = await kinde.members.remove_all(made.id, ids[1:])
    assert set(removed.users_removed) == set(ids[1:])
    await kinde.organizations.delete(made.id)
    with pytest.raises(NotFoundError):
        await kinde.organizations.get(made.id)


async def test_roles_and_permissions(kinde: Kinde) -> None:
    role = await kinde.roles.create("night-watch", "Night watch", description="Sees in the dark")
    read = await kinde.roles.get(role.id)
    assert (read.key, read.name) == ("night-watch", "Night watch")
    await kinde.permissions.create("see:dark", "See in the dark")
    permission = next(entry for entry in await every(kinde.permissions.list()) if entry.key == "see:dark")
    changed = await kinde.roles.change_permissions(role.id, add=[permission.id])
    assert changed.permissions_added
    assert [entry.id for entry in await every(kinde.roles.permissions(role.id))] == [permission.id]
    await kinde.roles.remove_permission(role.id, permission.id)
    await kinde.permissions.update(permission.id, name="See")
    await kinde.permissions.delete(permission.id)
    await kinde.roles.update(role.id, "night-watch", "Night owls")
    await kinde.roles.delete(role.id)
    assert role.id not in {entry.id for entry in await every(kinde.roles.list())}


async def test_flags_on_every_level(kinde: Kinde) -> None:
    await kinde.flags.create("moon_light", "Moonlight", "bool", "false", lowest_level="usr")
    organization = await first(kinde.organizations.list())
    user = await first(kinde.users.list())
    await kinde.flags.override_in_environment("moon_light", "true")
    assert {flag.key for flag in await every(kinde.flags.of_environment())} >= {"moon_light"}
    await kinde.flags.override_in_organization(organization.code, "moon_light", "true")
    flags = {flag.key: flag for flag in await every(kinde.flags.of_organization(organization.code))}
    assert str(flags["moon_light"].value).lower() == "true"
    await kinde.flags.override_for_user(user.id, "moon_light", "true")
    await kinde.flags.clear_in_organization(organization.code, "moon_light")
    await kinde.flags.clear_in_environment("moon_light")
    await kinde.flags.delete("moon_light")
    assert "moon_light" not in {flag.key for flag in await every(kinde.flags.of_environment())}


async def test_the_key_set_and_the_configuration(kinde: Kinde) -> None:
    assert (await kinde.openid_configuration())["issuer"] == ISSUER
    assert (await kinde.key_set())["keys"]
    assert kinde.tokens_asked == 0


async def test_scopes_are_known_and_missing_ones_named(app: DemoApp) -> None:
    kinde = Kinde(
        ISSUER,
        VIEWER_CLIENT_ID,
        SecretStr(VIEWER_CLIENT_SECRET),
        AUDIENCE,
        transport=httpx.ASGITransport(app),
        options=FAST,
    )
    await kinde.authenticate()
    assert kinde.scopes is not None
    assert "read:users" in kinde.scopes
    assert "update:users" not in kinde.scopes
    with pytest.raises(MissingScopeError) as caught:
        await kinde.users.create(email="a@example.com")
    assert caught.value.scope == "create:users"
    await kinde.close()


async def test_a_wrong_secret(app: DemoApp) -> None:
    kinde = Kinde(ISSUER, CLIENT_ID, SecretStr("wrong"), AUDIENCE, transport=httpx.ASGITransport(app))
    with pytest.raises(CredentialsError, match="may have been rotated"):
        await every(kinde.users.list())
    await kinde.close()


async def test_a_call_that_the_tenant_does_not_know(kinde: Kinde) -> None:
    with pytest.raises(RouteNotFoundError):
        await kinde.send(Request(Operation("getNothing", "GET", "/api/v1/nothing")))


async def test_an_invalid_request_names_what_is_wrong(kinde: Kinde) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await kinde.send(Request(operations.CREATE_ROLE, body={}))
    assert caught.value.details


async def test_over_a_socket_faults_before_and_after_the_effect() -> None:
    with served_demo(seed=3, users=20) as served:
        kinde = Kinde(
            served.issuer_url, served.client_id, SecretStr(served.client_secret), served.audience, options=FAST
        )
        faults = served.app.state.faults
        role = await first(kinde.roles.list())
        for after in (False, True):
            faults.add(Fault("UpdateRoles", close=True, after=after))
            await kinde.roles.update(role.id, str(role.key), f"Renamed {after}")
            assert (await kinde.roles.get(role.id)).name == f"Renamed {after}"
            faults.add(Fault("CreateRole", close=True, after=after))
            with pytest.raises(NoAnswerError) as caught:
                await kinde.roles.create(f"once-{after}", "Once")
            assert caught.value.ambiguous
            assert len([r for r in await every(kinde.roles.list()) if r.key == f"once-{after}"]) == int(after)
        faults.add(Fault("DeleteRole", close=True, after=True))
        await kinde.roles.delete(role.id)
        faults.add(Fault("GetRoles", cut=20))
        assert role.id not in {entry.id for entry in await every(kinde.roles.list())}
        faults.add(Fault("GetRoles", status=500, times=0))
        with pytest.raises(ServerError):
            await every(kinde.roles.list())
        await kinde.close()


async def test_every_operation_ends_in_an_answer_or_a_sentence() -> None:
    kinde = client_of(demo_app(seed=3, users=20))
    sentences = {}
    for row in operations.OPERATIONS.values():
        if row.body.startswith("multipart"):
            continue
        try:
            await kinde.send(Request(row, dict.fromkeys(row.path_parameters, "x"), body={} if row.body else None))
        except KindeError as failure:
            sentences[row.id] = str(failure)
    assert len(sentences) > 60
    assert [name for name, said in sentences.items() if not said.endswith((".", "!", "?"))] == []
    await kinde.close()
