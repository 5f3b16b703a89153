"""The journal: on the disk before anything is sent, without secrets, and never thrown away."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.services.change import Change, State, Target
from kinde_tui.services.journal import Journal, JournalError
from kinde_tui.services.redaction import HIDDEN, exact
from tests.services.writing import open_rig, rename
from tests.support.hand_clock import HandClock

ADA = {"id": "kp_1", "first_name": "Ada", "last_name": "Lovelace"}
CANARY = "c4n4ry-s3cr3t-0123456789"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


def opened(path: Path | None, profile: str = "acme", tenant: str = "https://acme.kinde.com") -> Journal:
    return Journal(path, profile, tenant, HandClock())


def test_an_entry_says_who_what_when_before_and_after(path: Path) -> None:
    journal = opened(path)
    (entry_id,) = journal.intend([rename(ADA, "Grace")])
    journal.sent(entry_id)
    journal.settle([entry_id], State.DONE, "")
    (entry,) = journal.entries()
    assert (entry.profile, entry.operation, entry.says) == ("acme", "updateUser", "Rename Ada Lovelace to Grace")
    assert (entry.target.collection, entry.target.key, entry.target.name) == ("users", "kp_1", "Ada Lovelace")
    assert (entry.before, entry.after) == ({"first_name": "Ada"}, {"first_name": "Grace"})
    assert (entry.request, entry.body) == ("PATCH /api/v1/user?id=kp_1", {"given_name": "Grace"})
    assert entry.state is State.DONE
    assert entry.at == entry.settled_at == HandClock().now()


def test_it_is_all_there_after_a_restart_newest_first(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, "Grace"), rename(ADA, "Barbara")])
    journal.close()
    again = opened(path)
    assert [entry.after["first_name"] for entry in again.entries()] == ["Barbara", "Grace"]
    assert len(again.entries(limit=1)) == 1


def test_five_hundred_entries_are_read_unless_more_are_asked_for(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, f"Grace {number}") for number in range(501)])
    assert len(journal.entries()) == 500
    assert len(journal.entries(None)) == 501


@pytest.mark.parametrize(
    ("error", "reason"), [(OSError(28, "No space left on device"), "No space left on device"), (OSError("odd"), "odd")]
)
def test_a_run_that_cannot_be_noted_writes_nothing(
    path: Path, error: OSError, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(path)

    def refuse() -> None:
        raise error

    monkeypatch.setattr(journal._run, "hold", refuse)
    with pytest.raises(JournalError, match=f"could not be written: {reason}"):
        journal.intend([rename(ADA, "Grace")])
    assert journal.entries() == []


def test_the_filter_takes_words(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, "Grace"), rename(ADA, "Barbara")])
    assert [entry.after["first_name"] for entry in journal.entries(filter="lovelace BARBARA")] == ["Barbara"]
    assert len(journal.entries(filter="kp_1 updateuser")) == 2
    assert journal.entries(filter="nobody") == []


def test_profiles_and_tenants_are_kept_apart(path: Path) -> None:
    journal = opened(path)
    (entry_id,) = journal.intend([rename(ADA, "Grace")])
    journal.settle([entry_id], State.DONE)
    assert opened(path, "other").entries() == []
    assert opened(path, tenant="https://elsewhere.kinde.com").ledger({"updateUser"}) == []
    assert [entry.id for entry in opened(path, "other").ledger({"updateUser"})] == [entry_id]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_its_owner_can_read_it(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, "Grace")])
    for name in path.parent.iterdir():
        assert stat.S_IMODE(name.stat().st_mode) == 0o600, name
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_commit_waits_for_the_disk(path: Path) -> None:
    journal = opened(path)
    assert journal._database.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert journal._database.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_killed_program_leaves_its_intents(path: Path) -> None:
    code = f"""
import os
from pathlib import Path
from kinde_tui.services.journal import Journal
from tests.services.writing import rename
journal = Journal(Path({str(path)!r}), "acme", "https://acme.kinde.com")
first, second = journal.intend([rename({ADA!r}, "Grace"), rename({ADA!r}, "Barbara")])
journal.sent(first)
os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 - our own interpreter and code
    assert killed.returncode == -9
    journal = opened(path)
    assert [(entry.after["first_name"], entry.state) for entry in journal.unsettled()] == [
        ("Grace", State.SENT),
        ("Barbara", State.INTENT),
    ]
    journal.settle([journal.unsettled()[1].id], State.INTENT, "Never sent.")
    assert [entry.state for entry in journal.unsettled()] == [State.SENT]


def test_two_instances_write_side_by_side(path: Path) -> None:
    one, other = opened(path), opened(path)
    one.intend([rename(ADA, "Grace")])
    version = one.version()
    other.intend([rename(ADA, "Barbara")])
    assert one.version() != version
    assert len(one.entries()) == len(other.entries()) == 2


@pytest.mark.parametrize("damage", ["garbage", "foreign", "newer", "header"])
def test_what_cannot_be_read_is_kept_aside_and_said(path: Path, damage: str) -> None:
    path.parent.mkdir(mode=0o700)
    if damage == "garbage":
        path.write_bytes(b"not a database at all" * 100)
    elif damage == "foreign":
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE cookies (name TEXT)")
        database.close()
    elif damage == "newer":
        opened(path).close()
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version=99")
        database.close()
    else:
        journal = opened(path)
        journal.intend([rename(ADA, "Grace")])
        journal.close()
        path.write_bytes(bytes(100) + path.read_bytes()[100:])
    content = path.read_bytes()
    journal = opened(path)
    (aside,) = path.parent.glob("*.unreadable-*")
    assert aside.read_bytes() == content
    assert str(aside) in journal.moved_aside
    assert journal.entries() == []
    journal.intend([rename(ADA, "Grace")])
    assert len(journal.entries()) == 1


def test_damage_met_while_writing_keeps_the_old_file_and_the_entry(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, "Grace")])
    journal.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    journal = opened(path)
    journal.intend([rename(ADA, "Barbara")])
    assert [entry.after["first_name"] for entry in journal.entries()] == ["Barbara"]
    assert "is kept as" in journal.moved_aside
    assert len(list(path.parent.glob("*.unreadable-*"))) == 1


def test_several_damaged_files_are_all_kept(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    for number in range(5):
        path.write_bytes(b"x" * (1000 + number))
        opened(path).close()
        path.unlink()
    assert len([name for name in path.parent.glob("*.unreadable-*") if "-wal" not in name.name]) == 5


def test_an_entry_with_damaged_fields_does_not_hide_the_others(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, "Grace"), rename(ADA, "Barbara")])
    with sqlite3.connect(path) as database:
        database.execute(
            "UPDATE entry SET at='?', settled_at='?', state='?', before='[', after='7', parent='{', says=?"
            " WHERE rowid=1",
            (sqlite3.Binary(b"\xff\xfe"),),
        )
    database.close()
    good, bad = journal.entries()
    assert good.after == {"first_name": "Barbara"}
    assert (bad.state, bad.before, bad.after, bad.target.parent, bad.settled_at) == (State.UNKNOWN, {}, {}, (), None)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError, match="cannot be opened"):
        opened(tmp_path / "file" / "journal.db")


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="no links here")
def test_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(JournalError, match=rf"cannot be opened: {path} is a link, which is not followed\.$"):
        opened(path)
    assert not (tmp_path / "elsewhere").exists()


def test_a_full_disk_is_a_sentence_and_the_old_entries_stay(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, "Grace")])
    pages = journal._database.execute("PRAGMA page_count").fetchone()[0]
    journal._database.execute(f"PRAGMA max_page_count={pages}")
    big = [replace(rename(ADA, "x" * 5000), id=str(number)) for number in range(50)]
    with pytest.raises(JournalError, match="full"):
        journal.intend(big)
    assert [entry.after["first_name"] for entry in journal.entries()] == ["Grace"]


def test_a_closed_journal_says_so(path: Path) -> None:
    journal = opened(path)
    journal.close()
    for use in (journal.entries, journal.version, journal.unsettled, lambda: journal.sent("1")):
        with pytest.raises(JournalError):
            use()


def test_the_export_is_one_json_object_a_line(path: Path) -> None:
    journal = opened(path)
    first, second = journal.intend([rename(ADA, "Grace"), rename(ADA, "Barbara")])
    journal.settle([first], State.DONE)
    lines = [json.loads(line) for line in journal.export()]
    assert [line["id"] for line in lines] == [first, second]
    assert lines[0]["state"] == "done"
    assert lines[0]["before"] == {"first_name": "Ada"}
    assert lines[1]["settled_at"] is None


SECRETS: list[tuple[Operation, dict[str, str], object, dict[str, object]]] = [
    (
        kinde.SET_USER_PASSWORD,
        {"user_id": "kp_1"},
        {"hashed_password": CANARY, "salt": CANARY, "hashing_method": "bcrypt"},
        {},
    ),
    (kinde.CREATE_ENVIRONMENT_VARIABLE, {}, {"key": "K", "value": CANARY, "is_secret": True}, {"value": CANARY}),
    (kinde.CREATE_CONNECTION, {}, {"name": "x", "options": {"client_secret": CANARY}}, {"options": {"a": CANARY}}),
    (kinde.CREATE_DIRECTORY, {}, {"org_code": "o", "directory_name": "d", "provider_code": "p", "token": CANARY}, {}),
    (kinde.CREATE_API_KEY, {}, {"name": "k", "type": "user", "anything": CANARY}, {"api_key": CANARY}),
    (kinde.UPDATE_USER, {}, {"nested": {"client_secret": CANARY, "list": [{"password": CANARY}]}}, {}),
    (kinde.VERIFY_API_KEY, {}, {"api_key": CANARY}, {}),
]


@pytest.mark.parametrize(("operation", "path_", "body", "after"), SECRETS, ids=[row[0].id for row in SECRETS])
def test_no_secret_is_written_down(
    path: Path, operation: Operation, path_: dict[str, str], body: object, after: dict[str, object]
) -> None:
    request = Request(
        operation, path_, {"session_id": CANARY} if operation is kinde.REVOKE_CONNECTED_APP_TOKEN else {}, body
    )
    journal = opened(path)
    journal.intend([Change(request, Target("users", "kp_1"), "Set something", before=after, after=after)])
    journal.close()
    assert CANARY.encode() not in path.read_bytes()
    assert CANARY not in exact(request)
    assert HIDDEN in exact(request)
    assert all(name in exact(request) for name in ("name", "type") if isinstance(body, dict) and name in body)


def test_a_secret_in_the_query_is_not_written_down() -> None:
    request = Request(kinde.REVOKE_CONNECTED_APP_TOKEN, query={"session_id": CANARY})
    assert exact(request) == f"POST /api/v1/connected_apps/revoke?session_id={HIDDEN}"


def test_what_only_sounds_secret_is_written_down() -> None:
    body = {"is_password_reset_requested": True, "access_token_lifetime": 3600, "given_name": "Ada"}
    assert exact(Request(kinde.UPDATE_USER, query={"id": "kp_1"}, body=body)).endswith(json.dumps(body))


@given(
    st.text(),
    st.text(),
    st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()))),
)
def test_any_text_survives(says: str, name: str, after: dict[str, object]) -> None:
    journal = opened(None)
    (entry_id,) = journal.intend(
        [Change(Request(kinde.UPDATE_USER, query={"id": "kp_1"}), Target("users", "kp_1", name), says, after=after)]
    )
    journal.settle([entry_id], State.REFUSED, says)
    (entry,) = journal.entries()
    assert entry.says == entry.sentence == says.encode("utf-8", "backslashreplace").decode()
    assert entry.after.keys() == after.keys()
    assert len(list(journal.export())) == 1


async def test_the_intent_is_on_the_disk_before_the_request_leaves(path: Path) -> None:
    async with open_rig(journal=path) as rig:
        await rig.load("users")
        (user,) = rig.users()
        seen: list[State] = []
        send = rig.tenant.gateway.send  # type: ignore[union-attr]  # connected

        async def spy(request: Request) -> object:
            if request.operation is kinde.UPDATE_USER:
                with sqlite3.connect(path) as database:
                    seen.extend(State(row[0]) for row in database.execute("SELECT state FROM entry"))
                database.close()
            return await send(request)

        rig.tenant.gateway.send = spy  # type: ignore[union-attr,method-assign]  # looks on
        await rig.tenant.changes.apply(rename(user, "Grace"))
    assert seen == [State.SENT]
