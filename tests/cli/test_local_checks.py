"""What the doctor finds without the tenant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import keyring
import keyring.backends.null
import pytest

from kinde_tui.api import operations
from kinde_tui.api.operation import Operation
from kinde_tui.cli import local_checks
from kinde_tui.cli.check import Verdict, document, ok, skip, warn, well
from kinde_tui.cli.scopes import SETS, WHERE, missing, scope_set, viewer
from kinde_tui.cli.session import Options, Session
from kinde_tui.cli.trial import verdict
from kinde_tui.settings.profile import Environment, Profile, SecretPlace
from tests.support.keyrings import LockedKeyring

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

SECRET = "canary-0123456789abcdef"
LOCAL = Profile("local", "http://127.0.0.1:9", "m2m", "x", Environment.DEVELOPMENT)
ACME = Profile("acme", "https://acme.kinde.com", "m2m", "x", Environment.PRODUCTION)
ADD = ("profile", "add", "acme", "--domain", "acme", "--client-id", "m2m", "--no-check", "--secret-stdin")


def test_without_a_profile_nothing_else_is_checked(kinde: Run) -> None:
    found = kinde("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(found.out)["checks"]}
    assert found.code == 1
    assert json.loads(found.out)["ok"] is False
    assert checks["settings"]["state"] == "fail"
    assert checks["keyring"]["state"] == "ok"
    assert {checks[name]["state"] for name in ("secret", "proxy", "domain", "clock", "token", "scopes", "key set")} == {
        "skip"
    }


def test_a_stored_profile_and_its_secret(kinde: Run) -> None:
    kinde(*ADD, typed=SECRET)
    session = Session()
    check, profile = local_checks.settings(session)
    assert profile is not None
    assert check.verdict is Verdict.OK
    assert check.sentence == "Profile “acme” opens https://acme.kinde.com (production, read-only)."
    assert local_checks.secret(session, profile).sentence == "Set, in the keyring."
    assert local_checks.keyring(session, profile).verdict is Verdict.OK
    keyring.set_keyring(LockedKeyring())
    assert local_checks.keyring(Session(), profile).verdict is Verdict.OK
    missing_secret = local_checks.secret(Session(), profile)
    assert missing_secret.verdict is Verdict.FAIL
    assert missing_secret.facts == {"set": False}


def test_an_open_or_odd_config_file_is_a_warning(kinde: Run, home: Path) -> None:
    kinde(*ADD, typed=SECRET)
    file = home / "config" / "config.toml"
    file.chmod(0o644)
    check, _ = local_checks.settings(Session())
    assert (check.verdict, f"chmod 600 {file}" in check.sentence) == (Verdict.WARN, True)
    file.write_text(f"odd = 1\n{file.read_text()}")
    check, _ = local_checks.settings(Session())
    assert (check.verdict, "“odd” means nothing" in check.sentence) == (Verdict.WARN, True)


def test_a_profile_that_relies_on_a_missing_keyring_fails() -> None:
    keyring.set_keyring(keyring.backends.null.Keyring())  # type: ignore[no-untyped-call]  # keyring is partly typed
    check = local_checks.keyring(Session(), ACME)
    assert (check.verdict, check.facts) == (Verdict.FAIL, {"fault": "refused"})
    other = Profile("b", "https://b.kinde.com", "m2m", "x", Environment.STAGING, secret=SecretPlace.FILE)
    assert local_checks.keyring(Session(), other).verdict is Verdict.OK


def test_a_secret_whose_file_cannot_be_read_does_not_stop_the_doctor(kinde: Run, home: Path) -> None:
    kinde(*ADD, "--keep", "file", typed=SECRET)
    file = home / "config" / "secrets" / "acme"
    file.unlink()
    file.mkdir()
    session = Session()
    check = local_checks.secret(session, session.profile())
    assert (check.verdict, "is a directory" in check.sentence) == (Verdict.FAIL, True)
    assert "is a directory" in kinde("profile", "show").out


def test_a_secret_kept_nowhere_needs_a_terminal() -> None:
    profile = Profile("b", "https://b.kinde.com", "m2m", "x", Environment.STAGING, secret=SecretPlace.RUN)
    check = local_checks.secret(Session(Options()), profile)
    assert (check.verdict, "no terminal" in check.sentence) == (Verdict.FAIL, True)


@pytest.mark.parametrize(
    ("variables", "profile", "verdict_", "says"),
    [
        ({}, ACME, Verdict.OK, "None"),
        ({"https_proxy": "http://ada:pw@proxy.example:3128"}, ACME, Verdict.OK, "through http://proxy.example:3128,"),
        ({"ALL_PROXY": "proxy.example"}, ACME, Verdict.OK, "through http://proxy.example,"),
        ({"https_proxy": "http://proxy.example:port"}, ACME, Verdict.OK, "through http://?,"),
        ({"https_proxy": "http://[::1"}, ACME, Verdict.OK, "through http://?,"),
        ({"https_proxy": "http://ada:pw@[::1]:80"}, ACME, Verdict.OK, "through http://[::1]:80,"),
        ({"https_proxy": "http://proxy.example", "no_proxy": "kinde.com"}, ACME, Verdict.OK, "None"),
        ({"http_proxy": "http://proxy.example:3128"}, ACME, Verdict.OK, "None"),
        ({"http_proxy": "http://proxy.example:3128", "all_proxy": "proxy.example"}, LOCAL, Verdict.OK, "None"),
    ],
)
def test_proxies_are_named_without_their_credentials(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], profile: Profile, verdict_: Verdict, says: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    check = local_checks.proxies(profile)
    assert check.verdict is verdict_
    assert says in check.sentence
    assert "pw" not in str(check)


def test_all_is_well_only_without_a_warning() -> None:
    assert well([ok("a", "Fine.")])
    assert not well([ok("a", "Fine."), warn("b", "Hm.")])
    assert not well([skip("a", "no reason")])
    assert document([ok("a", "Fine.", number=1)], "p") == {
        "ok": True,
        "profile": "p",
        "checks": [{"name": "a", "state": "ok", "sentence": "Fine.", "number": 1}],
    }


def test_every_set_is_made_of_kindes_scopes_and_the_viewers_only_reads() -> None:
    known = {operation.scope for operation in vars(operations).values() if isinstance(operation, Operation)}
    for name in SETS:
        scopes = scope_set(name).scopes
        assert set(scopes) <= known, name
        assert len(set(scopes)) == len(scopes), name
    assert missing(frozenset(viewer())) == ()
    assert all(scope.startswith("read:") for scope in viewer())
    assert set(scope_set("full").scopes) == known - {""}
    assert set(viewer()) < set(scope_set("helpdesk").scopes)
    assert {"read:users", "update:feature_flags"} < set(scope_set("flags").scopes)
    assert not {"delete:users", "update:users"} & set(scope_set("flags").scopes)


def test_what_a_token_is_good_for_in_a_sentence() -> None:
    held = frozenset(viewer())
    assert f"all {len(held)} scopes" in verdict("acme", held)
    assert "does not say" in verdict("acme", None)
    assert "no scope, so it may read nothing" in verdict("acme", frozenset())
    some = held - {"read:users", "read:roles", "read:organizations", "read:webhooks", "read:permissions"}
    assert "lacks read:organizations, read:permissions, read:roles and 2 more;" in verdict("acme", some)
    assert "lacks read:users;" in verdict("acme", held - {"read:users"})
    assert WHERE in verdict("acme", frozenset())
