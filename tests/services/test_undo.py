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
    assert (changes.next_redo, changes.next_step(back=True)) == (None, None)
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
    assert changes.next_step(back=True) is None


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
    assert changes.next_step(back=True) is None
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
    assert changes.next_redo is None
    step = changes.next_step(back=True)
    assert step is not None
    assert step.stuck == (outcome,)
    back = f"Rename Grace {user['last_name']} to {user['first_name']}"
    assert step.why_stuck == f"Whether “{back}” happened is not known."
    refused = await changes.undo()
    assert refused is not None
    assert refused.state is State.REFUSED
    assert await changes.undo() is None


async def test_what_has_no_way_back_stands_before_what_was_done_earlier(rig: Rig) -> None:
    first, second = rig.users(2)
    changes = rig.tenant.changes
    await changes.apply(rename(first, "Grace"))
    await changes.apply(delete(second))
    refused = await changes.undo()
    assert refused is not None
    assert (refused.state, refused.sentence) == (
        State.REFUSED,
        f"“Delete {second['first_name']}” cannot be taken back.",
    )
    assert rig.user(first["id"])["first_name"] == "Grace"
    assert rig.written(kinde.UPDATE_USER) == 1
    undone = await changes.undo()
    assert undone is not None
    assert undone.done, "it was said once"
    assert rig.user(first["id"])["first_name"] == first["first_name"]
    assert changes.next_step(back=True) is None


async def test_a_change_of_unknown_outcome_stands_before_what_was_done_earlier(rig: Rig) -> None:
    first, second = rig.users(2)
    changes = rig.tenant.changes
    await changes.apply(rename(first, "Grace"))
    rig.fault(kinde.UPDATE_USER, status=503, times=4)
    assert (await changes.apply(rename(second, "Alan"))).state is State.UNKNOWN
    refused = await changes.undo()
    assert refused is not None
    assert "is not known" in refused.sentence
    assert rig.user(first["id"])["first_name"] == "Grace"


async def test_of_changes_made_together_those_without_a_way_back_are_named_first(rig: Rig) -> None:
    first, second, third = rig.users(3)
    changes = rig.tenant.changes
    await changes.apply_all([rename(first, "Grace"), delete(second), delete(third)], called="Tidy up: 3 users")
    refused = await changes.undo()
    assert refused is not None
    assert refused.sentence == f"“Delete {second['first_name']}” and 1 more cannot be taken back."
    step = changes.next_step(back=True)
    assert step is not None
    assert [inverse.origin.target.key for inverse in step.inverses] == [first["id"]]
    assert (step.called, step.undoes) == ("", f"Rename {first['first_name']} {first['last_name']} to Grace")


async def test_changes_made_together_without_a_way_back_are_called_as_they_were(rig: Rig) -> None:
    await rig.tenant.changes.apply_all([delete(user) for user in rig.users(3)], called="Delete: 3 users")
    refused = await rig.tenant.changes.undo()
    assert refused is not None
    assert refused.sentence == "“Delete: 3 users” cannot be taken back."


async def test_a_step_that_was_shown_is_taken_back_only_while_it_is_the_next(rig: Rig) -> None:
    first, second = rig.users(2)
    changes = rig.tenant.changes
    await changes.apply(rename(first, "Grace"))
    shown = changes.next_step(back=True)
    await changes.apply(rename(second, "Alan"))
    refused = await changes.undo(shown)
    assert refused is not None
    assert (refused.state, refused.sentence) == (
        State.REFUSED,
        "Nothing was sent. Something else was changed meanwhile, and is next: try again.",
    )
    assert (rig.user(first["id"])["first_name"], rig.user(second["id"])["first_name"]) == ("Grace", "Alan")
    undone = await changes.undo(changes.next_step(back=True))
    assert undone is not None
    assert undone.done
    again = changes.next_step(back=False)
    redone = await changes.redo(again)
    assert redone is not None
    assert redone.done
    twice = await changes.redo(again)
    assert twice is not None
    assert twice.state is State.REFUSED
    assert rig.written(kinde.UPDATE_USER) == 4


async def test_an_undo_that_met_a_conflict_stays_that_undo_when_another_change_comes_to_its_end(rig: Rig) -> None:
    first, second = rig.users(2)
    changes = rig.tenant.changes
    await changes.apply(rename(first, "Grace"))
    await rig.stranger.users.update(first["id"], first_name="Edsger")
    outcome = await changes.undo()
    assert outcome is not None
    assert outcome.state is State.CONFLICT
    await changes.apply(rename(second, "Alan"))
    overwritten = await changes.apply(outcome.change, overwrite=True)
    assert overwritten.done
    undo, _, done = rig.tenant.journal.entries()
    assert (undo.undo_of, done.undone_by) == (done.id, undo.id)
    step = changes.next_step(back=True)
    assert step is not None
    assert step.inverses[0].origin.target.key == second["id"], "the first is taken back, and is not taken back twice"
    assert changes.next_redo is not None


async def test_an_answer_that_does_not_say_what_was_made_gives_no_undo(rig: Rig) -> None:
    (user,) = rig.users()

    def undo(_answer: object) -> Change:
        raise InvalidInputError("Kinde did not say which record it made.")

    outcome = await rig.tenant.changes.apply(replace(rename(user, "Grace"), undo=undo))
    assert outcome.done
    step = rig.tenant.changes.next_step(back=True)
    assert step is not None
    assert step.why_stuck == f"“{outcome.change.says}” cannot be taken back."


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
