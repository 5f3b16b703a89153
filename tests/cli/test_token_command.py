"""`kinde-tui token`: from files and standard input, never from the command line."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from kinde_tui.api.errors import UnreachableError
from kinde_tui.cli.token import token as command
from tests.tokens.conftest import ISSUER, Mint

if TYPE_CHECKING:
    from tests.cli.conftest import Run

MINT = Mint()


def fresh(**claims: Any) -> str:
    now = int(time.time())
    return MINT.signed(MINT.claims(iat=now - 60, exp=now + 3600, **claims))


def test_reads_standard_input(kinde: Run) -> None:
    for arguments in ((), ("-",)):
        shown = kinde("token", *arguments, typed=f"Authorization: Bearer {fresh()}\n")
        assert (shown.code, shown.err) == (0, "")
        for words in (
            "access token of a user",
            "Verdicts",
            "Decoded",
            "not checked",
            "read:invoices",
            "Expires",
            "The id of the user.",
        ):
            assert words in shown.out


def test_reads_a_file(kinde: Run, tmp_path: Path) -> None:
    token = fresh()
    for name, data in (("a.txt", token.encode()), ("b.txt", f"Bearer {token}".encode("utf-16"))):
        (tmp_path / name).write_bytes(data)
        shown = kinde("token", "--json", str(tmp_path / name))
        assert shown.code == 0
        assert json.loads(shown.out)["kind"] == "access"


def test_json_has_what_scripts_need(kinde: Run) -> None:
    token = fresh()
    report = json.loads(kinde("token", "--json", typed=token).out)
    assert {"kind", "header", "claims", "verdicts", "problems"} <= set(report)
    assert report["claims"]["sub"] == "kp_1234"
    assert report["verdicts"]["signature"]["state"] == "unchecked"
    assert token.split(".")[2] not in json.dumps(report)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "nothing to inspect"),
        ("hello", "no token in this text"),
        ("x" * 70_000, "longer than 64 KiB"),
        (fresh().rsplit(".", 1)[0], "two parts"),
        ("abcdefghijklmnopqrstuvwxyz", "opaque"),
    ],
    ids=["empty", "no token", "too long", "cut off", "opaque"],  # the token is another one every second
)
def test_no_token_is_1_with_a_sentence(kinde: Run, typed: str, words: str) -> None:
    for arguments in ((), ("--json",), ("--verify",)):
        shown = kinde("token", *arguments, typed=typed)
        assert shown.code == 1
        assert words in shown.err
    assert json.loads(kinde("token", "--json", typed=typed).out)["kind"] == "unknown"


def test_an_unsigned_token_is_decoded_loudly(kinde: Run) -> None:
    shown = kinde("token", typed=MINT.unsigned({"alg": "none"}, MINT.claims()))
    assert shown.code == 0
    assert "UNSIGNED" in shown.out


@pytest.mark.parametrize("extra", [(), ("Bearer",), ("--json",)])
def test_a_token_on_the_command_line_is_refused_and_not_repeated(kinde: Run, extra: tuple[str, ...]) -> None:
    token = fresh()
    for word in (token, f"Bearer {token}", f"token={token}", "q" * 120):
        shown = kinde("token", *extra, word)
        assert shown.code == 2
        assert "shell's history" in shown.err
        assert word[:30] not in shown.err + shown.out


def test_files_that_cannot_be_read(kinde: Run, tmp_path: Path) -> None:
    missing = kinde("token", str(tmp_path / "nowhere.txt"))
    assert missing.code == 2
    assert "No such file" in missing.err
    assert "Is a directory" in kinde("token", str(tmp_path)).err
    assert "Name one file" in kinde("token", "a.txt", "b.txt").err


def test_a_file_with_a_name_like_a_token_is_a_file(kinde: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("eyJhbGci.txt").write_text(fresh())
    assert kinde("token", "eyJhbGci.txt").code == 0


def test_a_claim_cannot_pose_as_a_fact_or_steer_the_terminal(kinde: Run) -> None:
    hostile = "x\n  Signature              ok – valid\x1b[2J\r\nVerdicts\u202e"
    shown = kinde("token", typed=fresh(org_name=hostile, **{"zz\nVerdicts\r": 1})).out
    assert "\x1b" not in shown
    assert "\r" not in shown
    assert "\u202e" not in shown
    assert shown.splitlines().count("Verdicts") == 1
    assert not [line for line in shown.splitlines() if line.startswith("  Signature              ok")]


def test_the_issuer_is_compared_with_the_profile(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = fresh()
    assert json.loads(kinde("token", "--json", typed=typed).out)["verdicts"]["claims"]["state"] == "unchecked"
    monkeypatch.setenv("KINDE_ISSUER_URL", ISSUER)
    monkeypatch.setenv("KINDE_CLIENT_ID", "client1")
    monkeypatch.setenv("KINDE_CLIENT_SECRET", "secret-of-nobody")
    checks = json.loads(kinde("token", "--json", typed=typed).out)["verdicts"]["claims"]["checks"]
    assert checks[0]["state"] == "good"
    demo = json.loads(kinde("--profile", "demo", "token", "--json", typed=typed).out)
    assert demo["verdicts"]["claims"]["checks"][0]["state"] == "bad"
    unknown = kinde("token", "--profile", "nobody", typed=typed)
    assert unknown.code == 1
    assert "nobody" in unknown.err


class Tenant:
    """A session that has a key set, or a reason not to have one."""

    def __init__(self, key_set: dict[str, Any] | Exception) -> None:
        self._key_set = key_set
        self.asked = 0

    def key_set(self) -> dict[str, Any]:
        self.asked += 1
        if isinstance(self._key_set, Exception):
            raise self._key_set
        return self._key_set


@pytest.fixture
def verifying(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(token: str, session: object) -> tuple[int, str, str]:
        (tmp_path / "token.txt").write_text(token)
        code = command.main([str(tmp_path / "token.txt"), "--verify"], obj=session, standalone_mode=False)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_verify_says_valid(verifying: Any) -> None:
    code, out, err = verifying(fresh(), Tenant(MINT.key_set()))
    assert (code, err) == (0, "")
    assert "Valid: signed by this tenant's key" in out


def test_verify_says_wrong(verifying: Any) -> None:
    forged = MINT.signed(key=MINT.rsa_key("forger"))
    code, out, err = verifying(forged, Tenant(MINT.key_set()))
    assert code == 1
    assert "WRONG" in out
    assert "WRONG" in err


def test_verify_asks_for_no_keys_where_they_cannot_help(verifying: Any) -> None:
    tenant = Tenant(MINT.key_set())
    code, _, err = verifying(MINT.unsigned({"alg": "none"}, MINT.claims()), tenant)
    assert (code, tenant.asked) == (1, 0)
    assert "UNSIGNED" in err


@pytest.mark.parametrize(
    ("session", "words"),
    [
        (Tenant(UnreachableError("Cannot find host acme.kinde.com.")), "Cannot find host"),
        (None, "no profile"),
        (Tenant({"keys": []}), "has no key"),
    ],
)
def test_verify_without_keys_is_1_and_still_shows_the_token(verifying: Any, session: object, words: str) -> None:
    code, out, err = verifying(fresh(), session)
    assert code == 1
    assert words in err
    assert "read:invoices" in out


def test_verify_without_any_profile(kinde: Run) -> None:
    shown = kinde("token", "--verify", typed=fresh())
    assert shown.code == 1
    assert "profile" in shown.err


def test_the_command_is_one_of_click() -> None:
    assert isinstance(command, click.Command)
