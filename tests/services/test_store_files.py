"""The store's file: private, rebuilt when damaged, given up when its disk fails, shared by two instances."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinde_tui.services import database as databases
from kinde_tui.services.collections.collection import Column
from kinde_tui.services.collections.raws import path
from kinde_tui.services.events import Bus, StoreTroubled
from kinde_tui.services.filter_sql import register
from kinde_tui.services.private_file import UnusablePlaceError, put_aside, reserve
from tests.services.things import THINGS, Listener, Thing, filled, opened, shown, thing

if TYPE_CHECKING:
    from kinde_tui.services.store import Store


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "profiles" / "acme.db"


def ten(file: Path) -> Store:
    return filled(opened(file), *(thing(number) for number in range(10)))


def test_the_file_and_its_folder_are_private(file: Path) -> None:
    store = ten(file)
    assert (mode(file.parent), mode(file)) == (0o700, 0o600)
    assert {mode(each) for each in file.parent.iterdir()} == {0o600}
    assert (store.rebuilt, store.degraded) == ("", "")
    store.close()
    file.parent.chmod(0o755)
    file.chmod(0o644)
    opened(file).close()
    assert (mode(file.parent), mode(file)) == (0o700, 0o600)


def test_what_was_stored_is_there_after_a_restart(file: Path) -> None:
    store = ten(file)
    store.meta_set("name", "value")
    state = store.age("things")
    store.close()
    store = opened(file)
    assert shown(store) == [f"t{number}" for number in range(10)]
    assert store.age("things") == state
    assert state.complete
    assert store.meta_get("name") == "value"
    store.close()


def test_links_are_not_followed(file: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    file.parent.mkdir(mode=0o700)
    file.symlink_to(victim)
    store = ten(file)
    assert "link" in store.degraded
    assert len(shown(store)) == 10
    store.close()
    assert victim.read_text() == "precious"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    linked = tmp_path / "linked"
    linked.symlink_to(elsewhere)
    store = opened(linked / "acme.db")
    assert "link" in store.degraded
    store.close()
    assert list(elsewhere.iterdir()) == []


def test_what_is_no_file_or_not_ours_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.parent.mkdir(mode=0o700)
    os.mkfifo(file)
    with pytest.raises(UnusablePlaceError, match="not a file"):
        reserve(file)
    file.unlink()
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    with pytest.raises(UnusablePlaceError, match="somebody else"):
        reserve(file)


def test_a_folder_that_cannot_be_made_leaves_the_store_in_memory(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    store = ten(tmp_path / "taken" / "acme.db")
    assert store.degraded.endswith(
        "until the program ends. Make it usable, or set KINDE_TUI_HOME to another folder, then start again."
    )
    assert len(shown(store)) == 10
    store.close()


@pytest.mark.parametrize("damage", ["garbage", "header", "foreign", "newer", "older", "tables"])
def test_a_file_that_is_no_store_is_put_aside_and_begun_anew(file: Path, damage: str) -> None:
    ten(file).close()
    if damage == "garbage":
        file.write_bytes(b"not a database at all, but long enough to be taken for one" * 50)
    elif damage == "header":
        file.write_bytes(bytes(100) + file.read_bytes()[100:])
    elif damage == "foreign":
        file.unlink()
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE theirs (x)")
        other.close()
    else:
        with sqlite3.connect(file) as ours:
            if damage == "tables":
                ours.execute("DROP TABLE lists")
                ours.execute("CREATE TABLE lists (wrong)")
            else:
                ours.execute(f"PRAGMA user_version={databases.VERSION + (1 if damage == 'newer' else -1)}")
        ours.close()
    before = file.read_bytes()
    store = opened(file)
    store.count("things")
    aside = file.with_name("acme.db.corrupt-1")
    assert aside.name in store.rebuilt
    assert aside.read_bytes()[:100] == before[:100]
    assert mode(aside) == 0o600
    assert shown(filled(store, thing(1))) == ["t1"]
    store.close()
    again = opened(file)
    assert (again.rebuilt, shown(again)) == ("", ["t1"])
    again.close()


def test_the_oldest_file_put_aside_makes_room(file: Path) -> None:
    file.parent.mkdir()
    for number in range(1, 6):
        file.write_text(str(number))
        os.utime(file, (number, number))
        file.with_name("acme.db-wal").write_text("log")
        assert put_aside(file).name == f"acme.db.corrupt-{(number - 1) % 3 + 1}"
    kept = {each.name: each.read_text() for each in file.parent.iterdir()}
    assert kept["acme.db.corrupt-1"] == "4"
    assert kept["acme.db.corrupt-2"] == "5"
    assert kept["acme.db.corrupt-1-wal"] == "log"


def test_damage_found_while_running_is_said_and_the_list_can_be_read_again(file: Path) -> None:
    bus = Bus()
    ten(file).close()
    store = opened(file, bus=bus)
    listener = Listener(bus)
    view = store.view("things")
    assert len(view) == 10
    with sqlite3.connect(file) as other:
        other.execute("DROP TABLE raws_things")
    other.close()
    assert store.get("things", "t1") is None
    assert view.window(0, 1)[0].key == ""
    assert view.index_of("t1") is None
    assert list(view.keys()) == []
    store.put("things", thing(1))
    assert shown(store) == ["t1"]
    troubles = [event for event in listener.heard if isinstance(event, StoreTroubled)]
    assert [event.sentence for event in troubles] == [store.rebuilt]
    assert "corrupt-1" in store.rebuilt
    assert {"things", "parts"} <= {getattr(event, "collection", "") for event in listener.heard}
    store.close()


def test_bytes_that_flip_cost_records_but_never_the_program(file: Path, tmp_path: Path) -> None:
    filled(opened(file), *(thing(number, mail=f"{number}@example.com" * 5) for number in range(300))).close()
    whole = file.read_bytes()
    dice = random.Random(7)  # noqa: S311 - the same damage in every run
    for number in range(60):
        broken = bytearray(whole)
        for _ in range(dice.choice((1, 20, 400))):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        if number % 5 == 0:
            del broken[dice.randrange(len(broken)) :]
        at = tmp_path / f"flipped-{number}" / "acme.db"
        at.parent.mkdir()
        at.write_bytes(broken)
        store = opened(at)
        for text in ("", "thing", "mail:7@"):
            view = store.view("things", filter=text)
            view.window(0, 300)
            list(view.keys())
            view.index_of("t5")
        list(store.rows_everywhere("things"))
        for _ in range(4):  # damage may be met in the middle of a pass, which then ends without a whole list
            filled(store, thing(1), thing(2))
            found = set(shown(store))
        assert {"t1", "t2"} <= found
        assert store.age("things").complete
        store.close()


def test_a_full_disk_leaves_what_was_read_and_goes_on_in_memory(file: Path) -> None:
    bus = Bus()
    ten(file).close()
    store = opened(file, bus=bus)
    listener = Listener(bus)
    view = store.view("things")
    pages = store._homes.disk._writer.execute("PRAGMA page_count").fetchone()[0]
    store._homes.disk._writer.execute(f"PRAGMA max_page_count={pages}")
    pass_id = store.begin_pass("things")
    store.put_page("things", (), [thing(number, name="x" * 5_000) for number in range(100)], pass_id)
    assert "no space left" in store.degraded
    assert store.degraded.endswith("until the program ends. Free some space, then start again.")
    assert listener.heard[0] == StoreTroubled(store.degraded)
    assert len(shown(store)) == 100
    assert view.window(0, 1)[0].raw["name"] == "x" * 5_000
    store.put("things", thing(200))
    assert store.count("things") == 101
    store.close()
    store = opened(file)
    assert len(shown(store)) == 10
    store.close()


def test_what_was_read_into_a_file_of_other_pages_goes_on_in_memory_too(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_PAGE_SIZE", 4096)
    ten(file).close()
    monkeypatch.undo()
    store = opened(file)
    writer = store._homes.disk._writer
    assert writer.execute("PRAGMA page_size").fetchone() == (4096,)
    writer.execute(f"PRAGMA max_page_count={writer.execute('PRAGMA page_count').fetchone()[0]}")
    store.put("things", thing(11, name="x" * 500_000))
    assert "what was read before is shown" in store.degraded
    assert len(shown(store)) == 11
    store.close()


def test_a_file_too_large_for_memory_is_left_behind(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ten(file)
    view = store.view("things")
    monkeypatch.setattr(databases, "_COPY_LIMIT", 10)
    pages = store._homes.disk._writer.execute("PRAGMA page_count").fetchone()[0]
    store._homes.disk._writer.execute(f"PRAGMA max_page_count={pages}")
    store.put("things", thing(11, name="x" * 500_000))
    assert "no space left" in store.degraded
    assert "what was read before" not in store.degraded
    assert shown(store) == ["t11"]
    assert view.window(0, 1)[0].key == ""
    store.close()


def test_a_file_that_may_not_be_written_is_said(file: Path) -> None:
    store = ten(file)
    store._homes.disk._writer.execute("PRAGMA query_only=ON")
    store.put("things", thing(11))
    assert "may not be written" in store.degraded
    assert len(shown(store)) == 11
    store.close()


def test_a_lock_that_is_never_given_back_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "_BUSY", 0.01)
    store = ten(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.put("things", thing(11))
    assert "locked" in store.degraded
    assert len(shown(store)) == 11
    other.execute("ROLLBACK")
    other.close()
    store.close()


def test_two_instances_share_the_file(file: Path) -> None:
    one, two = ten(file), opened(file)
    assert len(shown(two)) == 10
    two.put("things", thing(11))
    one.remove("things", "t0")
    assert shown(one) == shown(two) == [*(f"t{number}" for number in range(1, 10)), "t11"]
    assert shown(one, "1") == shown(two, "1") == ["t1", "t11"]
    one.close()
    two.close()


def test_threads_write_while_others_read(file: Path) -> None:
    store = opened(file)
    seen: list[int] = []

    def read() -> None:
        while not seen or seen[-1] < 40:
            seen.append(store._homes["things"].database.read(count))

    def count(database: sqlite3.Connection) -> int:
        rows = database.execute("SELECT count(*) FROM rows_things").fetchone()[0]
        raws = database.execute("SELECT count(*) FROM raws_things").fetchone()[0]
        assert rows == raws
        return int(rows)

    reader = threading.Thread(target=read)
    reader.start()
    pass_id = store.begin_pass("things")
    for number in range(20):
        store.put_page("things", (), [thing(number), thing(number + 100)], pass_id)
    reader.join(timeout=20)
    assert seen == sorted(seen)
    assert seen[-1] == 40
    store.close()


def test_other_columns_are_made_from_the_records_that_are_there(file: Path) -> None:
    ten(file).close()
    with sqlite3.connect(file) as other:
        other.execute("UPDATE raws_things SET raw=replace(CAST(raw AS TEXT), 'Thing 003', 'Renamed')")
        other.execute("UPDATE raws_things SET raw=CAST(raw AS BLOB)")
    other.close()
    shape = Column[Thing]("shape", "Shape", lambda one, _context: one.id, path("id"), search=True)
    changed = replace(THINGS, columns=(THINGS.columns[0], shape), flags={})
    store = opened(file, collections=(changed,))
    assert store.rebuilt == ""
    assert shown(store)[0] == "t3"
    assert shown(store, "shape:=t4") == ["t4"]
    assert shown(store, "t7") == ["t7"]
    assert store.age("things").complete
    store.close()
    store = opened(file, collections=(THINGS,))
    assert shown(store, "renamed") == ["t3"]
    store.close()


def test_lists_that_hold_secrets_never_reach_the_disk(file: Path) -> None:
    store = opened(file)
    store.put("secrets", thing(1, name="CANARY-SECRET"))
    store.put("things", thing(1, name="CANARY-PLAIN"))
    assert list(store.view("secrets", filter="canary").keys()) == ["t1"]
    assert shown(store) == ["t1"]
    store.close()
    found = b"".join(each.read_bytes() for each in file.parent.iterdir())
    assert b"CANARY-PLAIN" in found
    assert b"CANARY-SECRET" not in found
    store = opened(file)
    assert store.count("secrets") == 0
    store.close()


def test_a_disk_that_fails_while_the_file_is_replaced_ends_in_memory(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ten(file)

    def refuse(_path: Path) -> Path:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(databases, "put_aside", refuse)
    with sqlite3.connect(file) as other:
        other.execute("DROP TABLE raws_things")
    other.close()
    assert store.get("things", "t1") is None
    assert "Read-only file system" in store.degraded
    store.put("things", thing(1))
    assert shown(store) == ["t1"]
    store.close()


def test_what_is_no_fault_of_the_file_is_raised(file: Path) -> None:
    database = databases.Database(file, lambda _database: None, register)
    for work in (database.read, database.write):
        with pytest.raises(sqlite3.OperationalError, match="syntax error"):
            work(lambda connection: connection.execute("SELEC"))
        with pytest.raises(ZeroDivisionError):
            work(lambda _connection: 1 // 0)
    database.close()
    memory = databases.Database(None, lambda _database: None, register)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        memory.read(lambda connection: connection.execute("SELECT * FROM absent"))
    memory.close()


def test_a_file_that_is_damaged_again_and_again_is_given_up(file: Path) -> None:
    database = databases.Database(file, lambda _database: None, register)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.read(lambda connection: connection.execute("SELECT * FROM absent"))
    assert "again and again" in database.degraded
    assert database.in_memory
    database.close()
