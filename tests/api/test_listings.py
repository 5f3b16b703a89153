"""A list answer of which only the places of its records are read: it says the same as one that is parsed whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json

from kinde_tui.api.listings import Records, listing
from kinde_tui.api.operations import GET_CONNECTIONS
from kinde_tui.api.records import sorted_out

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(st.sampled_from(["id", "name", "code", "üser"]) | st.text(max_size=4), VALUES))


@given(
    records=RECORDS,
    beside=st.dictionaries(st.sampled_from(["code", "message", "next_token", "has_more"]), VALUES),
    ascii_only=st.booleans(),
    indent=st.none() | st.just(1),
)
def test_an_answer_says_the_same_as_when_it_is_parsed_whole(
    *, records: list[dict[str, Any]], beside: dict[str, Any], ascii_only: bool, indent: int | None
) -> None:
    body = json.dumps({**beside, "users": records}, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "replace")
    if (found := listing("users", body)) is not None:
        whole = from_json(body)
        assert {**found, "users": [*found["users"]]} == whole
        assert [from_json(text) for text in found["users"].texts] == whole["users"]


ENTRIES: st.SearchStrategy[Any] = (
    st.fixed_dictionaries({"code": st.text(), "connection": st.dictionaries(st.just("id"), VALUES) | VALUES})
    | st.dictionaries(st.sampled_from(["id", "code", "connection", "name"]), VALUES)
    | VALUES
)


@given(held=st.lists(ENTRIES, max_size=4) | VALUES)
def test_its_records_are_those_of_an_answer_that_is_parsed_whole(held: Any) -> None:
    body = json.dumps({"connections": held}).encode()
    records, dropped = sorted_out(GET_CONNECTIONS, from_json(body))
    quick, left_out = sorted_out(GET_CONNECTIONS, listing("connections", body) or from_json(body))
    assert ([*quick], left_out) == ([*records], dropped)


def test_a_usual_page_is_not_parsed() -> None:
    body = b'{"code":"OK","users":[{"id":"kp_1","n": 1e2} , {"id":"kp_2"}],"next_token":null,"other":[1]}'
    found = listing("users", body)
    assert found is not None
    records = found.pop("users")
    assert found == {"code": "OK", "next_token": None}
    assert isinstance(records, Records)
    assert records.texts == [b'{"id":"kp_1","n": 1e2}', b'{"id":"kp_2"}']
    assert (len(records), records[-1], [*records[:1]]) == (2, {"id": "kp_2"}, [{"id": "kp_1", "n": 100.0}])


@pytest.mark.parametrize(
    "body",
    [
        b'{"users":[{"id":"kp_1"}',
        b'{"users":[{"id":"kp_1"}]} and more',
        b'{"users":[{"id":"kp_\xff"}]}',
        rb'{"users":[{"id":"kp_\ud800"}]}',
        b'{"users":[{"id":NaN}]}',
        b'{"users":[{"id":"kp_1"},7,null]}',
        b'{"users":[{"code":"OK","user":{"id":"kp_1"}}]}',
        b'{"users":{"one":{"id":"kp_1"}}}',
        b'{"users":null}',
        b'{"organizations":[]}',
        b"[]",
        b"",
        b'{"users":[' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
    ],
)
def test_what_is_not_as_usual_is_left_to_whoever_parses_it_whole(body: bytes) -> None:
    assert listing("users", body) is None


@given(
    length=st.integers(4290, 4310),
    form=st.sampled_from(["%s", "-%s", "%s.5", "0.%s", "%se5", '"%s"']),
    before=st.integers(0, 1000),
    among=st.integers(0, 3),
)
def test_a_number_that_no_parser_takes_is_found_wherever_it_stands(
    length: int, form: str, before: int, among: int
) -> None:
    usual = b'{"id":"kp_1"},' * among
    body = b'{"users":[%b{"x":"%b","n":%b}]}' % (usual, b"-" * before, (form % ("7" * length)).encode())
    assert_refused_like_the_whole(body)


def test_a_record_that_is_nested_too_deeply_for_one_parser_is_read_by_another() -> None:
    deep = b"[" * 300 + b"]" * 300
    found = listing("users", b'{"users":[{"id":"kp_1","deep":%b}]}' % deep)
    assert found is not None
    assert found["users"][0]["id"] == "kp_1"


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("below", [0, 300])
@pytest.mark.parametrize("depth", [150, 250, 350, 400, 500, 700, 900, 960, 1_100])
def test_a_record_that_is_not_refused_can_be_read_from_far_below(depth: int, below: int, opening: str) -> None:
    deep = f"{opening * depth}7{(']' if opening == '[' else '}') * depth}".encode()
    found = listing("users", b'{"users":[{"id":"kp_1"},{"deep":%b}]}' % deep)
    assert found is not None or depth > 250
    assert found is None or depth < 500

    def read(calls: int) -> int:
        return read(calls - 1) if calls else len(found["users"][1]) if found else 1

    assert read(below) == 1


def assert_refused_like_the_whole(body: bytes) -> None:
    found = listing("users", body)
    try:
        from_json(body)
    except ValueError:
        assert found is None
    else:
        assert found is None or [*found["users"]]
