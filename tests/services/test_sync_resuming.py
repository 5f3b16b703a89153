"""A list whose reading was cut off goes on where it was, and never claims to be whole before it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinde_tui.api.errors import ServerError, UnreadableAnswerError
from kinde_tui.api.operation import Paging
from kinde_tui.services.sync import SyncState
from tests.services.paged import PagedTenant
from tests.services.reading import NAMED, Rig, failing, keys, things
from tests.services.things import shown, thing


async def test_a_list_cut_off_keeps_its_rows_and_goes_on_where_it_was() -> None:
    tenant = PagedTenant(things(5), fails=failing(3))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    assert shown(rig.store) == keys(4)
    assert not rig.complete()
    assert (rig.state.reading, rig.state.loaded, str(rig.state.error)) == (False, 4, "Kinde failed; try again.")
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "4", "4"]
    assert rig.complete()
    assert rig.state == SyncState(loaded=5)
    assert shown(rig.store) == keys(5)
    assert tenant.closed == 2


async def test_it_goes_on_after_a_restart_and_removes_what_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "private" / "store.db"
    first = Rig(PagedTenant([*things(4), thing(9)]), file)
    await first.sync.refresh("things")
    assert first.tenant is not None
    first.tenant.records.pop()
    first.tenant.fails = failing(len(first.tenant.asked) + 2)
    await first.sync.refresh("things")
    first.store.close()
    second = Rig(PagedTenant(things(4)), file)
    await second.sync.refresh("things")
    assert second.tenant is not None
    assert second.tenant.asked == ["2"]
    assert shown(second.store) == keys(4)
    assert second.changed.changed() == [{"t9"}]
    second.store.close()


async def test_a_token_that_is_not_known_any_more_begins_from_the_start() -> None:
    tenant = PagedTenant(things(5), fails=failing(2))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    tenant.forgets_tokens = True
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "2", "", "2", "4"]
    assert rig.complete()
    assert rig.state == SyncState(loaded=5)


async def test_a_token_that_leads_to_nothing_begins_from_the_start() -> None:
    tenant = PagedTenant(things(5), fails=failing(3))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    tenant.records = things(3)
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "4", "4", "", "2"]
    assert shown(rig.store) == keys(3)


async def test_an_old_token_is_not_tried() -> None:
    tenant = PagedTenant(things(5), fails=failing(3))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    rig.clock.advance(1_000)
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "4", "", "2", "4"]
    assert rig.complete()


async def test_a_pass_that_went_on_and_was_refused_later_keeps_its_error() -> None:
    tenant = PagedTenant(things(7), fails=failing(2))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    odd = UnreadableAnswerError("This is no answer of Kinde.")
    tenant.fails = failing(4, odd)
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "2", "4"]
    assert rig.state.error is odd
    assert len(shown(rig.store)) == 4


@pytest.mark.parametrize("at", [1, 2])
async def test_a_pass_with_a_page_that_was_not_whole_begins_anew_and_removes_nothing_for_it(at: int) -> None:
    tenant = PagedTenant(things(7))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    del tenant.records[at]
    before = len(tenant.asked)
    odd = "1 entries of the answer were no records."
    tenant.notes = {before + at: odd, before + 3 + at: odd}
    tenant.fails = failing(before + 3)
    await rig.sync.refresh("things")
    assert rig.state.error is not None
    await rig.sync.refresh("things")
    assert tenant.asked[before:] == ["", "2", "4", "", "2", "4"]
    assert shown(rig.store) == keys(7)
    assert not rig.complete()
    assert rig.store.age("things").note == odd
    await rig.sync.refresh("things")
    assert rig.complete()
    assert shown(rig.store) == [key for key in keys(7) if key != f"t{at}"]


async def test_a_page_that_was_not_whole_after_going_on_is_told_too() -> None:
    tenant = PagedTenant(things(5), fails=failing(2))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    tenant.notes = {3: "1 entries of the answer were no records."}
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "2", "4"]
    assert not rig.complete()


async def test_a_list_whose_paging_the_api_does_not_declare_begins_from_the_start() -> None:
    assert NAMED["secrets"].lists.paging is Paging.NONE
    tenant = PagedTenant(things(5), fails=failing(2))
    rig = Rig(tenant)
    await rig.sync.refresh("secrets")
    assert rig.store.count("secrets") == 2
    await rig.sync.refresh("secrets")
    assert tenant.asked == ["", "2", "", "2", "4"]
    assert rig.store.age("secrets").complete


@settings(max_examples=40, deadline=None)
@given(
    numbers=st.lists(st.integers(0, 12), max_size=12),
    then=st.lists(st.integers(0, 12), max_size=12),
    size=st.integers(1, 5),
    cuts=st.lists(st.integers(1, 12), max_size=4),
)
def test_any_list_in_any_pages_with_any_cuts_ends_up_whole(
    numbers: list[int], then: list[int], size: int, cuts: list[int]
) -> None:
    async def run() -> None:
        tenant = PagedTenant([thing(number) for number in numbers], size=size)
        rig = Rig(tenant)
        for records in (tenant.records, [thing(number, size=number) for number in then]):
            tenant.records = records
            tenant.fails = {len(tenant.asked) + cut: ServerError("Kinde failed.", 500) for cut in cuts}
            rig.clock.advance(10_000)
            for _ in range(len(cuts) + 1):
                await rig.sync.refresh("things")
                if rig.state.error is None:
                    break
            assert rig.complete()
            assert {raw["id"]: raw for raw in rig.store.rows("things")} == {raw["id"]: raw for raw in records}
        rig.store.close()

    asyncio.run(run())
