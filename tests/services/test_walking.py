"""Long lists are walked through by two threads, and say the same."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinde_tui.services import filter_sql, walking
from kinde_tui.services.patterns import matches
from tests.services.things import filled, opened, shown, thing

if TYPE_CHECKING:
    from kinde_tui.services.store import Store

FILTERS = ("a", "-a", "name:b", "is:on", "size:>40", "zzz", "is:nameless", "tags:red a")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store on the disk whose every list is a long one."""
    monkeypatch.setattr(walking, "LONG", 1)
    names = ("Ada", "Bob", None, "Zoë")
    things = [thing(n, name=names[n % 4], size=n, on=n % 3 == 0, tags=["red"] if n % 5 == 0 else []) for n in range(60)]
    store = filled(opened(tmp_path / "store.sqlite"), *things)
    yield store
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["store.sqlite"]  # nobody holds it any more


def in_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What one thread finds."""
    with monkeypatch.context() as patch:
        patch.setattr(walking, "LONG", 10**9)
        return {text: shown(store, text) for text in FILTERS}


def test_two_threads_find_what_one_finds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    ask = walking._Beside.result

    def heard(half: walking._Beside) -> str | None:
        found = ask(half)
        names.append(half._thread.name if found is not None else "failed")
        return found

    monkeypatch.setattr(walking._Beside, "result", heard)
    found = {text: shown(store, text) for text in FILTERS}
    assert names
    assert set(names) == {"store beside"}
    assert found == in_one(store, monkeypatch)
    assert any(found.values())
    assert not [thread for thread in threading.enumerate() if thread.name == "store beside"]


def test_what_was_changed_meanwhile_is_not_mixed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    database = store._homes["things"].database
    before = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    database._reader.backup(before)  # what another connection sees that came a moment earlier
    monkeypatch.setattr(database, "beside", lambda: before)
    store.put("things", thing(9_999, name="Aaron"))
    assert shown(store, "aaron") == ["t9999"]
    before.close()


def test_a_second_connection_that_fails_costs_only_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    helper = store._homes["things"].database.beside()
    assert helper is not None
    expected = in_one(store, monkeypatch)
    helper.close()
    assert {text: shown(store, text) for text in FILTERS} == expected


def test_a_row_that_does_not_meet_a_term_is_not_asked_about_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | float | None] = []

    def heard(pattern: str, text: str | float | None) -> bool:
        asked.append(text)
        return matches(pattern, text)

    monkeypatch.setattr(filter_sql, "matches", heard)
    store = filled(opened(), thing(1, name="Ada"), thing(2, name="Bob"), thing(3, name="Adam"))
    assert shown(store, "ada ~^a") == ["t1", "t3"]
    assert asked == ["ada", "adam"]
    assert shown(store, "nobody ~^a") == []
    assert asked == ["ada", "adam"]
    store.close()


def test_memory_has_one_connection() -> None:
    store = opened()
    assert store._homes["things"].database.beside() is None
    store.close()


def test_a_store_that_falls_back_to_memory_gives_all_connections_back(store: Store) -> None:
    database = store._homes["things"].database
    helper = database.beside()
    assert helper is not None
    database._go_on_in_memory(database._path or Path(), sqlite3.OperationalError("disk full"))
    with pytest.raises(sqlite3.ProgrammingError):
        helper.execute("SELECT 1")
    assert database.beside() is None
