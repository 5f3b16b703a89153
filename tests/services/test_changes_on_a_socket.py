"""Changes over a real connection that breaks before, after and in the middle of answers; the ledger is the oracle."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from kinde_tui.api import operations as kinde
from kinde_tui.api.client import Kinde
from kinde_tui.services.change import State
from kinde_tui.services.tenant import Tenant
from tests.services.writing import Rig, make_role, rename
from tests.support.acme import INFO
from tests.support.hand_clock import HandClock
from tests.support.served_demo import served_demo


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    clock = HandClock()
    with served_demo(seed=1, users=60) as served:

        def client() -> Kinde:
            return Kinde(
                served.issuer_url,
                served.client_id,
                SecretStr(served.client_secret),
                served.audience,
                sleep=clock.sleep,
                chance=lambda: 0.5,
            )

        info = replace(INFO, issuer_url=served.issuer_url, audience=served.audience)
        tenant = Tenant(info, open_gateway=client, pause=clock.sleep)
        await tenant.connect()
        rig = Rig(tenant, served.app, clock, client())
        await rig.load("users", "roles")
        yield rig
        await tenant.close()
        await rig.stranger.close()


BREAKS: list[dict[str, Any]] = [
    {"close": True},
    {"close": True, "after": True},
    {"cut": 5, "after": True},
    {"status": 502, "body": "<html>bad gateway</html>", "headers": {"content-type": "text/html"}, "after": True},
    {"status": 200, "body": "<html>log in</html>", "headers": {"content-type": "text/html"}, "after": True},
    {"status": 200, "body": "{", "headers": {"content-type": "application/json"}, "after": True},
]
IDS = ["closed before", "closed after", "cut", "502 html", "200 html", "bad json"]


@pytest.mark.parametrize("how", BREAKS, ids=IDS)
async def test_a_set_takes_effect_and_is_known_to(rig: Rig, how: dict[str, Any]) -> None:
    (user,) = rig.users()
    rig.fault(kinde.UPDATE_USER, **how)
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.done, outcome.sentence
    assert (await rig.stranger.users.get(user["id"])).first_name == "Grace"


@pytest.mark.parametrize("how", BREAKS, ids=IDS)
async def test_a_creation_happens_once_or_not_at_all_and_is_labelled_so(rig: Rig, how: dict[str, Any]) -> None:
    rig.fault(kinde.CREATE_ROLE, **how)
    outcome = await rig.tenant.changes.apply(make_role("keeper"))
    made = rig.written(kinde.CREATE_ROLE)
    assert made == int(how.get("after", False))
    assert outcome.state is (State.DONE if made else State.UNKNOWN)
    assert rig.faults.calls[kinde.CREATE_ROLE.id] == 1
    assert rig.tenant.journal.entries()[0].state is outcome.state


async def test_a_bulk_with_lost_answers_is_made_exactly_once_each(rig: Rig) -> None:
    users = rig.users(40)
    for nth in range(3, 40, 6):
        rig.fault(kinde.UPDATE_USER, nth=nth, close=True, after=nth % 4 == 1)
    outcomes = await rig.tenant.changes.apply_all([rename(user, f"Name {n}") for n, user in enumerate(users)])
    assert [outcome.state for outcome in outcomes] == [State.DONE] * len(users)
    for number, user in enumerate(users):
        assert (await rig.stranger.users.get(user["id"])).first_name == f"Name {number}"
    assert all(entry.state is State.DONE for entry in rig.tenant.journal.entries(None))
