"""`kinde-tui list` on the served demo tenant: for people, for programs, for files."""

from __future__ import annotations

import csv
import io
import json
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.cli.main import cli
from kinde_tui.cli.plain_table import MEASURED
from kinde_tui.demo.faults import Fault
from kinde_tui.demo.pages import LARGEST_SIZE
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.support.processes import environment
from tests.support.served_demo import ServedDemo, served_demo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

USERS = COLLECTIONS["users"]
PEOPLE = 60


@pytest.fixture
def people() -> int:
    return PEOPLE


@pytest.fixture
def tenant(people: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedDemo]:
    with served_demo(users=people) as served:
        monkeypatch.setenv("KINDE_ISSUER_URL", served.issuer_url)
        monkeypatch.setenv("KINDE_CLIENT_ID", served.client_id)
        monkeypatch.setenv("KINDE_CLIENT_SECRET", served.client_secret)
        yield served


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, columns: int = 100) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)


def records(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)
    return found


def test_json_comes_out_where_a_program_reads(kinde: Run, tenant: ServedDemo) -> None:
    listed = kinde("list", "users")
    assert (listed.code, listed.err) == (0, "")
    assert len(records(listed.out)) == PEOPLE
    assert [line.rstrip(",") for line in listed.out.splitlines()[1:-1]] == kinde(
        "list", "users", "--ndjson"
    ).out.splitlines()
    suspended = records(kinde("list", "users", "is:suspended").out)
    assert suspended == [raw for raw in records(listed.out) if raw["is_suspended"]]
    assert 0 < len(suspended) < PEOPLE
    assert tenant.demo.ledger.counts() == {}


@pytest.mark.usefixtures("tenant")
def test_terms_may_begin_with_a_minus_sign_and_stand_anywhere(kinde: Run) -> None:
    everybody = {raw["id"] for raw in records(kinde("list", "users").out)}
    suspended = {raw["id"] for raw in records(kinde("list", "users", "is:suspended").out)}
    for arguments in (
        ("-is:suspended", "--json"),
        ("--json", "--", "-is:suspended"),
        ("--sort", "-name", "-is:suspended"),
    ):
        assert {raw["id"] for raw in records(kinde("list", "users", *arguments).out)} == everybody - suspended
    assert kinde("list", "users", "--wrong").code == 2


def test_lists_that_a_filter_leans_on_are_read_too(kinde: Run, tenant: ServedDemo) -> None:
    codes = {raw["code"]: raw["name"] for raw in records(kinde("list", "organizations").out)}
    everybody = records(kinde("list", "users").out)
    code = next(code for raw in everybody for code in raw.get("organizations") or ())
    members = {raw["id"] for raw in everybody if code in (raw.get("organizations") or ())}
    assert {raw["id"] for raw in records(kinde("list", "users", f'org:="{codes[code]}"').out)} == members
    found = kinde("list", "users", "role:=employee")
    assert (found.code, found.err) == (0, "")
    assert 0 < len(records(found.out)) < PEOPLE
    assert kinde("list", "users", "role:=employee", "--offline").err == ""
    missing = kinde("list", "users", "role:=planner", "--offline")
    assert (missing.code, records(missing.out)) == (1, [])
    said = "rows may be missing. Not all is read yet: the holders of a role. Leave out --offline to read it."
    assert said in missing.err
    tenant.demo.faults.add(Fault("GetRoleUsers", status=403))
    refused = kinde("list", "users", "role:=planner")
    assert refused.code == 1
    assert "Not all is read yet: the holders of a role. " in refused.err


@pytest.mark.usefixtures("tenant")
def test_columns_order_and_number_are_chosen(kinde: Run) -> None:
    listed = kinde("list", "people", "--csv", "--columns", "Name, id", "--sort", "-name", "--limit", "5")
    head, *rows = csv.reader(io.StringIO(listed.out, newline=""))
    assert head == ["Name", "Id"]
    forwards = records(kinde("list", "users", "--columns", "name,key", "--sort", "name").out)
    assert rows == [[raw["name"], raw["key"]] for raw in forwards[::-1][:5]]
    markdown = kinde("list", "roles", "--markdown", "--columns", "name").out.splitlines()
    assert markdown[:2] == ["| Name |", "| --- |"]
    assert len(markdown) == 2 + 8


@pytest.mark.usefixtures("tenant")
def test_a_person_gets_a_table_of_what_fits(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    head, *rows = kinde("list", "users").out.splitlines()
    assert head.split() == ["NAME", "EMAIL", "ORGS", "LAST", "SEEN", "STATUS"]
    assert len(rows) == PEOPLE
    assert max(map(len, rows)) <= 100
    assert {row.index("@example.") > head.index("EMAIL") for row in rows} == {True}
    at_a_terminal(monkeypatch, 30)
    assert kinde("list", "users").out.splitlines()[0].split() == ["NAME", "EMAIL"]
    head, *rows = kinde("list", "users", "--columns", "id,email,name", "--limit", "2").out.splitlines()
    assert head.split() == ["ID", "EMAIL", "NAME"]
    assert len(rows) == 2
    assert kinde("list", "users", "nobody-is-called-so").out == "NAME            EMAIL\n"


def test_no_name_steers_the_terminal(kinde: Run, tenant: ServedDemo, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    hostile = "=1+1\x1b]52;c;eA==\x07\u202e"
    tenant.demo.tenant.people.edit(0, {"first_name": hostile})
    for form, shown in (((), "=1+1␛]52;c;eA==␇�"), (("--csv",), "\"'=1+1\\u001b]52;c;eA==\\u0007\\u202e")):
        said = kinde("list", "users", "52;c", *form)
        assert shown in said.out
        assert not {"\x1b", "\x07", "\u202e"}.intersection(said.out)
    (raw,) = records(kinde("list", "users", "52;c", "--json").out)
    assert raw["first_name"] == hostile


def test_a_list_that_is_fresh_is_not_read_again_and_offline_reads_nothing(kinde: Run, tenant: ServedDemo) -> None:
    never = kinde("list", "users", "--offline")
    assert (never.code, never.out) == (1, "")
    assert "Users were never read" in never.err
    assert kinde("list", "users").code == 0
    tenant.demo.faults.add(Fault(USERS.lists.id, status=403, times=0))
    again = kinde("list", "users")
    assert (again.code, again.err, len(records(again.out))) == (0, "", PEOPLE)
    assert len(records(kinde("list", "users", "--offline").out)) == PEOPLE


@pytest.mark.usefixtures("tenant")
def test_offline_needs_no_secret(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinde("list", "users").code == 0
    monkeypatch.delenv("KINDE_CLIENT_SECRET")
    without = kinde("list", "users", "--offline")
    assert (without.code, without.err, len(records(without.out))) == (0, "", PEOPLE)
    online = kinde("list", "users")
    assert online.code == 1
    assert "KINDE_CLIENT_SECRET is not set" in online.err
    monkeypatch.delenv("KINDE_CLIENT_ID")
    assert "KINDE_CLIENT_ID is not set" in kinde("list", "users", "--offline").err


def test_offline_asks_for_no_secret_that_is_kept_nowhere(kinde: Run) -> None:
    added = ("profile", "add", "acme", "--domain", "127.0.0.1:9", "--client-id", "m2m", "--no-check", "--keep", "run")
    assert kinde(*added, "--secret-stdin", typed="s3cret\n").code == 0
    assert "there is no terminal to type it in" in kinde("list", "users").err
    assert "Users were never read" in kinde("list", "users", "--offline").err


@pytest.mark.parametrize("people", [MEASURED + 20])
@pytest.mark.usefixtures("tenant")
def test_a_long_table_keeps_the_widths_that_it_began_with(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    head, *rows = kinde("list", "users", "--columns", "orgs,id,name").out.splitlines()
    assert len(rows) == MEASURED + 20
    assert {row.index("kp_") for row in rows} == {head.index("ID")}
    (title, *keys) = kinde("list", "environment-flags", "--columns", "key").out.splitlines()
    assert (title, len(keys)) == ("FLAG", len(records(kinde("list", "environment-flags", "--json").out)))


@pytest.mark.usefixtures("tenant")
def test_a_pattern_that_takes_too_long_is_a_wrong_filter(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinde_tui.services.stored.SLOWEST", -1.0)
    monkeypatch.setattr("kinde_tui.services.stored._STEPS", 1)
    slow = kinde("list", "users", "~^a")
    assert (slow.code, slow.out) == (2, "")
    assert "~^a\n^\nThis regular expression takes too long" in slow.err


def test_a_secret_that_is_not_there_is_a_sentence(kinde: Run) -> None:
    options = ("--domain", "acme", "--client-id", "y", "--no-check", "--keep", "environment", "--secret-stdin")
    kinde("profile", "add", "x", *options, typed="unused")
    missing = kinde("list", "-p", "x", "users")
    assert (missing.code, missing.out) == (1, "")
    assert "KINDE_CLIENT_SECRET_X is not set" in missing.err


def test_what_the_store_has_is_shown_when_the_tenant_does_not_answer(
    kinde: Run, tenant: ServedDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant.demo.faults.add(Fault(USERS.lists.id, status=403, times=0))
    refused = kinde("list", "users")
    assert (refused.code, refused.out) == (1, "")
    assert "refused" in refused.err
    tenant.demo.faults.faults.clear()
    assert kinde("list", "users").code == 0
    tenant.demo.faults.add(Fault(USERS.lists.id, status=403, times=0))
    monkeypatch.setattr("kinde_tui.services.sync.Sync.due", lambda *_: True)
    old = kinde("list", "users")
    assert (old.code, len(records(old.out))) == (1, PEOPLE)
    assert "could not be read now; these were read just now." in old.err
    monkeypatch.setenv("KINDE_CLIENT_SECRET", "canary-0123456789abcdef")
    assert "client id and secret" in kinde("list", "roles").err


@pytest.mark.parametrize("people", [LARGEST_SIZE + 20])
def test_a_list_that_was_cut_off_says_so(kinde: Run, tenant: ServedDemo) -> None:
    tenant.demo.faults.add(Fault(USERS.lists.id, nth=2, status=403, times=0))
    cut = kinde("list", "users")
    assert cut.code == 1
    assert len(records(cut.out)) == LARGEST_SIZE
    assert "never read to their end" in cut.err
    assert "Not complete: " in cut.err
    assert "To read all of them" not in cut.err  # the tenant refuses, and that is said
    offline = kinde("list", "users", "--offline")
    assert offline.code == 1
    says = "users are loaded. To read all of them, leave out --offline, or run kinde-tui sync first."
    assert f"Not complete: {LARGEST_SIZE} {says}" in offline.err
    tenant.demo.faults.faults.clear()
    assert kinde("sync").code == 0
    whole = kinde("list", "users", "--offline")
    assert (whole.code, whole.err, len(records(whole.out))) == (0, "", LARGEST_SIZE + 20)


@pytest.mark.parametrize("people", [600])
@pytest.mark.usefixtures("tenant")
def test_a_store_that_breaks_under_the_rows_is_no_success_and_the_next_step_is_named(kinde: Run, home: Path) -> None:
    for offline, step in (
        ((), "run this again."),
        (("--offline",), "leave out --offline, or run kinde-tui sync first."),
    ):
        assert kinde("list", "users").code == 0
        (file,) = home.glob("cache/*.sqlite")
        content = bytearray(file.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 40_000] = b"\xa5" * 40_000
        file.write_bytes(content)
        broken = kinde("list", "users", *offline)
        assert broken.code == 1
        assert len(records(broken.out)) < 600
        assert "The local store is damaged" in broken.err
        assert f"Not complete: 0 users are loaded. To read all of them, {step}" in broken.err
        assert len(records(kinde("list", "users").out)) == 600


@pytest.mark.usefixtures("tenant")
def test_what_befell_the_store_is_said(kinde: Run, home: Path) -> None:
    assert kinde("list", "users", "--csv").err == ""
    (file,) = home.glob("cache/*.sqlite")
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    listed = kinde("list", "users", "--json")
    assert (listed.code, len(records(listed.out))) == (0, PEOPLE)
    assert "The local store was written by a newer version of this program" in listed.err


@pytest.mark.usefixtures("tenant")
def test_lists_under_a_record_need_it(kinde: Run) -> None:
    code = next(raw["organizations"][0] for raw in records(kinde("list", "users").out) if raw["organizations"])
    members = records(kinde("list", "members", "--parent", code).out)
    assert members
    assert {raw["id"] for raw in members} <= {raw["id"] for raw in records(kinde("list", "users").out)}
    for arguments, says in (
        (("members",), "Members hang under other records: add --parent ORG_CODE."),
        (("member-roles", "--parent", code), "add --parent ORG_CODE --parent USER_ID."),
        (("users", "--parent", code), "Users hang under no other record."),
    ):
        refused = kinde("list", *arguments)
        assert (refused.code, refused.out) == (2, "")
        assert says in refused.err
    gone = kinde("list", "members", "--parent", "org_nobody")
    assert (gone.code, gone.out) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("users", "name:ada", "is:suspendid"), "name:ada is:suspendid\n            ^\nis:suspendid is not known;"),
        (("users", '"中" shoe:1'), '"中" shoe:1\n     ^\nUsers have no field shoe'),
        (
            ("users", "x" * 10_000),
            f"{'x' * 20}\n{' ' * 50}^\nA filter has 1,000 characters at most; this one has 10,000.",
        ),
        (("users", "a\x1b", '"b'), 'a␛ "b\n   ^\nThis quotation mark is not closed.'),
        (("shoes",), "There is no list “shoes”. There are: users, organizations"),
        (("userz",), "There is no list “userz”. Did you mean users?"),
        ((), "Which list? There are: users"),
        (("users", "--columns", "shoe"), "Users have no column “shoe”. There are: name, email"),
        (("environment-flags", "--sort", "-id"), "cannot be sorted by “id”"),
        (("users", "--sort", "all"), "Users cannot be sorted by “all”"),
        (("users", "--columns"), "requires an argument"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence_before_anything_is_read(
    kinde: Run, arguments: tuple[str, ...], says: str
) -> None:
    refused = kinde("list", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err


@pytest.mark.usefixtures("tenant")
def test_a_file_is_private_new_and_of_the_form_that_its_name_says(
    kinde: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, begins in (("u.csv", '"Name"'), ("u.jsonl", '{"id"'), ("u.md", "| Name"), ("u.txt", "[\n")):
        written = kinde("list", "users", "-o", name)
        assert (written.code, written.out) == (0, "")
        assert written.err == f"{PEOPLE:,} rows in {tmp_path / name}, readable by your account only.\n"
        assert (tmp_path / name).read_text().startswith(begins)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    again = kinde("list", "users", "--output", str(tmp_path / "u.csv"))
    assert (again.code, "is there already" in again.err) == (1, True)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "is no more" in kinde("list", "users", "-o", "x.csv").err


@pytest.mark.usefixtures("tenant")
def test_progress_goes_to_a_terminal_only(kinde: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinde_tui.cli.list.LOOK", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = kinde("list", "users", "-o", str(tmp_path / "users.csv"))
    assert f"reading users {PEOPLE} …" in shown.err
    assert f" of {PEOPLE} …" in shown.err


def test_the_name_of_a_list_is_completed() -> None:
    command = cli.get_command(cli.make_context("kinde-tui", ["list"]), "list")
    assert command is not None
    name = next(param for param in command.params if param.name == "collection")
    found = name.shell_complete(command.make_context("list", ["users"]), "Per")
    assert [item.value for item in found] == ["permissions"]


def program(*arguments: str, home: Path, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "kinde_tui", "list", "-p", "demo", *arguments],
        env={name: value for name, value in environment(home).items() if not name.startswith("COVERAGE")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def test_a_reader_who_has_read_enough_is_no_fault(tmp_path: Path) -> None:
    with program("users", "--json", home=tmp_path) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        assert listing.stdout.readline() == "[\n"
        listing.stdout.close()
        assert listing.stderr.read() == ""
    assert listing.returncode == 1


def test_a_disk_that_is_full_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    target = tmp_path / "folder"
    target.mkdir()
    options: dict[str, Any] = {"preexec_fn": small_files}
    with program("users", "-o", str(target / "users.json"), home=tmp_path, **options) as listing:
        assert listing.stderr is not None
        assert listing.stderr.read() == f"{target / 'users.json'} cannot be written: file too large.\n"
    assert (listing.returncode, [*target.iterdir()]) == (1, [])


def test_an_output_of_other_letters_gets_utf_8_all_the_same(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kinde_tui", "list", "-p", "demo", "users", "--csv"],
        env=environment(tmp_path, PYTHONIOENCODING="ascii"),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert "Ádám" in done.stdout.decode("utf-8")
