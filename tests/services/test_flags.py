"""The cascade of flags on the demo tenant: what is known, how, and what is changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.services.cascade import Cell, Level, Provenance
from kinde_tui.services.change import Danger, State
from kinde_tui.services.collections.collection import InvalidInputError
from tests.services.writing import Rig, open_rig

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Outcome

ENV, ORG, USER, BUSINESS = Level.ENVIRONMENT, Level.ORGANIZATION, Level.USER, Level.BUSINESS


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as rig:
        await rig.load("users", "organizations", "environment_flags")
        yield rig


async def organization(rig: Rig, **overrides: str) -> str:
    """An organization with just these overrides, loaded."""
    code: str = next(iter(rig.tenant.store.rows("organizations")))["code"]
    rig.demo.tenant.organization_overrides[code] = dict(overrides)
    await rig.load(("organization_flags", (code,)))
    return code


async def make(rig: Rig, change: Change) -> Outcome:
    outcome = await rig.tenant.changes.apply(change)
    await rig.tenant.changes.settled()
    assert outcome.done, outcome.sentence
    return outcome


async def undo(rig: Rig) -> None:
    outcome = await rig.tenant.changes.undo()
    await rig.tenant.changes.settled()
    assert outcome is not None
    assert outcome.done, outcome.sentence


def cell(rig: Rig, key: str, level: Level, code: str | None = None, user: str | None = None) -> Cell:
    return rig.tenant.flags.row(key, code, user).cells[level]


async def test_only_the_levels_that_were_asked_for_are_there(rig: Rig) -> None:
    code = await organization(rig)
    assert set(rig.tenant.flags.row("auto_fill").cells) == {BUSINESS, ENV}
    assert set(rig.tenant.flags.row("auto_fill", code).cells) == {BUSINESS, ENV, ORG}
    assert set(rig.tenant.flags.row("auto_fill", code, "kp_1").cells) == {BUSINESS, ENV, ORG, USER}
    assert [row.key for row in rig.tenant.flags.cascade()] == sorted(rig.demo.tenant.flags)


async def test_the_default_cannot_be_read(rig: Rig) -> None:
    assert cell(rig, "auto_fill", BUSINESS).provenance is Provenance.UNREADABLE


async def test_the_environment_is_read_and_decides(rig: Rig) -> None:
    row = rig.tenant.flags.row("max_rota_weeks")
    assert (row.type, row.in_force.value, row.level, row.certain) == ("int", 12, ENV, True)
    assert row.cells[ENV].provenance is Provenance.READ
    assert row.cells[ENV].at == rig.clock.now()


async def test_an_organization_that_differs_overrides(rig: Rig) -> None:
    code = await organization(rig, max_rota_weeks="26")
    row = rig.tenant.flags.row("max_rota_weeks", code)
    assert (row.cells[ORG].value, row.cells[ORG].provenance) == (26, Provenance.READ)
    assert (row.in_force.value, row.level, row.certain) == (26, ORG, True)


async def test_an_organization_that_agrees_inherits_probably(rig: Rig) -> None:
    code = await organization(rig)
    row = rig.tenant.flags.row("max_rota_weeks", code)
    assert (row.cells[ORG].provenance, row.cells[ORG].inherited) == (Provenance.INFERRED, True)
    assert (row.in_force.value, row.level, row.certain) == (12, ENV, True)


async def test_in_force_is_never_certain_where_the_users_level_cannot_be_read(rig: Rig) -> None:
    code = await organization(rig, max_rota_weeks="26")
    row = rig.tenant.flags.row("max_rota_weeks", code, "kp_1")
    assert row.cells[USER].provenance is Provenance.UNREADABLE
    assert (row.in_force.value, row.level, row.certain, row.unless) == (26, ORG, False, (USER,))
    assert row.in_force.provenance is Provenance.INFERRED


async def test_a_list_that_is_not_read_yet_hides_nothing_as_known(rig: Rig) -> None:
    code = next(iter(rig.tenant.store.rows("organizations")))["code"]
    row = rig.tenant.flags.row("max_rota_weeks", code)
    assert (row.cells[ORG].provenance, row.cells[ORG].note) == (Provenance.UNREADABLE, "not read yet")
    assert (row.in_force.value, row.certain, row.unless) == (12, False, (ORG,))
    assert rig.tenant.flags.needs(code) == [("environment_flags", ()), ("organization_flags", (code,))]


async def test_without_the_environment_an_organizations_value_may_be_either() -> None:
    async with open_rig() as rig:
        await rig.load("organizations")
        code = await organization(rig, max_rota_weeks="26")
        row = rig.tenant.flags.row("max_rota_weeks", code)
        assert (row.cells[ORG].provenance, row.cells[ORG].inherited) == (Provenance.READ, None)
        assert (row.in_force.value, row.level) == (26, ORG)


async def test_a_map_of_overrides_only_is_understood() -> None:
    async with open_rig(demo={"organization_flags": "overrides"}) as rig:
        await rig.load("organizations", "environment_flags")
        code = await organization(rig, max_rota_weeks="12", theme="harbour")
        rows = {row.key: row for row in rig.tenant.flags.cascade(code)}
        assert rows["theme"].level is ORG
        assert (rows["max_rota_weeks"].level, rows["max_rota_weeks"].cells[ORG].inherited) == (ORG, False)
        assert rows["auto_fill"].cells[ORG].provenance is Provenance.ABSENT
        assert rows["auto_fill"].certain


@pytest.mark.parametrize("maps", ["effective", "overrides"])
async def test_an_override_is_set_seen_and_taken_back(maps: str) -> None:
    async with open_rig(demo={"organization_flags": maps}) as rig:
        await rig.load("organizations", "environment_flags")
        code = await organization(rig)
        flags, held = rig.tenant.flags, rig.demo.tenant.organization_overrides
        change = flags.toggle(ORG, "auto_fill", org_code=code)
        assert change.says.startswith("Turn auto_fill on for ")
        assert change.says.endswith(" in Acme (staging)")
        await make(rig, change)
        assert held[code] == {"auto_fill": "true"}
        row = flags.row("auto_fill", code)
        assert (row.in_force.value, row.level, row.certain) == (True, ORG, True)
        await undo(rig)
        assert held.get(code, {}) == {}
        assert flags.row("auto_fill", code).level is ENV
        outcome = await rig.tenant.changes.redo()
        assert outcome is not None
        assert held[code] == {"auto_fill": "true"}


@pytest.mark.parametrize("maps", ["effective", "overrides"])
async def test_an_override_is_cleared_and_comes_back_with_undo(maps: str) -> None:
    async with open_rig(demo={"organization_flags": maps}) as rig:
        await rig.load("organizations", "environment_flags")
        code = await organization(rig, theme="harbour")
        flags, held = rig.tenant.flags, rig.demo.tenant.organization_overrides
        await make(rig, flags.clear_override(ORG, "theme", org_code=code))
        assert held.get(code, {}) == {}
        assert flags.row("theme", code).level is ENV
        await undo(rig)
        assert held[code] == {"theme": "harbour"}
        assert flags.row("theme", code).level is ORG
        outcome = await rig.tenant.changes.redo()
        assert outcome is not None
        assert outcome.done, outcome.sentence
        assert held.get(code, {}) == {}


async def test_an_override_over_an_override_goes_back_to_the_former_one(rig: Rig) -> None:
    code = await organization(rig, max_rota_weeks="26")
    await make(rig, rig.tenant.flags.set_override(ORG, "max_rota_weeks", 30, org_code=code))
    assert cell(rig, "max_rota_weeks", ORG, code).value == 30
    await undo(rig)
    assert rig.demo.tenant.organization_overrides[code] == {"max_rota_weeks": "26"}


async def test_an_override_of_our_own_is_known_even_where_it_agrees(rig: Rig) -> None:
    code = await organization(rig, max_rota_weeks="26")
    await make(rig, rig.tenant.flags.set_override(ORG, "max_rota_weeks", 12, org_code=code))
    found = cell(rig, "max_rota_weeks", ORG, code)
    assert (found.provenance, found.inherited, found.note) == (Provenance.READ, False, "you set it")


async def test_the_environment_is_set_with_a_body_and_organizations_follow(rig: Rig) -> None:
    code = await organization(rig)
    change = rig.tenant.flags.set_override(ENV, "auto_fill", True)
    assert change.request.body == {"value": "true"}
    assert "undo sets it as an override" in change.lossy
    await make(rig, change)
    assert rig.demo.tenant.environment_overrides["auto_fill"] == "true"
    row = rig.tenant.flags.row("auto_fill", code)
    assert (row.in_force.value, row.level, row.cells[ORG].inherited) == (True, ENV, True)
    await undo(rig)
    assert cell(rig, "auto_fill", ENV).value is False


async def test_the_environments_override_is_cleared(rig: Rig) -> None:
    await make(rig, rig.tenant.flags.clear_override(ENV, "max_rota_weeks"))
    assert cell(rig, "max_rota_weeks", ENV).value == 8
    await undo(rig)
    assert cell(rig, "max_rota_weeks", ENV).value == 12
    assert rig.demo.tenant.environment_overrides["max_rota_weeks"] == "12"


async def test_a_users_override_is_remembered_from_what_we_wrote(rig: Rig) -> None:
    code = await organization(rig)
    (user,) = rig.users()
    flags = rig.tenant.flags
    change = flags.set_override(USER, "dark_mode", False, org_code=code, user_id=user["id"])
    assert change.request.query == {"value": "false"}
    assert "cannot remove a user's override" in change.lossy
    await make(rig, change)
    rig.clock.advance(3 * 86400)
    row = flags.row("dark_mode", code, user["id"])
    mine = row.cells[USER]
    assert (mine.value, mine.provenance, mine.note) == (False, Provenance.INFERRED, "you set it")
    assert mine.at is not None
    assert (rig.clock.now() - mine.at).days == 3
    assert (row.in_force.value, row.level, row.certain) == (False, USER, False)
    await undo(rig)
    assert next(iter(rig.demo.ledger.of(kinde.UPDATE_USER_FEATURE_FLAG_OVERRIDE.id)[-1:])).query == {"value": "true"}
    assert cell(rig, "dark_mode", USER, code, user["id"]).value is True


async def test_a_users_second_override_goes_back_to_the_first(rig: Rig) -> None:
    (user,) = rig.users()
    flags = rig.tenant.flags
    await make(rig, flags.set_override(USER, "theme", "harbour", user_id=user["id"]))
    second = flags.set_override(USER, "theme", "meadow", user_id=user["id"])
    assert second.lossy == ""
    await make(rig, second)
    await undo(rig)
    assert cell(rig, "theme", USER, None, user["id"]).value == "harbour"


async def test_a_users_override_without_anything_known_below_has_no_way_back() -> None:
    async with open_rig() as rig:
        change = rig.tenant.flags.set_override(USER, "theme", "harbour", user_id="kp_1")
        assert change.undo is None
        assert "no way back" in change.lossy


async def test_a_users_override_cannot_be_cleared_and_what_helps_is_said(rig: Rig) -> None:
    with pytest.raises(InvalidInputError, match=r"cannot remove .* Set it to what is inherited, on, instead"):
        rig.tenant.flags.clear_override(USER, "dark_mode", user_id="kp_1")


async def test_a_users_override_whose_answer_is_lost_is_not_painted_as_known(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.UPDATE_USER_FEATURE_FLAG_OVERRIDE, status=503, times=0)
    change = rig.tenant.flags.set_override(USER, "theme", "harbour", user_id=user["id"])
    outcome = await rig.tenant.changes.apply(change)
    assert outcome.state is State.UNKNOWN
    found = cell(rig, "theme", USER, None, user["id"])
    assert (found.provenance, found.note) == (Provenance.UNREADABLE, "you set it, and the answer was lost")


async def test_what_the_tenant_refuses_is_rolled_back(rig: Rig) -> None:
    code = await organization(rig)
    before = rig.tenant.flags.row("shift_marketplace", code)
    outcome = await rig.tenant.changes.apply(rig.tenant.flags.toggle(ORG, "shift_marketplace", org_code=code))
    assert outcome.state is State.REFUSED
    assert rig.tenant.flags.row("shift_marketplace", code) == before


async def test_somebody_elses_toggle_is_a_conflict(rig: Rig) -> None:
    code = await organization(rig)
    change = rig.tenant.flags.toggle(ORG, "auto_fill", org_code=code)
    rig.demo.tenant.organization_overrides[code] = {"auto_fill": "true"}
    outcome = await rig.tenant.changes.apply(change)
    assert outcome.state is State.CONFLICT
    assert [(one.field, one.seen, one.found) for one in outcome.conflicts] == [("value", "false", "true")]
    assert cell(rig, "auto_fill", ORG, code).value is True


@pytest.mark.parametrize("after", [False, True])
async def test_a_clearing_whose_answer_is_lost_is_settled(rig: Rig, after: bool) -> None:
    code = await organization(rig, theme="harbour")
    rig.fault(kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, status=503, times=0, after=after)
    outcome = await rig.tenant.changes.apply(rig.tenant.flags.clear_override(ORG, "theme", org_code=code))
    assert outcome.state is (State.DONE if after else State.UNKNOWN)
    assert cell(rig, "theme", ORG, code).value == ("meadow" if after else "harbour")


async def test_a_clearing_from_a_map_of_overrides_is_settled_by_what_is_gone() -> None:
    async with open_rig(demo={"organization_flags": "overrides"}) as rig:
        await rig.load("organizations", "environment_flags")
        code = await organization(rig, theme="harbour")
        rig.fault(kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, status=503, times=0, after=True)
        outcome = await rig.tenant.changes.apply(rig.tenant.flags.clear_override(ORG, "theme", org_code=code))
        assert outcome.done, outcome.sentence


async def test_what_somebody_set_after_a_clearing_is_a_conflict_of_the_undo(rig: Rig) -> None:
    code = await organization(rig, theme="harbour")
    await make(rig, rig.tenant.flags.clear_override(ORG, "theme", org_code=code))
    rig.demo.tenant.organization_overrides[code] = {"theme": "high-contrast"}
    outcome = await rig.tenant.changes.undo()
    assert outcome is not None
    assert outcome.state is State.CONFLICT
    assert rig.demo.tenant.organization_overrides[code] == {"theme": "high-contrast"}


async def test_what_is_not_loaded_can_be_set_but_not_undone() -> None:
    async with open_rig() as rig:
        change = rig.tenant.flags.set_override(ORG, "theme", "harbour", org_code="org_1")
        assert change.undo is None
        assert "not loaded" in change.lossy
        cleared = rig.tenant.flags.clear_override(ORG, "theme", org_code="org_1")
        assert cleared.undo is None
        assert "not loaded" in cleared.lossy


async def test_all_overrides_at_once_are_named_and_have_no_way_back(rig: Rig) -> None:
    code = await organization(rig, theme="harbour", max_rota_weeks="26")
    change = rig.tenant.flags.clear_all(ORG, org_code=code)
    assert (change.danger, change.undo) == (Danger.TYPED, None)
    assert "2 flags are known to have one: max_rota_weeks, theme." in change.loses
    await make(rig, change)
    assert rig.demo.tenant.organization_overrides.get(code, {}) == {}
    assert all(row.level is ENV for row in rig.tenant.flags.cascade(code))
    whole = rig.tenant.flags.clear_all(ENV)
    assert "Which flags have one is not known." in whole.loses  # the API gives values, and not where they are from
    await make(rig, whole)
    assert rig.demo.tenant.environment_overrides == {}


async def test_an_override_that_repeats_what_is_inherited_is_not_said_to_be_made_when_the_answer_is_lost(
    rig: Rig,
) -> None:
    code = await organization(rig)
    change = rig.tenant.flags.set_override(ORG, "max_rota_weeks", cell(rig, "max_rota_weeks", ENV).value, org_code=code)
    rig.fault(kinde.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, status=502, times=10)
    outcome = await rig.tenant.changes.apply(change)
    assert outcome.state is State.UNKNOWN
    assert not rig.demo.tenant.organization_overrides.get(code)


@pytest.mark.parametrize(
    ("level", "key", "value", "says"),
    [
        (BUSINESS, "theme", "x", "part of the flag's definition"),
        (ORG, "theme", "x", "Choose the organization first"),
        (USER, "theme", "x", "Choose the user first"),
        (ENV, "max_rota_weeks", "1.5", "cuts decimals"),
        (ENV, "max_rota_weeks", 2**31, "outside"),
        (ENV, "auto_fill", "perhaps", "on or off"),
        (ENV, "overtime_rules", "{", "valid JSON"),
    ],
)
async def test_what_cannot_be_meant_is_refused_with_a_sentence(
    rig: Rig, level: Level, key: str, value: object, says: str
) -> None:
    with pytest.raises(InvalidInputError, match=says):
        rig.tenant.flags.set_override(level, key, value)


async def test_only_booleans_toggle_and_only_from_something_known(rig: Rig) -> None:
    with pytest.raises(InvalidInputError, match="no boolean"):
        rig.tenant.flags.toggle(ENV, "theme")
    rig.tenant.store.patch("environment_flags", "auto_fill", {"value": "perhaps"})
    with pytest.raises(InvalidInputError, match="cannot be known"):
        rig.tenant.flags.toggle(ENV, "auto_fill")


async def test_where_there_is_no_override_there_is_none_to_clear() -> None:
    async with open_rig(demo={"organization_flags": "overrides"}) as rig:
        await rig.load("organizations", "environment_flags")
        code = await organization(rig, theme="harbour")
        with pytest.raises(InvalidInputError, match="has no override"):
            rig.tenant.flags.clear_override(ORG, "auto_fill", org_code=code)
        with pytest.raises(InvalidInputError, match="environment or of an organization only"):
            rig.tenant.flags.clear_all(USER)


async def test_json_is_set_as_json(rig: Rig) -> None:
    await make(rig, rig.tenant.flags.set_override(ENV, "overtime_rules", {"daily": 7}))
    assert rig.demo.tenant.environment_overrides["overtime_rules"] == '{"daily":7}'
    assert cell(rig, "overtime_rules", ENV).value == {"daily": 7}
