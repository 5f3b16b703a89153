"""Which flags organizations override most, of the organizations whose flags were read."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kinde_tui.services.override_counts import LIST, OverrideCounts
from kinde_tui.services.standing import STALE, standing
from tests.services.writing import Rig, open_rig


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as rig:
        await rig.load("users", "organizations", "environment_flags")
        yield rig


def counted(counts: OverrideCounts) -> dict[str, int]:
    """The figures, after all that was read has been looked at."""
    list(counts.catch_up())
    return {figure.label: figure.count for figure in counts.figures()}


async def test_overrides_are_counted_of_the_organizations_that_were_read(rig: Rig) -> None:
    counts = OverrideCounts(rig.tenant.flags, rig.tenant.store)
    assert (counted(counts), counts.looked_at) == ({}, 0)
    first, second, third = [raw["code"] for raw in rig.tenant.store.rows("organizations")][:3]
    overrides = {first: {"auto_fill": "true", "theme": "dusk"}, second: {"auto_fill": "true"}, third: {}}
    rig.demo.tenant.organization_overrides.update(overrides)
    for code in (first, second, third):
        await rig.load((LIST, (code,)))
    assert (counted(counts), counts.looked_at) == ({"auto_fill": 2, "theme": 1}, 3)
    assert [figure.of for figure in counts.figures()] == [3, 3]

    rig.demo.tenant.organization_overrides[second] = {}
    await rig.load((LIST, (second,)))
    assert counted(counts) == {"auto_fill": 2, "theme": 1}, "nobody said that this one changed"
    counts.forget((second,))
    assert counted(counts) == {"auto_fill": 1, "theme": 1}
    counts.forget(None)
    assert counted(counts) == {"auto_fill": 1, "theme": 1}


async def test_a_value_that_only_repeats_the_environments_is_no_override(rig: Rig) -> None:
    (code, *_) = [raw["code"] for raw in rig.tenant.store.rows("organizations")]
    rig.demo.tenant.organization_overrides[code] = {}
    await rig.load((LIST, (code,)))
    counts = OverrideCounts(rig.tenant.flags, rig.tenant.store)
    assert (counted(counts), counts.looked_at) == ({}, 1)


async def test_how_well_a_list_is_known(rig: Rig) -> None:
    roles = standing(rig.tenant, "roles")
    assert (roles.known, roles.complete, roles.says) == (False, False, "not loaded")
    users = standing(rig.tenant, "users")
    assert (users.known, users.complete, users.says) == (True, True, "just now")
    rig.clock.advance(STALE.total_seconds() + 1)
    assert standing(rig.tenant, "users").says == "1 h ago, stale"
    page = rig.tenant.store.begin_pass("roles")
    rig.tenant.store.put_page("roles", (), [{"id": "r1", "key": "r1"}], page, "next")
    rig.clock.advance(300)
    roles = standing(rig.tenant, "roles")
    assert (roles.known, roles.complete, roles.says) == (True, False, "stopped 5 min ago")
