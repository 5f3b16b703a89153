"""Profiles in their file: what is kept, what is refused, and what is left alone."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.settings.config import Config, parse_config
from kinde_tui.settings.errors import ConfigError, UnknownProfileError
from kinde_tui.settings.profile import Environment, Profile, SecretPlace, client_id_fault, colour_fault, name_fault
from kinde_tui.settings.profiles import ProfileFile

ACME = Profile("acme", "https://acme.kinde.com", "m2m", "https://acme.kinde.com/api", Environment.PRODUCTION)
BETA = Profile(
    "beta.eu", "https://beta.kinde.com", "m2m2", "https://x.kinde.com/api", Environment.STAGING, "red", False
)
PATH = Path("/home/ada/.config/kinde-tui/config.toml")


@pytest.fixture
def file(tmp_path: Path) -> ProfileFile:
    return ProfileFile(tmp_path / "config" / "config.toml")


def test_no_file_is_no_profile(file: ProfileFile) -> None:
    assert file.read() == Config()
    with pytest.raises(UnknownProfileError, match="profile add"):
        file.read().profile()
    assert not file.path.exists()


def test_profiles_come_back_as_they_were_put(file: ProfileFile) -> None:
    file.put(ACME)
    file.put(BETA)
    assert dict(file.read().profiles) == {"acme": ACME, "beta.eu": BETA}
    assert file.read().current == "acme"
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    changed = replace(BETA, colour="", environment=Environment.DEVELOPMENT, secret=SecretPlace.FILE)
    file.put(changed, use=True)
    assert file.read().profile() == changed
    assert "colour" not in file.path.read_text()


def test_each_setting_is_changed_alone_and_comments_stay(file: ProfileFile) -> None:
    file.put(ACME)
    file.put(BETA)
    file.path.write_text("# mine\n" + file.path.read_text() + '\n[keys]\n"users.suspend" = "S"  # near\n')
    file.use("beta.eu")
    file.set_read_only("acme", read_only=False)
    text, config = file.path.read_text(), file.read()
    assert text.startswith("# mine\n")
    assert "# near" in text
    assert config.keys == {"users.suspend": "S"}
    assert config.profile() == BETA
    assert config.profile("acme") == replace(ACME, read_only=False)


def test_a_removed_profile_is_current_no_more(file: ProfileFile) -> None:
    file.put(ACME)
    file.put(BETA)
    file.remove("acme")
    assert file.read().current == ""
    assert file.read().profile() == BETA
    file.put(ACME)
    with pytest.raises(UnknownProfileError, match=r"profile use NAME. chooses one of beta\.eu, acme"):
        file.read().profile()
    with pytest.raises(UnknownProfileError, match=r"There are: beta\.eu, acme"):
        file.read().profile("gone")


@pytest.mark.parametrize("call", ["use", "remove"])
def test_an_unknown_name_changes_nothing(file: ProfileFile, call: str) -> None:
    file.put(ACME)
    before = file.path.read_bytes()
    with pytest.raises(UnknownProfileError, match="no profile “gone”"):
        getattr(file, call)("gone")
    assert file.path.read_bytes() == before


BROKEN = [
    ("current = \n", "line 1: invalid value"),
    ("a = 1\nb = 'x", "line 2: expected"),
    ("x = " + "[" * 5000, "nested too deeply"),
    ("[profiles.a]\nissuer_url = 3\n", "line 2: issuer_url is no text"),
    ("[profiles.a]\nclient_id = 'x'\n", "line 1: profiles.a: The tenant's domain is empty"),
    ("[profiles.a]\nissuer_url = 'acme'\n\nclient_id = 'a b'", "line 4: profiles.a: That is no client id"),
    ("[profiles.a]\nissuer_url = 'http://acme.kinde.com'", "line 2: profiles.a: http would send"),
    ("[profiles.a]\nissuer_url='acme'\nclient_id='x'\nread_only = 1", "line 4: read_only is true or false"),
    ("[profiles.a]\nissuer_url='acme'\nclient_id='x'\nenvironment = 'live'", "line 4: environment is one of"),
    ("[profiles.a]\nissuer_url='acme'\nclient_id='x'\nsecret = []", "line 4: secret is one of"),
    ("[profiles.a]\nissuer_url='acme'\nclient_id='x'\ncolour = 'beige'", "line 4: profiles.a: A colour is one of"),
    ("[profiles.a]\nissuer_url='id.acme.org'\nclient_id='x'", "line 1: profiles.a: a custom domain needs"),
    ("[profiles.'a b']\n", "line 1: a profile's name"),
    ("\n[profiles.env]\n", "line 2: “env” is the name"),
    ("[profiles]\na = 3\n", "line 2: profile “a” is no table"),
    ("profiles = 3\n", "line 1: profiles is no table"),
    ("[keys]\nx = 3\n", "line 2: x is no text"),
    ("theme = 3\n", "line 1: theme is no text"),
]


@pytest.mark.parametrize(("text", "says"), BROKEN)
def test_a_broken_file_is_named_with_its_line_and_never_overwritten(file: ProfileFile, text: str, says: str) -> None:
    file.path.parent.mkdir()
    file.path.write_text(text)
    for call in (file.read, lambda: file.put(ACME), lambda: file.use("a")):
        with pytest.raises(ConfigError) as caught:
            call()
        assert str(caught.value).startswith(str(file.path))
        assert says.lower() in str(caught.value).lower()
        assert "left it as it is" in str(caught.value)
    assert file.path.read_text() == text


def test_what_means_nothing_is_a_warning_with_its_line() -> None:
    text = (
        "colour = 'red'\ncurrent = 'gone'\n[profiles.a]\nissuer_url='acme'\nclient_id='x'\nscope='y'\n[profiles.b]\n"
        "issuer_url='acme'\nclient_id='x'\n"
    )
    config = parse_config(text, PATH)
    assert [warning.split(": ")[0] for warning in config.warnings] == [f"{PATH}, line {n}" for n in (1, 6, 2)]
    assert "“colour” means nothing" in config.warnings[0]
    assert "“scope” means nothing" in config.warnings[1]
    assert "no profile “gone”" in config.warnings[2]
    assert config.profiles["a"].audience == "https://acme.kinde.com/api"


@given(st.text())
def test_any_text_is_a_config_or_a_sentence(text: str) -> None:
    try:
        parse_config(text, PATH)
    except ConfigError as error:
        says = str(error)
    else:
        says = ""
    assert not says or str(PATH) in says


@pytest.mark.parametrize(
    "profile",
    [replace(ACME, name="demo"), replace(ACME, name="a/b"), replace(ACME, client_id=""), replace(ACME, colour="x")],
)
def test_a_profile_that_could_not_be_read_again_is_not_written(file: ProfileFile, profile: Profile) -> None:
    with pytest.raises(ConfigError):
        file.put(profile)
    assert not file.path.exists()


@given(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True).filter(lambda name: name not in {"demo", "env"})
)
def test_every_allowed_name_survives_the_file(name: str) -> None:
    document = tomlkit.document()
    document["profiles"] = {name: {"issuer_url": "acme", "client_id": "x"}}
    assert list(parse_config(tomlkit.dumps(document), PATH).profiles) == [name]


def test_faults_are_sentences() -> None:
    assert name_fault("acme-1") == colour_fault("#a0b1c2") == colour_fault("") == client_id_fault("abc") == ""
    assert all(
        fault.endswith(".")
        for fault in (name_fault("-"), colour_fault("x"), client_id_fault(""), client_id_fault("é\n"))
    )


def test_what_a_profile_knows_of_itself() -> None:
    assert BETA.label == "beta"
    assert BETA.variable == "KINDE_CLIENT_SECRET_BETA_EU"
    assert ACME.account == "m2m at https://acme.kinde.com"
