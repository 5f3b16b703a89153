"""`kinde-tui api` on the served demo tenant."""

from __future__ import annotations

import csv
import json
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.shell_completion import ShellComplete

from kinde_tui.api.operations import OPERATIONS
from kinde_tui.cli.main import cli
from kinde_tui.demo.faults import Fault, FaultPlan
from tests.support.processes import environment
from tests.support.served_demo import ServedDemo, served_demo

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TABLE = Path(__file__).parents[3] / "shared/reference/operations.csv"
DOCUMENT = TABLE.with_name("kinde-mgmt-api-specs.yaml")


@pytest.fixture
def tenant(monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedDemo]:
    with served_demo(users=30) as served:
        monkeypatch.setenv("KINDE_ISSUER_URL", served.issuer_url)
        monkeypatch.setenv("KINDE_CLIENT_ID", served.client_id)
        monkeypatch.setenv("KINDE_CLIENT_SECRET", served.client_secret)
        monkeypatch.setenv("KINDE_READ_ONLY", "false")
        yield served


def document(text: str) -> Any:
    return json.loads(text)


def test_a_read_prints_the_answer(kinde: Run, tenant: ServedDemo) -> None:
    read = kinde("api", "GET", "/users", "page_size=3")
    assert (read.code, read.err) == (0, "")
    answer = document(read.out)
    assert len(answer["users"]) == 3
    assert answer["next_token"]
    identities = kinde("api", "get", f"/api/v1/users/{answer['users'][0]['id']}/identities")
    assert document(identities.out)["identities"]
    assert tenant.demo.ledger.counts() == {}


@pytest.mark.usefixtures("tenant")
@pytest.mark.parametrize(("name", "holds"), [("getUsers", "users"), ("searchUsers", "results")])
def test_all_follows_the_pages(kinde: Run, name: str, holds: str) -> None:
    read = kinde("api", name, "page_size=7", "--all")
    assert (read.code, read.err) == (0, "")
    assert len({user["id"] for user in document(read.out)[holds]}) == 30


@pytest.mark.usefixtures("tenant")
def test_all_of_what_has_no_pages_is_the_answer(kinde: Run) -> None:
    assert document(kinde("api", "getBusiness", "--all").out) == document(kinde("api", "getBusiness").out)
    assert "error" not in kinde("api", "getIndustries", "--all").err


def test_all_finds_pages_that_the_document_does_not_speak_of(kinde: Run, tenant: ServedDemo) -> None:
    first, last = ({"code": "OK", "sessions": [{"id": one}], "has_more": one == "a"} for one in "ab")
    tenant.demo.faults.add(Fault("GetUserSessions", status=200, body=first, times=2))
    tenant.demo.faults.add(Fault("GetUserSessions", status=200, body=last, nth=3, times=0))
    read = kinde("api", "GET", "/users/kp_1/sessions", "--all")
    assert (read.code, document(read.out)) == (0, {"sessions": [{"id": "a"}, {"id": "b"}]})


@pytest.mark.usefixtures("tenant")
def test_all_keeps_the_form_of_a_list_with_names(kinde: Run) -> None:
    once = document(kinde("api", "GetEnvironementFeatureFlags").out)
    assert once["next_token"]
    assert document(kinde("api", "GetEnvironementFeatureFlags", "--all").out) == {
        "feature_flags": once["feature_flags"]
    }


def test_a_list_that_is_not_whole_is_told(kinde: Run, tenant: ServedDemo) -> None:
    tenant.demo.faults.add(
        Fault("getUsers", status=200, body={"users": [{"id": "kp_1"}], "code": "OK", "next_token": "x"}, times=0)
    )
    read = kinde("api", "getUsers", "--all")
    assert read.code == 1
    assert "repeated a page" in read.err
    assert document(read.out) == {"users": [{"id": "kp_1"}]}


def test_a_write_is_a_change_that_the_log_has(kinde: Run, home: Path, tenant: ServedDemo) -> None:
    written = kinde("api", "POST", "/roles", "name=Inspector", "key=inspector", "-y")
    assert (written.code, written.err) == (0, "")
    assert document(written.out)["role"]["id"]
    assert tenant.demo.ledger.counts() == {"CreateRole": 1}
    with sqlite3.connect(home / "data/changes.sqlite") as database:
        (entry,) = database.execute("SELECT operation, state, says FROM entry").fetchall()
    assert entry == ("CreateRole", "done", "Send POST /api/v1/roles")


def test_an_interrupted_write_says_where_its_outcome_is(home: Path) -> None:
    asked, go_on = threading.Event(), threading.Event()

    class Plan(FaultPlan):
        """The tenant is slow until the test says otherwise."""

        def strike(self, operation: str) -> Fault | None:
            if operation == "CreateRole":
                asked.set()
                go_on.wait(30)
            return super().strike(operation)

    with served_demo(users=5, faults=Plan()) as served:
        known = {"KINDE_ISSUER_URL": served.issuer_url, "KINDE_CLIENT_ID": served.client_id, "KINDE_READ_ONLY": "false"}
        with subprocess.Popen(
            [sys.executable, "-m", "kinde_tui", "api", "createRole", "name=Slow", "key=slow", "-y"],
            env=environment(home, KINDE_CLIENT_SECRET=served.client_secret, **known),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as writing:
            assert asked.wait(30)
            writing.send_signal(signal.SIGTERM)
            assert writing.stderr is not None
            said = writing.stderr.readline()
            go_on.set()
            out, _ = writing.communicate(timeout=30)
    assert (writing.returncode, out) == (143, "")
    assert "the change log says what became of it" in said
    with sqlite3.connect(home / "data/changes.sqlite") as database:
        assert database.execute("SELECT operation, state FROM entry").fetchall() == [("CreateRole", "done")]


def test_secrets_are_printed_and_kept_nowhere(kinde: Run, home: Path, tenant: ServedDemo) -> None:
    api = next(iter(tenant.demo.tenant.apis))
    made = kinde("api", "createApiKey", "name=ci", "type=environment", f"api_id={api}", "-y")
    assert made.code == 0, made.err
    key = document(made.out)["api_key"]["key"]
    kinde("api", "createEnvironmentVariable", "key=K", "value=canary-value", "-y")
    kept = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert b"createApiKey" in kept
    assert key.encode() not in kept
    assert b"canary-value" not in kept


def test_nothing_is_written_without_a_yes(kinde: Run, tenant: ServedDemo, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = kinde("api", "POST", "/roles", "name=Inspector", "key=inspector")
    assert (asked.code, asked.out) == (1, "")
    assert asked.err == "This changes the tenant, and there is no terminal to ask on: add --yes to send it.\n"
    monkeypatch.setattr("kinde_tui.cli.api.interactive", lambda: True)
    refused = kinde("api", "POST", "/roles", "name=Inspector", "key=inspector", typed="n\n")
    assert refused.code == 1
    assert "Nothing was sent." in refused.err
    assert tenant.demo.ledger.counts() == {}
    agreed = kinde("api", "POST", "/roles", "name=Inspector", "key=inspector", typed="y\n")
    assert agreed.code == 0
    assert tenant.demo.ledger.counts() == {"CreateRole": 1}


def test_a_deletion_on_production_is_typed(kinde: Run, tenant: ServedDemo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDE_ENVIRONMENT", "production")
    monkeypatch.setattr("kinde_tui.cli.api.interactive", lambda: True)
    role = next(iter(tenant.demo.tenant.roles))
    assert kinde("api", "DELETE", f"/roles/{role}", typed="y\n").code == 1
    assert tenant.demo.ledger.counts() == {}
    assert kinde("api", "DELETE", f"/roles/{role}", typed="127.0.0.1\n").code == 0
    assert tenant.demo.ledger.counts() == {"DeleteRole": 1}


def test_a_read_only_profile_sends_no_write(kinde: Run, tenant: ServedDemo) -> None:
    refused = kinde("--read-only", "api", "POST", "/roles", "name=Inspector", "key=inspector", "-y")
    assert (refused.code, refused.out) == (1, "")
    assert "--read-only: start again without it" in refused.err
    assert ":readonly" not in refused.err
    assert tenant.demo.ledger.counts() == {}
    assert kinde("--read-only", "api", "getRoles").code == 0


@pytest.mark.parametrize("arguments", [("api", "--dry-run"), ("--dry-run", "api")])
def test_a_dry_run_shows_the_exact_request_and_sends_nothing(
    kinde: Run, tenant: ServedDemo, arguments: tuple[str, ...]
) -> None:
    shown = kinde(*arguments, "PUT", "/users/kp_1/password", "hashed_password=canary", "iterations=5")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines()[:4] == [
        f"PUT {tenant.issuer_url}/api/v1/users/kp_1/password",
        "Authorization: Bearer •••",
        "Content-Type: application/json",
        "",
    ]
    assert document(shown.out.split("\n\n", 1)[1]) == {"hashed_password": "•••", "iterations": 5}
    assert tenant.demo.ledger.counts() == {}


@pytest.mark.usefixtures("tenant")
def test_a_dry_run_of_a_read_only_profile_says_what_would_be_refused(kinde: Run) -> None:
    shown = kinde("--read-only", "api", "DELETE", "/roles/r", "--dry-run")
    assert shown.code == 0
    assert "Without the dry run: Nothing was sent. This run was started with --read-only" in shown.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("GET", "/users/kp_1/identitys"),
            "There is no operation GET /users/kp_1/identitys. The nearest: GET /api/v1/",
        ),
        (("POST", "/api_keys"), "environment) and api_id. Give each as name=value."),
        (("PATCH", "/user", "id=k", "is_suspended=5"), "is_suspended takes true or false, not “5”."),
        (("POST", "/roles", "--body", "{"), "The body is no JSON: "),
        (("POST", "/roles", "--body", "@/nothing"), "The file /nothing cannot be read"),
        (("POST", "/roles", "-y", "--all"), "--all belongs to lists"),
        ((), "Which operation?"),
    ],
)
@pytest.mark.usefixtures("tenant")
def test_what_cannot_be_meant_is_refused_before_anything_is_sent(
    kinde: Run, arguments: tuple[str, ...], said: str
) -> None:
    refused = kinde("api", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err


@pytest.mark.usefixtures("tenant")
def test_a_body_comes_from_standard_input_or_a_file(kinde: Run, tmp_path: Path) -> None:
    piped = kinde("api", "POST", "/roles", "--body", "-", "-y", typed='{"name": "A", "key": "a"}')
    assert piped.code == 0, piped.err
    file = tmp_path / "role.json"
    file.write_text('{"name": "B", "key": "b"}')
    assert kinde("api", "POST", "/roles", "--body", f"@{file}", "-y").code == 0
    names = {role["name"] for role in document(kinde("api", "getRoles", "--all").out)["roles"]}
    assert {"A", "B"} <= names


@pytest.mark.usefixtures("tenant")
def test_what_the_tenant_refuses_is_its_sentence(kinde: Run) -> None:
    gone = kinde("api", "GET", "/roles/nothing")
    assert (gone.code, gone.out) == (1, "")
    assert "nothing" in gone.err
    refused = kinde("api", "DELETE", "/roles/nothing", "-y")
    assert (refused.code, refused.out) == (1, "")


@pytest.mark.usefixtures("tenant")
def test_a_logo_is_sent_as_a_file(kinde: Run, tmp_path: Path) -> None:
    logo = tmp_path / "light.png"
    logo.write_bytes(b"\x89PNG\r\n")
    sent = kinde("api", "PUT", "/environment/logos/light", f"logo=@{logo}", "-y")
    assert sent.code == 0, sent.err
    shown = kinde("api", "PUT", "/environment/logos/light", f"logo=@{logo}", "--dry-run")
    assert "logo: light.png, 6 bytes of image/png" in shown.out


def test_the_oauth_endpoints_can_be_called(kinde: Run, tenant: ServedDemo) -> None:
    configuration = document(kinde("api", "GET", "/.well-known/openid-configuration").out)
    assert configuration["issuer"] == tenant.issuer_url
    assert document(kinde("api", "GET", "/.well-known/jwks").out)["keys"]
    credentials = (f"client_id={tenant.client_id}", f"client_secret={tenant.client_secret}")
    asked = ("grant_type=client_credentials", f"audience={tenant.audience}", "scope=read:users")
    token = document(kinde("api", "POST", "/oauth2/token", *credentials, *asked).out)["access_token"]
    assert document(kinde("api", "POST", "/oauth2/introspect", f"token={token}").out)["active"] is True
    revoked = kinde("api", "POST", "/oauth2/revoke", *credentials, f"token={token}", "-y")
    assert revoked.code == 0, revoked.err
    assert document(kinde("api", "POST", "/oauth2/introspect", f"token={token}").out) == {"active": False}
    user = next(iter(tenant.demo.tenant.people.ids))
    own = tenant.demo.mint_access_token(user)
    profile = kinde("api", "GET", "/oauth2/v2/user_profile", "access_token=@-", typed=own)
    assert document(profile.out)["id"] == user
    wrong = kinde("api", "GET", "/oauth2/v2/user_profile", "access_token=@-", typed="nonsense")
    assert (wrong.code, "not a person's" in wrong.err) == (1, True)


def test_the_help_shows_examples(kinde: Run) -> None:
    assert "  kinde-tui api getUsers --all\n" in kinde("api", "--help").out


@pytest.mark.parametrize(
    ("typed", "incomplete", "found"),
    [
        (("api",), "getU", "getUsers"),
        (("api",), "pa", "PATCH"),
        (("api", "DELETE"), "/api/v1/ro", "/api/v1/roles/{role_id}"),
    ],
)
def test_operations_complete(typed: tuple[str, ...], incomplete: str, found: str) -> None:
    completing = ShellComplete(cli, {}, "kinde-tui", "_KINDE_TUI_COMPLETE")
    assert found in [one.value for one in completing.get_completions(list(typed), incomplete)]


@pytest.mark.skipif(not TABLE.exists(), reason=f"The table of Kinde's document is not at {TABLE}.")
def test_the_table_is_that_of_the_document(kinde: Run) -> None:
    with TABLE.open() as file:
        wanted = {row["operation_id"]: row for row in csv.DictReader(file)}
    listed = {row["id"]: row for row in document(kinde("api", "--list", "--json").out)}
    assert len(listed) == 183
    assert listed.keys() == wanted.keys()
    for name, row in wanted.items():
        for column in ("method", "path", "scope", "repeat", "paging", "body", "group"):
            assert listed[name][column] == row[column], f"{name} {column}"
        assert " ".join(listed[name]["query"]) == row["query"]
        assert listed[name]["summary"]


def test_the_table_for_people_has_a_line_for_each_operation(kinde: Run) -> None:
    listed = kinde("api", "--list")
    title, *lines = listed.out.splitlines()
    assert title.split() == ["METHOD", "PATH", "SCOPE", "REPEAT", "PAGING", "QUERY", "BODY", "SUMMARY"]
    assert len(lines) == 183
    assert "POST /oauth2/introspect" in listed.err


@pytest.mark.skipif(not DOCUMENT.exists(), reason=f"Kinde's OpenAPI document is not at {DOCUMENT}.")
def test_the_table_agrees_with_the_document(kinde: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (checked := kinde("api", "--check-spec", str(DOCUMENT))).code == 0, checked.out
    assert checked.err == "No difference in 183 operations.\n"
    changed = tmp_path / "changed.yaml"
    changed.write_text(DOCUMENT.read_text().replace("<code>read:users</code>", "<code>view:users</code>"))
    differing = kinde("api", "--check-spec", str(changed))
    assert differing.code == 1
    assert "getUsers: scope: the table has read:users; the document has view:users" in differing.out
    monkeypatch.setitem(sys.modules, "yaml", None)
    without = kinde("api", "--check-spec", str(DOCUMENT))
    assert (without.code, "needs PyYAML" in without.err) == (1, True)


def test_a_document_in_json_is_read_with_what_there_is(kinde: Run, tmp_path: Path) -> None:
    file = tmp_path / "small.json"
    file.write_text('{"paths": {"/api/v1/new": {"get": {"operationId": "getNew"}}}}')
    differing = kinde("api", "--check-spec", str(file))
    assert differing.code == 1
    first, *others = differing.out.splitlines()
    assert first == "getNew: new in the document: GET /api/v1/new"
    assert len(others) == len(OPERATIONS)
    file.write_text('{"openapi": ')
    assert "is no JSON" in kinde("api", "--check-spec", str(file)).err
    file.write_text("a: [")
    assert "is no YAML" in kinde("api", "--check-spec", str(file)).err
    file.write_text("[1]")
    assert "no OpenAPI document" in kinde("api", "--check-spec", str(file)).err
