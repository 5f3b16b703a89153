"""Whatever is done to the store, it shows what a plain list would show."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.services.things import opened
from tests.support.hand_clock import HandClock

KEYS = st.sampled_from([f"t{number}" for number in range(8)])
FIELDS = st.fixed_dictionaries(
    {}, optional={"name": st.sampled_from(["ada", "Alan", "Bob", ""]), "size": st.integers(0, 3), "on": st.booleans()}
)
RECORDS = st.lists(st.tuples(KEYS, FIELDS), max_size=5)
PARENTS = st.sampled_from([(), ("a", "b")])
SORTS = st.tuples(st.sampled_from(["", "name", "size"]), st.booleans())
FILTERS = st.sampled_from(["", "a", "-a", "al", "size:>1", "is:on", "-is:on size:<3", "~^b", "name:=ada"])

Parent = tuple[str, ...]
Rows = dict[str, dict[str, Any]]
"""By key, in the order in which they came."""


def meets(raw: dict[str, Any], text: str) -> bool:
    name, size, on = str(raw.get("name", "")).lower(), raw.get("size"), raw.get("on") is True
    return {
        "": True,
        "a": "a" in name,
        "-a": "a" not in name,
        "al": "al" in name,
        "size:>1": size is not None and size > 1,
        "is:on": on,
        "-is:on size:<3": not on and size is not None and size < 3,
        "~^b": name.startswith("b"),
        "name:=ada": name == "ada",
    }[text]


def in_order(rows: list[dict[str, Any]], sort: tuple[str, bool]) -> list[str]:
    column, descending = sort
    if not column:
        return [raw["id"] for raw in (reversed(rows) if descending else rows)]
    filled = [raw for raw in rows if raw.get(column) not in (None, "")]
    empty = [raw for raw in rows if raw.get(column) in (None, "")]
    filled.sort(key=lambda raw: str(raw[column]).lower())
    if descending:
        values = sorted({str(raw[column]).lower() for raw in filled}, reverse=True)
        filled = [raw for value in values for raw in filled if str(raw[column]).lower() == value]
    return [raw["id"] for raw in [*filled, *empty]]


class StoreMachine(RuleBasedStateMachine):
    """The store beside a dictionary of dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = HandClock()
        self.store = opened(self.folder / "private" / "store.db")
        self.lists: dict[Parent, Rows] = {}
        self.passes: dict[int, tuple[Parent, set[str]]] = {}
        self.complete: set[Parent] = set()
        self.views: list[tuple[Any, list[str], Parent]] = []

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def rows(self, parent: Parent) -> Rows:
        return self.lists.setdefault(parent, {})

    def saw(self, parent: Parent, key: str) -> None:
        for other, seen in self.passes.values():
            if other == parent:
                seen.add(key)

    @rule(parent=PARENTS)
    @precondition(lambda self: len(self.passes) < 3)
    def begin(self, parent: Parent) -> None:
        self.passes[self.store.begin_pass("things", parent)] = (parent, set())

    @rule(records=RECORDS, data=st.data())
    @precondition(lambda self: self.passes)
    def page(self, records: list[tuple[str, dict[str, Any]]], data: st.DataObject) -> None:
        pass_id = data.draw(st.sampled_from([*self.passes]))
        parent, seen = self.passes[pass_id]
        raws = [{**fields, "id": key} for key, fields in records]
        self.store.put_page("things", parent, raws, pass_id, "more")
        latest = {raw["id"]: raw for raw in raws}
        for key in set(latest) - set(self.rows(parent)):
            self.saw(parent, key)
        self.rows(parent).update(latest)
        seen.update(latest)

    @rule(data=st.data(), note=st.sampled_from(["", "", "It repeated a page."]))
    @precondition(lambda self: self.passes)
    def finish(self, data: st.DataObject, note: str) -> None:
        pass_id = data.draw(st.sampled_from([*self.passes]))
        parent, seen = self.passes.pop(pass_id)
        rows = self.rows(parent)
        gone = set() if note else set(rows) - seen
        assert set(self.store.finish_pass("things", parent, pass_id, note)) == gone
        for key in gone:
            del rows[key]
        self.complete.discard(parent)
        if not note:
            self.complete.add(parent)

    @rule(data=st.data())
    @precondition(lambda self: self.passes)
    def drop(self, data: st.DataObject) -> None:
        pass_id = data.draw(st.sampled_from([*self.passes]))
        del self.passes[pass_id]
        self.store.drop_pass("things", pass_id)

    @rule(parent=PARENTS, key=KEYS, fields=FIELDS)
    def put(self, parent: Parent, key: str, fields: dict[str, Any]) -> None:
        self.store.put("things", {**fields, "id": key}, parent)
        self.rows(parent)[key] = {**fields, "id": key}
        self.saw(parent, key)

    @rule(parent=PARENTS, key=KEYS, fields=FIELDS)
    def patch(self, parent: Parent, key: str, fields: dict[str, Any]) -> None:
        self.store.patch("things", key, fields, parent)
        if key in self.rows(parent):
            self.rows(parent)[key].update(fields)
            self.saw(parent, key)

    @rule(parent=PARENTS, key=KEYS)
    def remove(self, parent: Parent, key: str) -> None:
        self.store.remove("things", key, parent)
        self.rows(parent).pop(key, None)
        for other, seen in self.passes.values():
            if other == parent:
                seen.discard(key)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = opened(self.folder / "private" / "store.db")
        self.views.clear()

    @rule(parent=PARENTS, text=FILTERS, sort=SORTS)
    def look(self, parent: Parent, text: str, sort: tuple[str, bool]) -> None:
        view = self.store.view("things", parent, filter=text, sort=sort)
        rows = list(self.rows(parent).values())
        wanted = in_order([raw for raw in rows if meets(raw, text)], sort)
        assert list(view.keys()) == wanted
        assert view.total == len(rows)
        assert [row.raw for row in view.window(0, len(view))] == [self.rows(parent)[key] for key in wanted]
        assert [view.index_of(key) for key in wanted] == list(range(len(wanted)))
        self.views = [*self.views[-3:], (view, wanted, parent)]

    @invariant()
    def lists_are_as_long_and_complete_as_they_should_be(self) -> None:
        for parent, rows in self.lists.items():
            state = self.store.age("things", parent)
            assert (state.rows, state.complete) == (len(rows), parent in self.complete)
        everywhere = sorted((parent, raw["id"]) for parent, raw in self.store.rows_everywhere("things"))
        assert everywhere == sorted((parent, key) for parent, rows in self.lists.items() for key in rows)

    @invariant()
    def views_keep_their_places(self) -> None:
        for view, wanted, _ in self.views:
            shown = [row.key for row in view.window(0, len(view))]
            assert len(shown) == len(wanted)
            for key, found in zip(wanted, shown, strict=True):
                assert found in ("", key)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
