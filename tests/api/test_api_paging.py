"""The three ways of paging, any split of the records, and every way to go round in circles."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import operations
from kinde_tui.api.errors import AnswerTooLargeError, InvalidRequestError, NoAnswerError
from kinde_tui.api.operation import Operation, Paging, Request
from kinde_tui.api.paging import Page, pages
from kinde_tui.api.records import record_of, records_of

Answers = Callable[[Request], Mapping[str, Any]]
WITHOUT = operations.GET_ORGANIZATION_USER_ROLES
WITHOUT_PATH = {"org_code": "org_1", "user_id": "kp_1"}


def users(first: int, count: int) -> list[dict[str, str]]:
    return [{"id": f"kp_{number}"} for number in range(first, first + count)]


def walk(
    operation: Operation,
    answers: Answers,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, Any] | None = None,
    start: str = "",
) -> tuple[list[Page], list[Request]]:
    """All pages, and what was asked for them."""
    asked: list[Request] = []

    async def send(request: Request) -> Mapping[str, Any]:
        asked.append(request)
        assert len(asked) < 50, "it does not end"
        return answers(request)

    async def run(send: Callable[[Request], Awaitable[Mapping[str, Any]]]) -> list[Page]:
        return [page async for page in pages(send, operation, path or {}, query or {}, start=start)]

    return asyncio.run(run(send)), asked


def ids(found: list[Page]) -> list[str]:
    return [record["id"] for page in found for record in page.records]


@given(st.lists(st.integers(0, 30), max_size=12))
def test_any_split_gives_every_record_once(sizes: list[int]) -> None:
    # Three empty pages in a row are an error of the server's, tested elsewhere.
    sizes = [size or (number % 2) for number, size in enumerate(sizes)] + [1]
    starts = [sum(sizes[:number]) for number in range(len(sizes))]

    def answers(request: Request) -> Mapping[str, Any]:
        number = int(request.query.get("next_token", "0"))
        more = number + 1 < len(sizes)
        return {"users": users(starts[number], sizes[number]), "next_token": str(number + 1) if more else None}

    found, asked = walk(operations.GET_USERS, answers)
    assert ids(found) == [f"kp_{number}" for number in range(sum(sizes))]
    assert not any(page.note for page in found)
    assert {request.query["page_size"] for request in asked} == {500}
    rest, _ = walk(operations.GET_USERS, answers, start=found[0].next) if found[0].next else ([], [])
    assert ids(rest) == ids(found[1:])


@given(total=st.integers(0, 60), size=st.integers(2, 20))
def test_any_page_size_gives_every_record_once_by_cursor(total: int, size: int) -> None:
    def answers(request: Request) -> Mapping[str, Any]:
        first = int(str(request.query.get("starting_after", "kp_-1"))[3:]) + 1
        return {"properties": users(first, min(size, total - first)), "has_more": first + size < total}

    found, asked = walk(operations.GET_PROPERTIES, answers)
    assert ids(found) == [f"kp_{number}" for number in range(total)]
    assert len(asked) == max(1, -(-total // size))
    assert not found[-1].note


@given(total=st.integers(0, 60), size=st.sampled_from([5, 10, 25]), asked_for=st.sampled_from([5, 10, 25]))
def test_a_search_that_does_not_say_whether_it_goes_on_is_read_to_its_end(
    total: int, size: int, asked_for: int
) -> None:
    size = min(size, asked_for) if size >= 10 or size == asked_for else asked_for

    def answers(request: Request) -> Mapping[str, Any]:
        first = int(str(request.query.get("starting_after", "kp_-1"))[3:]) + 1
        return {"results": users(first, max(0, min(size, total - first)))}

    found, _ = walk(operations.SEARCH_USERS, answers, query={"query": "*", "page_size": asked_for})
    assert ids(found) == [f"kp_{number}" for number in range(total)]
    assert not found[-1].note


def test_a_search_ends_at_a_short_page_without_asking_again() -> None:
    found, asked = walk(operations.SEARCH_USERS, lambda _: {"results": users(0, 7)}, query={"query": "a"})
    assert len(asked) == 1
    assert found[-1].next == ""


def test_a_search_whose_cursor_is_ignored_says_so() -> None:
    found, asked = walk(operations.SEARCH_USERS, lambda _: {"results": users(0, 500)}, query={"query": "a"})
    assert len(asked) == 2
    assert ids(found) == [f"kp_{number}" for number in range(500)]
    assert found[-1].note == "First 500 shown; the API offers no more."


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_tokens_is_noticed(length: int) -> None:
    def answers(request: Request) -> Mapping[str, Any]:
        number = int(request.query.get("next_token", "0"))
        return {"users": users(number * 10, 10), "next_token": str((number + 1) % length)}

    found, asked = walk(operations.GET_USERS, answers)
    assert len(asked) <= length + 2
    assert len(set(ids(found))) == len(ids(found)) == 10 * length
    assert found[-1].note == "Stopped: the server repeated a page; the list may be incomplete."


def test_a_token_that_points_to_itself_is_not_followed() -> None:
    count = 0

    def answers(_: Request) -> Mapping[str, Any]:
        nonlocal count
        count += 1
        return {"users": users(count * 10, 10), "next_token": "same"}

    found, asked = walk(operations.GET_USERS, answers)
    assert len(asked) == 2
    assert "repeated a page" in found[-1].note


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_pages_under_new_tokens_is_noticed(length: int) -> None:
    count = 0

    def answers(_: Request) -> Mapping[str, Any]:
        nonlocal count
        count += 1
        return {"users": users(count % length * 10, 10), "next_token": f"token-{count}"}

    found, asked = walk(operations.GET_USERS, answers)
    assert len(asked) == length + 1
    assert len(set(ids(found))) == len(ids(found)) == 10 * length
    assert "repeated a page" in found[-1].note


def test_a_circle_by_cursor_is_noticed() -> None:
    found, asked = walk(operations.GET_PROPERTIES, lambda _: {"properties": users(0, 3), "has_more": True})
    assert len(asked) == 2
    assert "repeated a page" in found[-1].note


def test_three_empty_pages_are_enough() -> None:
    count = 0

    def answers(_: Request) -> Mapping[str, Any]:
        nonlocal count
        count += 1
        return {"users": [], "next_token": f"token-{count}"}

    found, asked = walk(operations.GET_USERS, answers)
    assert len(asked) == 3
    assert found[-1].note == "Stopped: the server sent 3 empty pages; the list may be incomplete."


def test_two_empty_pages_are_passed_over() -> None:
    sizes = [2, 0, 0, 2]

    def answers(request: Request) -> Mapping[str, Any]:
        number = int(request.query.get("next_token", "0"))
        return {"users": users(number * 10, sizes[number]), "next_token": str(number + 1) if number < 3 else ""}

    found, _ = walk(operations.GET_USERS, answers)
    assert ids(found) == ["kp_0", "kp_1", "kp_30", "kp_31"]
    assert not found[-1].note


def test_an_endless_list_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinde_tui.api.paging._MOST_PAGES", 5)
    count = 0

    def answers(_: Request) -> Mapping[str, Any]:
        nonlocal count
        count += 1
        return {"users": users(count * 10, 10), "next_token": count}

    found, asked = walk(operations.GET_USERS, answers)
    assert len(asked) == 5
    assert found[-1].note.startswith("Stopped: 5 pages were read")


def test_a_token_that_no_parameter_takes_is_tried_once() -> None:
    found, asked = walk(WITHOUT, lambda _: {"roles": users(0, 10), "next_token": "abc"}, WITHOUT_PATH)
    assert [dict(request.query) for request in asked] == [{}, {"next_token": "abc"}]
    assert len(ids(found)) == 10
    assert found[-1].note == "First 10 shown; the API offers no more."


def test_a_token_that_is_taken_after_all_is_followed() -> None:
    def answers(request: Request) -> Mapping[str, Any]:
        number = int(request.query.get("next_token", "0"))
        return {"roles": users(number * 10, 10), "next_token": str(number + 1) if number < 2 else None}

    found, _ = walk(WITHOUT, answers, WITHOUT_PATH)
    assert len(ids(found)) == 30
    assert not found[-1].note


def test_a_list_longer_than_a_page_and_of_odd_length_was_not_cut() -> None:
    found, _ = walk(WITHOUT, lambda _: {"roles": users(0, 17), "next_token": "abc"}, WITHOUT_PATH)
    assert not found[-1].note


def test_fewer_than_the_smallest_page_are_all() -> None:
    found, _ = walk(WITHOUT, lambda _: {"roles": users(0, 3), "next_token": "abc"}, WITHOUT_PATH)
    assert len(ids(found)) == 3
    assert not found[-1].note


@pytest.mark.parametrize("token", [{"next_token": "abc"}, {"has_more": True}], ids=["token", "has more"])
def test_a_tried_parameter_that_is_refused_ends_the_list(token: dict[str, Any]) -> None:
    def answers(request: Request) -> Mapping[str, Any]:
        if request.query:
            raise InvalidRequestError("Unknown parameter.", 400)
        return {"roles": users(0, 20), **token}

    found, _ = walk(WITHOUT, answers, WITHOUT_PATH)
    assert len(ids(found)) == 20
    assert found[-1].note == "First 20 shown; the API offers no more."


def test_a_refused_first_page_is_an_error() -> None:
    def answers(_: Request) -> Mapping[str, Any]:
        raise InvalidRequestError("Bad filter.", 400)

    with pytest.raises(InvalidRequestError):
        walk(operations.GET_USERS, answers)


def test_more_without_any_cursor_is_told() -> None:
    answer = {"feature_flags": {f"flag-{number}": {"type": "bool"} for number in range(20)}, "has_more": True}
    found, asked = walk(operations.GET_ENVIRONMENT_FEATURE_FLAGS, lambda _: answer)
    assert len(asked) <= 2
    assert found[-1].note == "First 20 shown; the API offers no more."
    nameless = {"sessions": [{"user": number} for number in range(20)], "has_more": True}
    found, asked = walk(operations.GET_USER_SESSIONS, lambda _: nameless, {"user_id": "kp_1"})
    assert len(asked) == 1
    assert found[-1].note == "First 20 shown; the API offers no more."


CURSORS = [row for row in operations.OPERATIONS.values() if row.paging is Paging.CURSOR and row.holds]


@pytest.mark.parametrize("operation", CURSORS, ids=lambda row: row.id)
@pytest.mark.parametrize("number", [0, 1, 20, 37])
def test_a_list_that_says_that_it_goes_on_and_not_where_is_never_whole(operation: Operation, number: int) -> None:
    path = dict.fromkeys(operation.path_parameters, "x")
    nameless = [{"name": str(place)} for place in range(number)]
    found, asked = walk(operation, lambda _: {operation.holds: nameless, "has_more": True}, path)
    assert len(asked) == 1
    assert found[-1].note == f"{f'First {number}' if number else 'Not all is'} shown; the API offers no more."


@pytest.mark.parametrize("start", ["", "kp_0"])
def test_an_empty_page_that_says_that_more_follow_is_not_the_end(start: str) -> None:
    def answers(request: Request) -> Mapping[str, Any]:
        after = request.query.get("starting_after", "")
        return {"properties": [] if after == "kp_2" else users(1, 2) if after else users(0, 1), "has_more": True}

    found, _ = walk(operations.GET_PROPERTIES, answers, start=start)
    assert ids(found) == ["kp_0", "kp_1", "kp_2"][1 if start else 0 :]
    assert found[-1].note == f"{'Not all is' if start else 'First 3'} shown; the API offers no more."


def test_a_tried_parameter_that_is_ignored_does_not_make_a_list_whole_that_says_that_it_is_not() -> None:
    found, asked = walk(WITHOUT, lambda _: {"roles": users(0, 17), "has_more": True}, WITHOUT_PATH)
    assert len(asked) == 2
    assert found[-1].note == "First 17 shown; the API offers no more."


def test_identities_page_without_a_size() -> None:
    def answers(request: Request) -> Mapping[str, Any]:
        first = int(str(request.query.get("starting_after", "kp_-1"))[3:]) + 1
        return {"identities": users(first, max(0, min(3, 7 - first)))}

    found, asked = walk(operations.GET_USER_IDENTITIES, answers, {"user_id": "kp_1"})
    assert ids(found) == [f"kp_{number}" for number in range(7)]
    assert all("page_size" not in request.query for request in asked)


def test_a_page_in_hand_is_kept_when_the_next_one_fails() -> None:
    def answers(request: Request) -> Mapping[str, Any]:
        if request.query.get("next_token"):
            raise NoAnswerError("Gone.")
        return {"users": users(0, 2), "next_token": "1"}

    async def run() -> list[Page]:
        async def send(request: Request) -> Mapping[str, Any]:
            return answers(request)

        listing = pages(send, operations.GET_USERS, {}, {})
        found = [await anext(listing)]
        with pytest.raises(NoAnswerError):
            await anext(listing)
        return found

    assert ids(asyncio.run(run())) == ["kp_0", "kp_1"]


@pytest.mark.parametrize("held", [None, "text", 7, {}])
def test_a_list_that_is_no_list_is_empty(held: object) -> None:
    found, _ = walk(operations.GET_USERS, lambda _: {"users": held})
    assert found[0].records == ()


def test_a_list_that_is_not_there_is_told() -> None:
    found, _ = walk(operations.GET_USERS, lambda _: {"something": 1})
    assert found[0].note == "The answer has no users in it."
    found, _ = walk(operations.GET_USERS, lambda _: {"code": "NO_USERS", "message": "None"})
    assert not found[0].note


@given(st.lists(st.one_of(st.none(), st.integers(), st.text(), st.just({"id": "kp_1"}), st.just([])), max_size=10))
def test_what_is_no_record_is_left_out_and_counted(entries: list[Any]) -> None:
    found, _ = walk(operations.GET_USERS, lambda _: {"users": entries})
    good = [entry for entry in entries if isinstance(entry, dict)]
    assert list(found[0].records) == good
    bad = len(entries) - len(good)
    assert found[0].note == (f"{bad} entries of the answer were no records." if bad else "")


def test_records_are_found_in_every_shape() -> None:
    flags = {"feature_flags": {"a": {"type": "bool", "value": "true"}, "b": "odd"}}
    assert records_of(operations.GET_ENVIRONMENT_FEATURE_FLAGS, flags) == (
        {"key": "a", "type": "bool", "value": "true"},
        {"key": "b", "value": "odd"},
    )
    assert records_of(operations.GET_USERS_MFA, {"mfa": {"id": "mfa_1"}}) == ({"id": "mfa_1"},)
    assert records_of(operations.GET_USERS_MFA, {"mfa": {}}) == ()
    assert records_of(operations.GET_USERS_MFA, {"mfa": None}) == ()
    assert record_of(operations.GET_ROLE, {"role": {"id": "r"}}) == {"id": "r"}
    assert record_of(operations.GET_ROLE, {"id": "r"}) == {"id": "r"}
    assert record_of(operations.GET_ROLE, {"code": "OK"}) is None
    assert record_of(operations.GET_SUBSCRIBER, {"subscribers": [{"id": "s"}]}) == {"id": "s"}
    assert record_of(operations.GET_USER, {"id": "kp_1"}) == {"id": "kp_1"}
    assert record_of(operations.GET_USER, {}) is None


def test_every_list_of_the_table_is_asked_in_pages_of_the_largest_size() -> None:
    lists = [row for row in operations.OPERATIONS.values() if row.paging is not Paging.NONE]
    assert len(lists) > 20
    for row in lists:
        path = dict.fromkeys(row.path_parameters, "x")
        _, asked = walk(row, lambda _: {}, path)
        assert asked[0].query.get("page_size") == (500 if "page_size" in row.query_names else None)


def test_an_answer_too_large_is_asked_for_in_smaller_pages_that_stay_small() -> None:
    def answers(request: Request) -> Mapping[str, Any]:
        size, first = int(request.query["page_size"]), int(request.query.get("next_token", "0"))
        if first >= 500 and size > 60:  # among the later records are large ones
            raise AnswerTooLargeError("Too large.")
        count = min(size, 620 - first)
        following = {"next_token": str(first + count)} if first + count < 620 else {}
        return {"users": users(first, count), **following}

    found, asked = walk(operations.GET_USERS, answers)
    assert ids(found) == [f"kp_{number}" for number in range(620)]
    assert [request.query["page_size"] for request in asked] == [500, 500, 50, 50, 50]


def test_one_record_that_is_too_large_is_an_error() -> None:
    def answers(_request: Request) -> Mapping[str, Any]:
        raise AnswerTooLargeError("Too large.")

    with pytest.raises(AnswerTooLargeError):
        walk(operations.GET_USERS, answers)
    with pytest.raises(AnswerTooLargeError):
        walk(WITHOUT, answers, WITHOUT_PATH)


def test_an_answer_that_is_one_record_has_no_next_page() -> None:
    operation = Operation("x", "GET", "/api/v1/urls")
    answers = iter(range(100))
    found, asked = walk(
        operation, lambda _: {"urls": ["https://a.example.com"], "next_token": f"t{next(answers)}", "has_more": True}
    )
    assert [len(page.records) for page in found] == [1]
    assert len(asked) == 1
