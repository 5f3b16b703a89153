"""Back and forth again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.services.change import Change, State
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.membership import Held, Membership, give_role
from tests.services.writing import Rig, delete, make_role, open_rig, rename


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as rig:
        await rig.load("users", "roles", "organizations")
        yield rig


async def test_there_is_nothing_to_undo_at_first(rig: Rig) -> None:
    changes = rig.tenant.changes
    assert (changes.next_undo, changes.next_redo, changes.next_step(back=True)) == (None, None, None)
    assert await changes.undo() is None
    assert await changes.redo() is None


async def test_undo_and_redo_walk_the_same_way(rig: Rig) -> None:
    (user,) = rig.users()
    changes = rig.tenant.changes
    await changes.apply(rename(user, "Grace"))
    await changes.apply(rename({**user, "first_name": "Grace"}, "Barbara"))
    seen = []
    for step in (changes.undo, changes.undo, changes.redo, changes.redo, changes.undo):
        outcome = await step()
        assert outcome is not None
        assert outcome.done, outcome.sentence
        seen.append(rig.user(user["id"])["first_name"])
    assert seen == ["Grace", user["first_name"], "Grace", "Barbara", "Grace"]
    assert rig.written(kinde.UPDATE_USER) == 7


async def test_the_log_tells_what_took_what_back(rig: Rig) -> None:
    (user,) = rig.users()
    changes = rig.tenant.changes
    await changes.apply(rename(user, "Grace"))
    await changes.undo()
    await changes.redo()
    redo, undo, first = rig.tenant.journal.entries()
    assert (first.undo_of, first.undone_by) == (None, undo.id)
    assert (undo.undo_of, undo.undone_by) == (first.id, redo.id)
    assert redo.undone_by is None


async def test_a_new_change_ends_what_could_be_redone(rig: Rig) -> None:
    first, second = rig.users(2)
    changes = rig.tenant.changes
    await changes.apply(rename(first, "Grace"))
    await changes.undo()
    assert changes.next_redo is not None
    await changes.apply(rename(second, "Barbara"))
    assert changes.next_redo is None


async def test_a_change_that_was_refused_ends_nothing(rig: Rig) -> None:
    first, second = rig.users(2)
    changes = rig.tenant.changes
    await changes.apply(rename(first, "Grace"))
    await changes.undo()
    rig.fault(kinde.UPDATE_USER, status=400)
    assert (await changes.apply(rename(second, "Barbara"))).state is State.REFUSED
    assert changes.next_redo is not None
    assert changes.next_undo is None


async def test_what_somebody_else_did_meanwhile_is_a_conflict_of_the_undo(rig: Rig) -> None:
    (user,) = rig.users()
    changes = rig.tenant.changes
    await changes.apply(rename(user, "Grace"))
    await rig.stranger.users.update(user["id"], first_name="Edsger")
    outcome = await changes.undo()
    assert outcome is not None
    assert outcome.state is State.CONFLICT
    step = changes.next_step(back=True)
    assert step is not None
    assert step.change is outcome.change
    overwritten = await changes.apply(outcome.change, overwrite=True)
    assert overwritten.done
    assert rig.user(user["id"])["first_name"] == user["first_name"]
    assert changes.next_undo is None
    assert changes.next_redo is not None


async def test_undo_can_overwrite_at_once(rig: Rig) -> None:
    (user,) = rig.users()
    changes = rig.tenant.changes
    await changes.apply(rename(user, "Grace"))
    await rig.stranger.users.update(user["id"], first_name="Edsger")
    outcome = await changes.undo(overwrite=True)
    assert outcome is not None
    assert outcome.done


async def test_a_record_made_again_has_another_id_and_is_still_found(rig: Rig) -> None:
    changes = rig.tenant.changes
    await changes.apply(make_role("keeper"))
    await changes.undo()
    redone = await changes.redo()
    assert redone is not None
    assert redone.done
    undone = await changes.undo()
    assert undone is not None
    assert undone.done
    await rig.load("roles")
    assert [raw for raw in rig.tenant.store.rows("roles") if raw["key"] == "keeper"] == []
    assert (rig.written(kinde.CREATE_ROLE), rig.written(kinde.DELETE_ROLE)) == (2, 2)


async def test_an_undo_of_unknown_outcome_is_not_offered_twice(rig: Rig) -> None:
    (user,) = rig.users()
    changes = rig.tenant.changes
    await changes.apply(rename(user, "Grace"))
    rig.fault(kinde.UPDATE_USER, status=503, times=4)
    outcome = await changes.undo()
    assert outcome is not None
    assert outcome.state is State.UNKNOWN
    assert (changes.next_undo, changes.next_redo) == (None, None)


async def test_a_deletion_has_no_way_back_and_leaves_what_was_before(rig: Rig) -> None:
    first, second = rig.users(2)
    changes = rig.tenant.changes
    await changes.apply(rename(first, "Grace"))
    await changes.apply(delete(second))
    assert changes.next_undo is not None
    assert changes.next_undo.target.key == first["id"]


async def test_an_answer_that_does_not_say_what_was_made_gives_no_undo(rig: Rig) -> None:
    (user,) = rig.users()

    def undo(_answer: object) -> Change:
        raise InvalidInputError("Kinde did not say which record it made.")

    outcome = await rig.tenant.changes.apply(replace(rename(user, "Grace"), undo=undo))
    assert outcome.done
    assert rig.tenant.changes.next_undo is None


async def test_what_undo_cannot_bring_back_is_known_beforehand(rig: Rig) -> None:
    (user,) = rig.users()
    change = rename(user, "Grace", lossy="The old spelling is lost.")
    await rig.tenant.changes.apply(change)
    step = rig.tenant.changes.next_step(back=True)
    assert step is not None
    assert step.lossy == "The old spelling is lost."


async def test_a_role_given_to_a_member_is_taken_again(rig: Rig) -> None:
    user = next(raw for raw in rig.tenant.store.rows("users") if raw["organizations"])
    code = user["organizations"][0]
    await rig.load(("members", (code,)), ("member_roles", (code, user["id"])))
    member = rig.tenant.store.get("members", user["id"], (code,))
    assert member is not None
    role = next(raw for raw in rig.tenant.store.rows("roles") if raw["key"] not in member["roles"])
    membership = Membership(code, user["id"], "Ada", "Acme", tuple(member["roles"]))
    changes = rig.tenant.changes

    def roles() -> list[str]:
        raw = rig.tenant.store.get("members", user["id"], (code,))
        assert raw is not None
        return sorted(raw["roles"])

    assert (await changes.apply(give_role(membership, Held(role["id"], role["name"], role["key"])))).done
    assert roles() == sorted([*member["roles"], role["key"]])
    assert rig.tenant.store.get("member_roles", role["id"], (code, user["id"])) is not None
    undone = await changes.undo()
    assert undone is not None
    assert undone.done
    assert rig.tenant.store.get("member_roles", role["id"], (code, user["id"])) is None
    await rig.load(("members", (code,)))
    assert roles() == sorted(member["roles"])
