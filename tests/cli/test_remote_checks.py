"""What the doctor asks a real tenant: the demo tenant on a loopback socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from kinde_tui.cli import remote_checks
from kinde_tui.cli.scopes import viewer
from kinde_tui.cli.session import Options, Session
from kinde_tui.cli.wiring import Profiles
from kinde_tui.demo.credentials import VIEWER_CLIENT_ID, VIEWER_CLIENT_SECRET
from kinde_tui.demo.faults import Fault
from tests.support.served_demo import ServedDemo, served_demo

if TYPE_CHECKING:
    from tests.cli.conftest import Result, Run


@pytest.fixture(scope="module")
def tenant() -> Iterator[ServedDemo]:
    with served_demo(users=20) as served:
        yield served


def use(monkeypatch: pytest.MonkeyPatch, tenant: ServedDemo, **more: str) -> None:
    facts = {
        "KINDE_ISSUER_URL": tenant.issuer_url,
        "KINDE_CLIENT_ID": tenant.client_id,
        "KINDE_CLIENT_SECRET": tenant.client_secret,
        **more,
    }
    for name, value in facts.items():
        monkeypatch.setenv(name, value)


def checks(result: Result) -> dict[str, Any]:
    assert result.err == ""
    return {check["name"]: check for check in json.loads(result.out)["checks"]}


def test_all_is_well_on_the_demo_tenant(kinde: Run, monkeypatch: pytest.MonkeyPatch, tenant: ServedDemo) -> None:
    use(monkeypatch, tenant)
    found = kinde("doctor", "--json")
    assert found.code == 0, found.out
    assert json.loads(found.out)["ok"]
    by_name = checks(found)
    assert list(by_name) == ["settings", "secret", "keyring", "proxy", "domain", "clock", "key set", "token", "scopes"]
    assert {screen["name"] for screen in by_name["scopes"]["screens"]} > {"users", "roles", "flags", "webhooks"}
    assert all(screen["readable"] for screen in by_name["scopes"]["screens"])
    assert tenant.client_secret not in found.out
    lines = kinde("doctor")
    assert lines.code == 0
    said, _, table = lines.out.partition("\n\n")
    assert [line[:6] for line in said.splitlines()] == ["ok    "] * len(by_name)
    assert len(table.splitlines()) == len(by_name["scopes"]["screens"]) + 1
    assert all(line.endswith("  -") for line in table.splitlines()[1:])


def test_the_demo_tenant_in_this_process_is_well_too(kinde: Run) -> None:
    assert kinde("doctor", "--profile", "demo", "--json").code == 0


def test_a_token_that_only_reads(kinde: Run, monkeypatch: pytest.MonkeyPatch, tenant: ServedDemo) -> None:
    use(monkeypatch, tenant, KINDE_CLIENT_ID=VIEWER_CLIENT_ID, KINDE_CLIENT_SECRET=VIEWER_CLIENT_SECRET)
    writable = kinde("doctor", "--json")
    assert "update:users" in checks(writable)["scopes"]["sentence"]
    monkeypatch.setenv("KINDE_READ_ONLY", "1")
    assert "the profile is read-only" in checks(kinde("doctor", "--json"))["scopes"]["sentence"]


def test_a_wrong_secret_fails_at_the_token(kinde: Run, monkeypatch: pytest.MonkeyPatch, tenant: ServedDemo) -> None:
    use(monkeypatch, tenant, KINDE_CLIENT_SECRET="canary-0123456789abcdef")
    found = kinde("doctor", "--json")
    by_name = checks(found)
    assert found.code == 1
    assert {name: check["state"] for name, check in by_name.items() if check["state"] != "ok"} == {
        "token": "fail",
        "scopes": "skip",
    }
    assert "canary" not in found.out


def test_without_a_secret_domain_and_keys_are_checked_all_the_same(kinde: Run, tenant: ServedDemo) -> None:
    added = kinde(
        "profile", "add", "x", "--domain", tenant.issuer_url, "--client-id", "m2m", "--keep", "run", "--secret-stdin",
        "--no-check", typed="unused",
    )  # fmt: skip
    assert added.code == 0
    by_name = checks(kinde("doctor", "--json"))
    assert {name: check["state"] for name, check in by_name.items() if check["state"] != "ok"} == {
        "secret": "fail",
        "token": "skip",
        "scopes": "skip",
    }


def test_a_domain_that_does_not_answer(kinde: Run, monkeypatch: pytest.MonkeyPatch, tenant: ServedDemo) -> None:
    use(monkeypatch, tenant, KINDE_ISSUER_URL="http://127.0.0.1:9")
    found = checks(kinde("doctor", "--json"))
    assert found["domain"]["state"] == "fail"
    assert {found[name]["state"] for name in ("clock", "key set", "token", "scopes")} == {"skip"}


def test_three_scopes_that_are_missing_are_exactly_the_three_that_are_named(
    kinde: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = {"read:roles", "update:users", "read:user_sessions"}
    with served_demo(users=5, without_scopes=three) as served:
        use(monkeypatch, served)
        found = checks(kinde("doctor", "--json"))["scopes"]
        lines = kinde("doctor").out
    assert (found["state"], "Roles needs read:roles" in found["sentence"]) == ("warn", True)
    assert {scope for screen in found["screens"] for scope, held in screen["scopes"].items() if not held} == three
    by_name = {screen["name"]: screen for screen in found["screens"]}
    assert [name for name, screen in by_name.items() if not screen["readable"]] == ["roles"]
    assert set(by_name["users"]["missing"]) == {"read:roles", "read:user_sessions"}
    assert by_name["users"]["actions_missing"] == ["update:users"]
    table = [line.split() for line in lines.partition("\n\n")[2].splitlines()[1:]]
    assert {word.rstrip(",") for row in table for word in row if ":" in word} == three


@pytest.mark.parametrize("name", ["viewer", "flags", "helpdesk", "full"])
def test_a_set_to_tick_is_printed_without_asking_anybody(kinde: Run, name: str) -> None:
    found = kinde("doctor", "--scopes", name)
    assert found.code == 0
    assert "Manage scopes" in found.err
    told = json.loads(kinde("doctor", "--scopes", name, "--json").out)
    assert told["scopes"] == found.out.split()
    assert "read:users" in told["scopes"]


def test_a_demo_tenant_lacks_scopes_that_there_are(kinde: Run) -> None:
    refused = kinde("demo", "--serve", "--without-scopes", "read:roles write:users")
    assert refused.code == 2
    assert "no scope 'write:users'" in refused.err


async def test_credentials_are_tried_before_they_are_stored(tenant: ServedDemo) -> None:
    profiles = Profiles(Session(Options()))
    good = await profiles.try_out(tenant.issuer_url, tenant.client_id, SecretStr(f" {tenant.client_secret}\n"))
    assert good.ok
    assert f"all {len(viewer())} scopes" in good.sentence
    assert "read:users" in good.scopes
    bad = await profiles.try_out(tenant.issuer_url, tenant.client_id, SecretStr("wrong"))
    assert (bad.ok, bad.scopes) == (False, frozenset())
    assert "does not accept this client id and secret" in bad.sentence
    unusable = await profiles.try_out("http://acme.kinde.com", "x", SecretStr("y"))
    assert (unusable.ok, "in clear" in unusable.sentence) == (False, True)


def test_adding_a_profile_tries_it(kinde: Run, tenant: ServedDemo) -> None:
    add = ("profile", "add", "served", "--domain", tenant.issuer_url, "--client-id", tenant.client_id, "--secret-stdin")
    refused = kinde(*add, typed="wrong")
    assert refused.code == 1
    assert "Nothing was stored." in refused.err
    assert kinde("profile", "list", "--json").out.strip() == "[]"
    added = kinde(*add, typed=tenant.client_secret)
    assert added.code == 0, added.err
    assert f"all {len(viewer())} scopes" in added.err
    assert json.loads(kinde("profile", "show", "--json").out)["environment"] == "development"


@pytest.mark.parametrize(
    ("skew", "state", "says"),
    [
        (90.0, "warn", "90 s ahead of"),
        (-3600.0, "warn", "3600 s behind"),
        (-5.0, "ok", "agrees"),
        (None, "ok", "cannot"),
    ],
)
def test_clocks_that_differ_are_a_warning(skew: float | None, state: str, says: str) -> None:
    check = remote_checks.clock(skew)
    assert (check.verdict, says in check.sentence) == (state, True)


def test_a_screen_that_cannot_be_read_is_named_with_its_scope() -> None:
    everything = set(viewer())
    lacking = remote_checks.screens(frozenset(everything - {"read:roles"}), read_only=False)
    assert lacking.verdict == "warn"
    assert "Roles needs read:roles" in lacking.sentence
    assert "Kinde Management API" in lacking.sentence
    (roles,) = [screen for screen in lacking.facts["screens"] if screen["screen"] == "Roles"]
    assert (roles["readable"], roles["missing"]) == (False, ("read:roles",))
    readable = remote_checks.screens(frozenset(everything), read_only=False).sentence
    for scope in ("update:users", "create:feature_flags", "update:user_feature_flags"):
        assert scope in readable
    assert "does not name" in remote_checks.screens(None, read_only=False).sentence


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault("keySet", status=500, times=0), "500"),
        (Fault("keySet", status=200, body={"keys": [{"kty": "EC"}]}, times=0), "no RSA key"),
        (Fault("keySet", status=200, body={"keys": "none"}, times=0), "no RSA key"),
    ],
)
def test_a_key_set_that_is_of_no_use(kinde: Run, monkeypatch: pytest.MonkeyPatch, fault: Fault, says: str) -> None:
    with served_demo(users=1) as served:
        served.demo.faults.add(fault)
        use(monkeypatch, served)
        found = checks(kinde("doctor", "--json"))["key set"]
    assert (found["state"], says in found["sentence"]) == ("fail", True)


def test_the_key_set_is_the_tenants_own(tenant: ServedDemo) -> None:
    environ = {
        "KINDE_DOMAIN": tenant.issuer_url,
        "KINDE_CLIENT_ID": tenant.client_id,
        "KINDE_CLIENT_SECRET": "not-needed",
    }
    (key,) = Session(environ=environ).key_set()["keys"]
    assert key["kty"] == "RSA"
    (own,) = Session(Options(profile="demo"), {}).key_set()["keys"]
    assert own["n"] != key["n"]
