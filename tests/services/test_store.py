"""What is put into the store comes out of it, in any order, window by window, with the right events."""

from __future__ import annotations

import json
import math
from array import array
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinde_tui.services import orders
from kinde_tui.services.events import Bus
from kinde_tui.services.folding import fold
from kinde_tui.services.packing import pack, unpack
from kinde_tui.services.passes import ListState
from kinde_tui.services.shape import Shape
from kinde_tui.services.views import Row
from tests.services.things import THINGS, Listener, filled, opened, shown, thing
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw


def test_a_record_comes_out_as_it_went_in() -> None:
    store = opened()
    raw = {"id": "t1", "name": "Ada", "deep": {"list": [1, 2.5, None, True, "é"]}, "unknown": 10**30}
    store.put("things", raw)
    assert store.get("things", "t1") == raw
    assert store.get("things", "t2") is None
    assert store.get("things", "t1", ("elsewhere",)) is None
    assert list(store.rows("things")) == [raw]
    assert store.count("things") == 1
    store.close()


def test_what_json_cannot_hold_survives_as_well_as_it_can() -> None:
    store = opened()
    store.put("things", MappingProxyType({"id": "t1", "name": "\ud800", "nan": math.nan, "map": MappingProxyType({})}))
    found = store.get("things", "t1")
    assert found is not None
    assert found["name"] == "\ud800"
    assert math.isnan(found["nan"])
    assert found["map"] == {}
    assert shown(store, "?") == ["t1"]
    assert json.loads(pack({"some": {1}, "other": object}))["some"] == [1]
    assert unpack(b"[1]") == {}
    assert unpack(b"\xff{") == {}
    assert unpack(b'{"n":%b}' % (b"7" * 5_000)) == {}
    assert unpack(b'{"n":%b7%b}' % (b"[" * 5_000, b"]" * 5_000)) == {}
    store.close()


def test_records_without_a_key_are_left_out_and_odd_fields_cost_nothing() -> None:
    store = opened()
    looped: dict[str, Any] = {"id": "t9"}
    looped["self"] = looped
    filled(store, {"name": "no key"}, {"id": 5}, thing(1, size=[1, 2], made=7, tags="red"), {"id": ""}, looped)
    assert shown(store) == ["t1"]
    store.put("things", {"name": "no key"})
    store.patch("things", "t1", {"id": ""})
    assert shown(store) == ["t1"]
    store.close()


def test_a_column_that_fails_is_an_empty_field() -> None:
    def explode(raw: Raw) -> int:
        return int(raw["promised"])

    columns = (*THINGS.columns[:2], replace(THINGS.columns[2], sort=explode))
    odd = replace(THINGS, columns=columns, flags={})
    store = filled(opened(collections=(odd,)), thing(1), thing(2, promised="5"))
    assert shown(store) == ["t1", "t2"]
    assert shown(store, "size:5") == ["t2"]
    store.close()


def test_orders_put_empty_fields_last_and_keep_the_given_order_among_equals() -> None:
    store = filled(
        opened(),
        thing(1, size=2),
        thing(2),
        thing(3, size=1),
        thing(4, size="big"),
        thing(5, size=2),
        {"id": "t6", "name": "Émile", "size": ""},
        {"id": "t7", "name": "zoe"},
        {"id": "t8", "name": "Dora"},
    )
    assert shown(store, sort=("size", False)) == ["t3", "t1", "t5", "t4", "t2", "t6", "t7", "t8"]
    assert shown(store, sort=("size", True)) == ["t4", "t1", "t5", "t3", "t2", "t6", "t7", "t8"]
    assert shown(store) == ["t8", "t6", "t1", "t2", "t3", "t4", "t5", "t7"]
    assert shown(store, sort=("", False)) == [f"t{number}" for number in range(1, 9)]
    assert shown(store, sort=("", True)) == [f"t{number}" for number in range(8, 0, -1)]
    assert shown(store, sort=("no such column", False)) == [f"t{number}" for number in range(1, 9)]
    store.close()


def test_a_view_stays_as_it_was_made() -> None:
    store = filled(opened(), *(thing(number) for number in range(5)))
    view = store.view("things")
    store.remove("things", "t2")
    store.put("things", thing(9, name="A new one"))
    store.patch("things", "t3", {"name": "Another name"})
    assert len(view) == view.total == 5
    assert [row.key for row in view.window(0, 9)] == ["t0", "t1", "", "t3", "t4"]
    assert view.window(2, 3) == [Row("", {})]
    assert view.window(3, 4)[0].raw["name"] == "Another name"
    assert view.window(7, 9) == view.window(-3, 0) == []
    assert list(view.keys()) == ["t0", "t1", "t3", "t4"]
    assert (view.index_of("t4"), view.index_of("t2"), view.index_of("t9"), view.index_of("")) == (4, None, None, None)
    assert shown(store) == ["t9", "t3", "t0", "t1", "t4"]
    store.close()


def test_events_name_the_rows_whose_record_is_another_one() -> None:
    bus = Bus()
    listener, store = Listener(bus), opened(bus=bus)
    first = store.begin_pass("things")
    store.put_page("things", (), [thing(1), thing(2)], first)
    store.put_page("things", (), [thing(3)], first)
    assert store.finish_pass("things", (), first) == ()
    second = store.begin_pass("things")
    store.put_page("things", (), [thing(1), thing(2, size=5)], second)
    assert store.finish_pass("things", (), second) == ("t3",)
    store.put("things", thing(1))
    store.patch("things", "t1", {"name": "Thing 001"})
    store.patch("things", "t1", {"size": 1})
    store.patch("things", "t8", {"size": 1})
    store.remove("things", "t1")
    store.remove("things", "t1")
    assert listener.changed() == [{"t1", "t2"}, {"t3"}, {"t2"}, {"t3"}, {"t1"}, {"t1"}]
    store.put_page("things", (), [thing(number) for number in range(2_000)], store.begin_pass("things"))
    assert listener.changed()[-1] is None
    store.close()


async def test_pages_written_elsewhere_are_there_and_told_when_the_caller_says_so(tmp_path: Path) -> None:
    for file in (None, tmp_path / "tenant" / "store.db"):
        bus = Bus()
        listener, store = Listener(bus), opened(file, bus=bus)
        pass_id = store.begin_pass("things")
        page = store.prepare("things", [thing(1), thing(2), {"no": "key"}])
        assert sorted(await store.write_page("things", (), page, pass_id, "more")) == ["t1", "t2"]
        assert shown(store) == ["t1", "t2"]
        assert listener.heard == []
        assert await store.end_pass("things", (), pass_id) == ()
        store.announce("things", (), ["t1"])
        store.announce("things", (), [])
        assert listener.changed() == [{"t1"}]
        store.close()


def test_vanished_rows_go_only_after_a_whole_pass_without_a_note() -> None:
    store = filled(opened(), thing(1), thing(2), thing(3))
    cut = store.begin_pass("things")
    store.put_page("things", (), [thing(1)], cut, "more")
    assert shown(store) == ["t1", "t2", "t3"]
    assert store.finish_pass("things", (), cut, "The server repeated a page.") == ()
    state = store.age("things")
    assert (state.complete, state.note, state.rows) == (False, "The server repeated a page.", 3)
    whole = store.begin_pass("things")
    store.put_page("things", (), [thing(2)], whole)
    store.put("things", thing(4))  # made by hand while the list is read
    assert sorted(store.finish_pass("things", (), whole)) == ["t1", "t3"]
    assert shown(store) == ["t2", "t4"]
    assert store.age("things") == ListState(complete=True, read_at=HandClock().wall, rows=2)
    store.close()


def test_a_pass_that_was_dropped_removes_nothing() -> None:
    store = filled(opened(), thing(1), thing(2))
    dropped = store.begin_pass("things")
    store.put_page("things", (), [thing(1)], dropped)
    store.drop_pass("things", dropped)
    store.put_page("things", (), [thing(5)], dropped)
    assert store.finish_pass("things", (), dropped) == ()
    assert shown(store) == ["t1", "t2", "t5"]
    store.close()


def test_a_pass_can_go_on_after_a_restart_while_its_token_is_fresh(tmp_path: Path) -> None:
    file = tmp_path / "tenant" / "store.db"
    store = filled(opened(file), thing(1), thing(2), thing(3))
    now = HandClock().wall
    assert store.open_pass("things", (), now) is None
    cut = store.begin_pass("things")
    assert store.open_pass("things", (), now) is None  # no page yet
    store.put_page("things", (), [thing(1)], cut, "token 2")
    store.close()
    store = opened(file)
    found = store.open_pass("things", (), now)
    assert found is not None
    assert (found.id, found.token, found.at, found.loaded) == (cut, "token 2", now, 1)
    assert store.open_pass("things", (), now.replace(year=2027)) is None
    store.put_page("things", (), [thing(3)], cut)
    assert store.finish_pass("things", (), cut) == ("t2",)
    assert store.open_pass("things", (), now) is None
    store.close()


def test_a_pass_cut_off_long_ago_is_forgotten_with_what_it_saw() -> None:
    clock, store = HandClock(), opened()
    store._clock = clock
    old = store.begin_pass("things")
    store.put_page("things", (), [thing(1)], old, "token")
    clock.advance(10_000)
    store.begin_pass("things")
    assert store.open_pass("things", (), HandClock().wall) is None
    assert store.finish_pass("things", (), old) == ()
    store.close()


def test_lists_under_parents_are_apart() -> None:
    store = opened()
    for code in ("a", "b"):
        pass_id = store.begin_pass("parts", (code,))
        store.put_page("parts", (code,), [thing(1, mail=code), thing(2, mail=code)], pass_id)
        store.finish_pass("parts", (code,), pass_id)
    store.put("parts", thing(3), ("a", "deep"))
    assert [len(store.view("parts", ("a",))), store.count("parts", ("b",)), store.count("parts")] == [2, 2, 0]
    assert store.parents("parts") == [("a",), ("a", "deep"), ("b",)]
    store.remove("parts", "t1", ("a",))
    assert [(parent, raw["id"]) for parent, raw in store.rows_everywhere("parts")] == [
        (("a",), "t2"),
        (("b",), "t1"),
        (("b",), "t2"),
        (("a", "deep"), "t3"),
    ]
    assert store.get("parts", "t1", ("b",)) == thing(1, mail="b")
    assert store.view("parts", ("nowhere",)).window(0, 5) == []
    assert not store.age("parts", ("nowhere",)).complete
    store.close()


def test_a_small_list_beside_a_large_one_has_rows_and_filters_too() -> None:
    store = opened()
    pass_id = store.begin_pass("parts", ("large",))
    store.put_page("parts", ("large",), [thing(number) for number in range(500)], pass_id)
    store.put("parts", thing(7, name="Seven"), ("small",))
    store.put("parts", thing(8, name="Eight"), ("large",))
    store.put("parts", thing(8, name="Eight"), ("small",))
    small = store.view("parts", ("small",), sort=("name", False))
    assert list(small.keys()) == ["t8", "t7"]
    assert list(store.view("parts", ("small",), filter="seven", sort=("name", False)).keys()) == ["t7"]
    assert list(store.view("parts", ("large",), filter="eight").keys()) == ["t8"]
    store.close()


def test_rows_are_found_by_a_column() -> None:
    store = filled(opened(), thing(1, mail="Ada@Example.com"), thing(2, mail="alan@example.com"), thing(3, size=5))
    assert [row.key for row in store.find("things", "mail", "ada@example.COM")] == ["t1"]
    assert [row.key for row in store.find("things", "size", 5)] == ["t3"]
    assert store.find("things", "mail", "nobody") == []
    with pytest.raises(KeyError):
        store.find("things", "nothing", "x")
    store.close()


def test_texts_are_kept_under_names() -> None:
    store = opened()
    assert store.meta_get("seen") is None
    store.meta_set("seen", "once")
    store.meta_set("seen", "twice")
    assert store.meta_get("seen") == "twice"
    store.close()


def test_the_order_of_a_large_list_is_there_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "LARGE", 10)
    place = tmp_path / "store"
    store = filled(opened(place), *(thing(number, name=f"{-number % 7} {number}") for number in range(40)))
    wanted = [key for _, key in sorted((f"{-number % 7} {number}", f"t{number}") for number in range(40))]
    assert shown(store) == wanted
    store.put("things", thing(3, name="zz"))
    store.remove("things", "t5")
    wanted = [key for key in wanted if key not in {"t3", "t5"}] + ["t3"]
    assert shown(store) == wanted
    store.close()

    def never(*_: object) -> None:
        raise AssertionError("sorted again")

    with monkeypatch.context() as patch:
        patch.setattr(orders, "_sorted_ids", never)
        again = opened(place)
        assert shown(again) == wanted
        again.put("things", thing(3, name="!"))
        with pytest.raises(AssertionError, match="sorted again"):
            shown(again)
    assert shown(again) == ["t3", *wanted[:-1]]
    again.close()


def test_orders_are_forgotten_when_they_take_too_much_room(monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(opened(), *(thing(number, size=number % 3) for number in range(30)))
    monkeypatch.setattr(orders, "_HELD", 50)
    held = store._homes["things"].orders._orders
    for column in ("name", "size", "on"):
        assert len(store.view("things", sort=(column, False))) == 30
        assert len(held) == 1
    store.close()


def test_an_edit_leaves_the_order_when_it_can() -> None:
    store = filled(opened(), *(thing(number, size=number) for number in range(30)))
    store.view("things", sort=("name", False))
    store.view("things", sort=("size", True))
    held = store._homes["things"].orders._orders
    before = {sort: order.ids for (_, sort), order in held.items()}
    store.patch("things", "t3", {"unsorted": 1})
    assert {sort: order.ids for (_, sort), order in held.items()} == before
    store.patch("things", "t3", {"size": 100})
    assert [sort for _, sort in held] == [("name", False)]
    assert shown(store, sort=("size", True))[:2] == ["t3", "t29"]
    store.remove("things", "t3")
    assert len(held) == 2
    assert shown(store, sort=("size", True))[:2] == ["t29", "t28"]
    assert shown(store, "-00", sort=("size", False))[:2] == ["t10", "t11"]
    store.close()


def test_two_keys_of_the_same_number_are_two_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinde_tui.services.shape.hash_of", lambda _key: 7)
    monkeypatch.setattr("kinde_tui.services.store.hash_of", lambda _key: 7)
    monkeypatch.setattr("kinde_tui.services.stored.hash_of", lambda _key: 7)
    store = filled(opened(), thing(1), thing(2), thing(1, size=2))
    assert shown(store) == ["t1", "t2"]
    store.put("things", thing(2, size=3))
    store.remove("things", "t1")
    assert list(store.rows("things")) == [thing(2, size=3)]
    store.close()


def test_a_record_whose_key_is_patched_moves() -> None:
    store = filled(opened(), thing(1), thing(2))
    store.patch("things", "t1", {"id": "t2"})
    assert store.get("things", "t2") == {**thing(1), "id": "t2"}
    store.close()


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=8),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        ),
        max_size=6,
    ),
    st.text(min_size=1, max_size=20),
)
def test_any_record_survives(raw: dict[str, Any], key: str) -> None:
    store = opened()
    whole = {**raw, "id": key}
    store.put("things", whole)
    assert store.get("things", key) == whole
    view = store.view("things")
    assert len(view) == 1
    assert view.index_of(key) == 0
    assert view.window(0, 1)[0].raw == whole
    store.close()


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(text.swapcase()) == fold(text.swapcase())
    assert "\n" not in folded
    folded.encode()


def test_ids_are_written_as_json() -> None:
    assert orders.numbers(array("q", [1, 22])) == "[1,22]"


def test_the_fingerprint_follows_the_columns() -> None:
    assert Shape(THINGS).fingerprint == Shape(THINGS).fingerprint


@given(
    texts=st.lists(st.text("ab*?[]^!-% _\\'\"é", max_size=6), min_size=1, max_size=6),
    needle=st.text("ab*?[]^!-%_é", min_size=1, max_size=3),
)
def test_a_word_is_found_wherever_it_stands_whatever_it_is_made_of(texts: list[str], needle: str) -> None:
    store = filled(opened(), *(thing(number, name=f"x{text}") for number, text in enumerate(texts)))
    quoted = f'"{needle}"'
    assert set(shown(store, quoted)) == {
        f"t{number}" for number, text in enumerate(texts) if fold(needle) in fold(f"x{text}") or needle == f"t{number}"
    }
    store.close()
