"""Three ways of paging, and the traps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Call, RefusalError
from kinde_tui.demo.founding import found
from kinde_tui.demo.pages import by_cursor, by_index, by_token, place

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.demo.tenant import DemoTenant
    from tests.support.demo_caller import Caller

TENANT: DemoTenant = found(1, 5, lambda: datetime(2026, 11, 20, tzinfo=UTC))


def asked(**query: str) -> Call:
    return Call(op.GET_ROLES, {}, query)


@given(count=st.integers(0, 60), size=st.integers(1, 25))
def test_tokens_lead_through_the_whole_list_once(count: int, size: int) -> None:
    keys = [f"k{number}" for number in range(count)]
    seen: list[str] = []
    call = asked(page_size=str(size))
    while True:
        page, token = by_token(TENANT, call, keys)
        seen += page
        if token is None:
            break
        assert len(page) == size
        call = asked(page_size=str(size), next_token=token)
    assert seen == keys


@given(count=st.integers(1, 60), size=st.integers(1, 25), start=st.integers(0, 20))
def test_indexes_lead_through_the_whole_list_once(count: int, size: int, start: int) -> None:
    wanted = list(range(start, start + count))
    seen: list[int] = []
    call = asked(page_size=str(size))
    while True:
        at, _ = place(TENANT, call)
        page, token = by_index(TENANT, call, (index for index in wanted if index >= at))
        seen += page
        if token is None:
            break
        call = asked(page_size=str(size), next_token=token)
    assert seen == wanted


@given(count=st.integers(0, 60), size=st.integers(1, 25))
def test_cursors_lead_through_the_whole_list_and_back(count: int, size: int) -> None:
    keys = [f"k{number}" for number in range(count)]
    seen: list[str] = []
    call, more = asked(page_size=str(size)), True
    while more:
        page, more = by_cursor(call, keys)
        seen += page
        call = asked(page_size=str(size), starting_after=seen[-1]) if seen else call
    assert seen == keys
    while seen:
        page, more = by_cursor(asked(page_size=str(size), ending_before=keys[len(seen) - 1]), keys)
        assert list(page) == keys[max(0, len(seen) - 1 - size) : len(seen) - 1]
        assert more is (len(seen) - 1 > size)
        del seen[-1:]


@given(gone=st.integers(0, 8))
def test_a_list_goes_on_after_the_last_record_although_others_left(gone: int) -> None:
    keys = [f"k{number}" for number in range(20)]
    page, token = by_token(TENANT, asked(), keys)
    left = [key for key in keys if key != keys[gone]]
    rest, _ = by_token(TENANT, asked(next_token=str(token)), left)
    assert page[-1] == keys[9]
    assert list(rest) == keys[10:]


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_made_up_tokens_are_refused(text: str) -> None:
    if not text:
        return
    with pytest.raises(RefusalError, match="not one of ours"):
        place(TENANT, asked(next_token=text))


async def test_a_token_holds_for_its_list_and_for_an_hour(kinde: Caller) -> None:
    token = (await kinde.get(op.GET_USERS))["next_token"]
    assert (await kinde.refused(op.GET_PERMISSIONS, query={"next_token": token}))["code"] == "INVALID_NEXT_TOKEN"
    changed = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    assert (await kinde.refused(op.GET_USERS, query={"next_token": changed}))["status"] == 400
    kinde.clock.pass_(minutes=59)
    await kinde.get(op.GET_USERS, next_token=token)
    kinde.clock.pass_(minutes=2)
    refused = await kinde.refused(op.GET_USERS, query={"next_token": token})
    assert (refused["status"], refused["code"]) == (400, "EXPIRED_NEXT_TOKEN")


async def test_ten_by_default_and_five_hundred_at_most(kinde: Caller) -> None:
    for number in range(450):
        kinde.demo.tenant.people.add({**kinde.demo.tenant.people.person(0), "id": f"kp_{number:032x}"})
    assert len((await kinde.get(op.GET_USERS))["users"]) == 10
    assert len((await kinde.get(op.GET_USERS, page_size=501))["users"]) == 500
    assert len((await kinde.get(op.SEARCH_USERS, query="*", page_size=9999))["results"]) == 500


@pytest.mark.parametrize("size", ["0", "-1", "ten", "1.5", "٣", "9" * 5000, ""])
async def test_a_page_size_is_a_number(kinde: Caller, size: str) -> None:
    assert (await kinde.refused(op.GET_USERS, query={"page_size": size}))["field"] == "page_size"


async def test_the_last_page_has_no_token(kinde: Caller) -> None:
    assert "next_token" not in await kinde.get(op.GET_USERS, page_size=60)
    role = (await kinde.get(op.GET_ROLES))["roles"][0]["id"]
    assert (await kinde.get(op.GET_ROLE_USERS, role, page_size=500))["next_token"] is None


@pytest.mark.parametrize("operation", [op.GET_PROPERTIES, op.GET_CATEGORIES, op.GET_CONNECTIONS])
async def test_cursors_must_be_in_the_list(kinde: Caller, operation: Operation) -> None:
    refused = await kinde.refused(operation, query={"starting_after": "nope"})
    assert (refused["status"], refused["field"]) == (400, "starting_after")
    both = {"starting_after": "a", "ending_before": "b"}
    assert (await kinde.refused(operation, query=both))["code"] == "INVALID_CURSOR"


async def test_api_keys_come_fifty_at_a_time(kinde: Caller) -> None:
    api = (await kinde.get(op.GET_APIS))["apis"][1]["id"]
    for number in range(51 - len((await kinde.get(op.GET_API_KEYS))["api_keys"])):
        await kinde.done(op.CREATE_API_KEY, body={"name": f"k{number}", "type": "environment", "api_id": api})
    for query in ({}, {"page_size": 500}):
        page = await kinde.get(op.GET_API_KEYS, **query)
        assert (len(page["api_keys"]), page["has_more"]) == (50, True)
    rest = await kinde.get(op.GET_API_KEYS, starting_after=page["api_keys"][-1]["id"])
    assert (len(rest["api_keys"]), rest["has_more"]) == (1, False)


async def test_the_trap_is_a_token_that_no_parameter_takes(kinde: Caller) -> None:
    first = await kinde.get(op.GET_ENVIRONMENT_FEATURE_FLAGS)
    again = await kinde.get(op.GET_ENVIRONMENT_FEATURE_FLAGS, next_token=first["next_token"])
    assert again["feature_flags"] == first["feature_flags"]
    assert "next_token" not in await kinde.get(op.GET_APIS)
