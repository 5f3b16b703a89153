"""Flags themselves, on the demo tenant: created, replaced, deleted, and what is known of them from then on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.services.cascade import Level, Provenance
from kinde_tui.services.change import Danger, State
from kinde_tui.services.collections.collection import InvalidInputError
from tests.services.writing import Rig, open_rig

if TYPE_CHECKING:
    from kinde_tui.services.change import Change

NEW: dict[str, Any] = {
    "name": "Billing v2",
    "kind": "bool",
    "default": "off",
    "description": "New invoices",
    "level": "org",
}


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as rig:
        await rig.load("organizations", "environment_flags")
        yield rig


async def make(rig: Rig, change: Change) -> None:
    outcome = await rig.tenant.changes.apply(change)
    await rig.tenant.changes.settled()
    assert outcome.done, outcome.sentence


async def test_a_new_flag_has_a_known_default(rig: Rig) -> None:
    await make(rig, rig.tenant.flags.create("billing_v2", **NEW))
    assert rig.demo.tenant.flags["billing_v2"].default == "false"
    row = rig.tenant.flags.row("billing_v2")
    assert (row.cells[Level.BUSINESS].value, row.cells[Level.BUSINESS].provenance) == (False, Provenance.INFERRED)
    assert row.cells[Level.ENVIRONMENT].inherited is True
    assert row.certain


async def test_undo_of_a_new_flag_deletes_it(rig: Rig) -> None:
    change = rig.tenant.flags.create("billing_v2", **NEW)
    assert "every override" in change.lossy
    await make(rig, change)
    outcome = await rig.tenant.changes.undo()
    await rig.tenant.changes.settled()
    assert outcome is not None
    assert outcome.done
    assert "billing_v2" not in rig.demo.tenant.flags
    assert "billing_v2" not in [row.key for row in rig.tenant.flags.cascade()]
    assert rig.tenant.flags.definition("billing_v2") is None


async def test_with_a_known_default_the_environment_inherits_and_undo_clears(rig: Rig) -> None:
    await make(rig, rig.tenant.flags.create("billing_v2", **NEW))
    change = rig.tenant.flags.toggle(Level.ENVIRONMENT, "billing_v2")
    assert change.lossy == ""
    await make(rig, change)
    assert rig.demo.tenant.environment_overrides["billing_v2"] == "true"
    await rig.tenant.changes.undo()
    assert "billing_v2" not in rig.demo.tenant.environment_overrides


@pytest.mark.parametrize("after", [False, True])
async def test_a_flag_whose_creation_got_no_answer_is_looked_up(rig: Rig, after: bool) -> None:
    rig.fault(kinde.CREATE_FEATURE_FLAG, status=500, after=after)
    outcome = await rig.tenant.changes.apply(rig.tenant.flags.create("billing_v2", **NEW))
    assert outcome.state is (State.DONE if after else State.UNKNOWN)
    assert rig.written(kinde.CREATE_FEATURE_FLAG) == int(after)
    assert (rig.tenant.flags.definition("billing_v2") is not None) is after


async def test_deleting_says_what_is_lost_and_takes_it_off_every_list(rig: Rig) -> None:
    code = next(iter(rig.tenant.store.rows("organizations")))["code"]
    await rig.load(("organization_flags", (code,)))
    change = rig.tenant.flags.delete("theme")
    assert (change.danger, change.undo) == (Danger.TYPED, None)
    assert "every override" in change.loses
    await make(rig, change)
    assert "theme" not in rig.demo.tenant.flags
    assert rig.tenant.store.get("organization_flags", "theme", (code,)) is None
    assert "theme" not in [row.key for row in rig.tenant.flags.cascade(code)]


async def test_a_definition_of_our_own_is_replaced_and_comes_back(rig: Rig) -> None:
    flags = rig.tenant.flags
    await make(rig, flags.create("billing_v2", **NEW))
    change = flags.replace("billing_v2", **(NEW | {"name": "Billing 2", "default": "on"}))
    assert change.lossy == ""
    await make(rig, change)
    assert rig.demo.tenant.flags["billing_v2"].name == "Billing 2"
    definition = flags.definition("billing_v2")
    assert definition is not None
    assert definition.default == "true"
    outcome = await rig.tenant.changes.undo()
    assert outcome is not None
    assert outcome.done
    assert rig.demo.tenant.flags["billing_v2"].name == "Billing v2"
    assert rig.demo.tenant.flags["billing_v2"].default == "false"


async def test_a_definition_that_cannot_be_read_has_no_way_back_and_a_warning(rig: Rig) -> None:
    change = rig.tenant.flags.replace("auto_fill", **NEW)
    assert change.undo is None
    assert "no way back" in change.lossy
    assert "their overrides end" in change.loses
    assert change.danger is Danger.CONFIRM


async def test_replacing_never_ends_overrides_of_users(rig: Rig) -> None:
    flags = rig.tenant.flags
    with pytest.raises(InvalidInputError, match="end them for billing_v2"):
        flags.replace("billing_v2", **(NEW | {"level": "usr"}))
    await make(rig, flags.create("billing_v2", **(NEW | {"level": "usr"})))
    with pytest.raises(InvalidInputError, match="end them for billing_v2"):
        flags.replace("billing_v2", **NEW)


@pytest.mark.parametrize(
    ("key", "other", "says"),
    [
        ("", {}, "The key"),
        ("two words", {}, "The key"),
        ("a/b", {}, "The key"),
        ("theme", {}, "already"),
        ("new", {"name": " "}, "name"),
        ("new", {"kind": "json", "default": "{}"}, "makes no JSON flags"),
        ("new", {"kind": "colour"}, "bool, str or int"),
        ("new", {"kind": "int", "default": "1.5"}, "decimals"),
        ("new", {"level": "planet"}, "env, org or usr"),
    ],
)
async def test_what_kinde_would_not_take_is_refused_here(rig: Rig, key: str, other: dict[str, str], says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        rig.tenant.flags.create(key, **(NEW | other))


async def test_a_replacement_wants_a_description_and_the_same_type(rig: Rig) -> None:
    with pytest.raises(InvalidInputError, match="description"):
        rig.tenant.flags.replace("auto_fill", **(NEW | {"description": " "}))
    await make(rig, rig.tenant.flags.create("billing_v2", **NEW))
    with pytest.raises(InvalidInputError, match="cannot be changed"):
        rig.tenant.flags.replace("billing_v2", **(NEW | {"kind": "int", "default": "1"}))


async def test_what_was_written_is_known_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    async with open_rig(journal=path) as rig:
        await make(rig, rig.tenant.flags.create("billing_v2", **NEW))
        await rig.load("users")
        (user,) = rig.users()
        await make(rig, rig.tenant.flags.set_override(Level.USER, "theme", "harbour", user_id=user["id"]))
    async with open_rig(journal=path) as rig:
        definition = rig.tenant.flags.definition("billing_v2")
        assert definition is not None
        assert definition.level == "org"
        assert rig.tenant.flags.row("theme", None, user["id"]).cells[Level.USER].value == "harbour"


async def test_a_journal_that_cannot_be_read_makes_nothing_known(rig: Rig) -> None:
    rig.tenant.journal.close()
    row = rig.tenant.flags.row("theme", None, "kp_1")
    assert row.cells[Level.USER].provenance is Provenance.UNREADABLE
    assert "change log" in row.cells[Level.USER].note
