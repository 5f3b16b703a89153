"""The client secret of an application and the link of an invitation: in no store, no change log, no record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.api.client import Kinde
from kinde_tui.api.errors import NotFoundError
from kinde_tui.api.operation import Request
from kinde_tui.demo.app import demo_app
from kinde_tui.services.change import State, Target
from kinde_tui.services.revealing import reveal
from kinde_tui.services.tenant import Tenant
from kinde_tui.services.truth import Truth
from tests.support.acme import INFO, client_of


def client() -> Kinde:
    return client_of(demo_app(seed=1, users=24))


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Tenant]:
    tenant = Tenant(INFO, open_gateway=client, store=tmp_path / "store.db", journal=tmp_path / "log.db")
    await tenant.connect()
    yield tenant
    await tenant.close()


def gateway(tenant: Tenant) -> Kinde:
    assert isinstance(tenant.gateway, Kinde)
    return tenant.gateway


def written(folder: Path) -> bytes:
    """All bytes of all files."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_a_client_secret_is_read_and_kept_nowhere(tenant: Tenant, tmp_path: Path) -> None:
    await tenant.sync.refresh("applications")
    key = next(str(raw["id"]) for raw in tenant.store.rows("applications") if raw["type"] == "reg")
    secret = (await gateway(tenant).applications.secret(key)).get_secret_value()
    raw = await tenant.sync.reread("applications", key)
    assert raw is not None
    assert raw["login_uri"]
    assert "client_secret" not in raw
    reading = await Truth(lambda: tenant.gateway, tenant.collections).of(Target("applications", key))
    assert reading.raw is not None
    assert secret not in repr(reading)
    assert secret not in repr(tenant.store.get("applications", key))
    assert secret.encode() not in written(tmp_path)
    assert b"login_uri" in written(tmp_path)


async def test_the_secret_of_a_new_application_is_in_no_file(tenant: Tenant, tmp_path: Path) -> None:
    creation = tenant.collections["applications"].creation
    assert creation is not None
    (change,) = creation.changes({"name": "Billing", "type": "reg"}, ())
    outcome = await tenant.changes.apply(change)
    assert outcome.state is State.DONE
    assert outcome.answer is not None
    made = outcome.answer["application"]["id"]
    secret = (await gateway(tenant).applications.secret(made)).get_secret_value()
    await tenant.changes.settled()
    assert b"Billing" in written(tmp_path)
    assert secret.encode() not in written(tmp_path)


async def test_the_link_of_an_invitation_is_in_no_file(tenant: Tenant, tmp_path: Path) -> None:
    await tenant.sync.refresh("organizations")
    for code in [str(raw["code"]) for raw in tenant.store.rows("organizations")]:
        await tenant.sync.refresh("invites", (code,))
    codes = [str(raw["code"]) for raw in tenant.store.rows("organizations")]
    found = [raw for code in codes for raw in tenant.store.rows("invites", (code,))]
    assert found
    assert all("invite_link" not in raw for raw in found)
    assert b"/invitations/" not in written(tmp_path)


async def test_secrets_of_a_connection_are_in_no_file(tenant: Tenant, tmp_path: Path) -> None:
    creation = tenant.collections["connections"].creation
    assert creation is not None
    answers = {"display_name": "GitHub", "strategy": "oauth2:github", "client_id": "abc", "client_secret": "hush-hush"}
    (change,) = creation.changes(answers, ())
    assert (await tenant.changes.apply(change)).done
    assert b"GitHub" in written(tmp_path)
    assert b"hush-hush" not in written(tmp_path)


async def test_a_secret_that_is_asked_for_is_handed_over_masked(tenant: Tenant) -> None:
    await tenant.sync.refresh("applications")
    key = next(str(raw["id"]) for raw in tenant.store.rows("applications"))
    secret = await reveal(gateway(tenant), Request(kinde.GET_APPLICATION, {"application_id": key}), "client_secret")
    assert secret.get_secret_value() not in repr(secret)
    with pytest.raises(NotFoundError, match="no secret"):
        await reveal(gateway(tenant), Request(kinde.GET_APPLICATION, {"application_id": key}), "nothing_of_the_kind")
