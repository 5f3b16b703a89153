"""The store's file under two programs: replaced under a list that is being read, and taken by another version."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kinde_tui.services.events import Bus, StoreTroubled
from tests.services.things import THINGS, Listener, filled, opened, shown, thing

if TYPE_CHECKING:
    from pathlib import Path

    from kinde_tui.services.store import Store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "profiles" / "acme.db"


def three(file: Path, bus: Bus | None = None) -> Store:
    return filled(opened(file, bus=bus), *(thing(number) for number in range(3)))


def test_a_list_that_is_being_read_when_its_file_is_replaced_is_not_whole_for_it(file: Path) -> None:
    store = three(file)
    cut = store.begin_pass("things")
    store.put_page("things", (), [thing(0), thing(1)], cut, "2")
    with sqlite3.connect(file) as other:
        other.execute("DROP TABLE raws_things")
    other.close()
    assert store.get("things", "t1") is None
    assert "corrupt-1" in store.rebuilt
    for number in range(3):  # others begin to be read from their first page
        store.begin_pass("parts", (f"org_{number}",))
    store.put_page("things", (), [thing(2)], cut)
    assert store.finish_pass("things", (), cut) == ()
    assert (shown(store), store.age("things").complete) == (["t2"], False)
    store.close()


@pytest.mark.parametrize("first", ["read", "write"])
def test_a_file_that_another_version_made_its_own_is_left_to_it(file: Path, first: str) -> None:
    bus = Bus()
    older = three(file, bus)
    listener = Listener(bus)
    newer = opened(file, collections=(replace(THINGS, columns=THINGS.columns[:2], flags={}),))
    assert shown(newer) == ["t0", "t1", "t2"]
    if first == "read":
        assert shown(older, "size:7") == []
    else:
        older.put("things", thing(3))
    assert older.rebuilt == ""
    assert older.degraded == (
        f"Another version of this program uses the local store {file}: what was read before is shown, and what is "
        "read from now on is kept in memory until the program ends. Close the other one, then start again."
    )
    older.put("things", thing(4, size=7))
    assert StoreTroubled(older.degraded) in listener.heard
    assert shown(older, "size:7") == ["t4"]
    assert set(shown(older)) >= {"t0", "t1", "t2", "t4"}
    newer.put("things", thing(5))
    assert shown(newer) == ["t0", "t1", "t2", "t5"]
    assert (newer.rebuilt, newer.degraded) == ("", "")
    assert not list(file.parent.glob("*corrupt*"))
    older.close()
    newer.close()


def test_a_table_that_is_gone_is_damage_also_of_another_version(file: Path) -> None:
    store = three(file)
    with sqlite3.connect(file) as other:
        other.execute("UPDATE shapes SET fingerprint='another'")
        other.execute("DROP TABLE shapes")
    other.close()
    store.put("things", thing(11))
    assert "corrupt-1" in store.rebuilt
    assert shown(store) == ["t11"]
    store.close()
