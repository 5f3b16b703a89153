"""A profile from environment variables alone."""

from __future__ import annotations

import pytest

from kinde_tui.settings.environment import profile_from
from kinde_tui.settings.errors import SettingsError
from kinde_tui.settings.profile import Environment

FULL = {"KINDE_ISSUER_URL": "https://acme.kinde.com", "KINDE_CLIENT_ID": "m2m", "KINDE_CLIENT_SECRET": "s3cret"}


def test_three_variables_make_a_profile_that_may_write() -> None:
    found = profile_from(FULL)
    assert found is not None
    profile = found.profile
    assert (profile.issuer_url, profile.client_id, profile.audience) == (
        "https://acme.kinde.com",
        "m2m",
        "https://acme.kinde.com/api",
    )
    assert not profile.read_only
    assert profile.environment is Environment.PRODUCTION
    assert found.secret.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(found)


def test_the_aliases_mean_the_same() -> None:
    aliases = {
        "KINDE_DOMAIN": "acme",
        "KINDE_MANAGEMENT_CLIENT_ID": "m2m",
        "KINDE_MANAGEMENT_CLIENT_SECRET": "s3cret",
    }
    assert profile_from(aliases) == profile_from(FULL)
    assert profile_from({**FULL, "KINDE_DOMAIN": "acme"}) == profile_from(FULL)


def test_the_machine_to_machine_application_wins_over_the_web_application() -> None:
    both = {
        **FULL,
        "KINDE_CLIENT_ID": "web",
        "KINDE_CLIENT_SECRET": "web-secret",
        "KINDE_MANAGEMENT_CLIENT_ID": "m2m",
        "KINDE_MANAGEMENT_CLIENT_SECRET": "s3cret",
    }
    assert profile_from(both) == profile_from(FULL)


def test_nothing_set_is_no_profile() -> None:
    assert profile_from({"KINDE_AUDIENCE": "x", "KINDE_READ_ONLY": "1", "KINDE_DOMAIN": " "}) is None


@pytest.mark.parametrize("missing", list(FULL))
def test_half_set_variables_name_the_missing_one(missing: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{missing} is not set, although \w+ and \w+ are\. ") as caught:
        profile_from({name: value for name, value in FULL.items() if name != missing})
    assert "s3cret" not in str(caught.value)


def test_two_missing_ones_are_both_named() -> None:
    with pytest.raises(
        SettingsError, match=r"^KINDE_CLIENT_ID and KINDE_CLIENT_SECRET are not set, although KINDE_DOMAIN is\."
    ):
        profile_from({"KINDE_DOMAIN": "acme"})


@pytest.mark.parametrize(
    ("value", "read_only"), [("1", True), ("true", True), ("0", False), ("", False), ("No", False)]
)
def test_read_only(value: str, read_only: bool) -> None:
    found = profile_from({**FULL, "KINDE_READ_ONLY": value})
    assert found is not None
    assert found.profile.read_only is read_only


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"KINDE_READ_ONLY": "maybe"}, "KINDE_READ_ONLY is 1 or 0"),
        ({"KINDE_DOMAIN": "other"}, "two different tenants"),
        ({"KINDE_DOMAIN": "a b"}, "KINDE_DOMAIN: The tenant's domain has a space"),
        ({"KINDE_ISSUER_URL": "https://id.acme.example"}, "KINDE_AUDIENCE is not set"),
        ({"KINDE_ENVIRONMENT": "live"}, "KINDE_ENVIRONMENT is one of production, staging, development"),
        ({"KINDE_CLIENT_ID": "a b"}, "KINDE_CLIENT_ID: That is no client id"),
        ({"KINDE_CLIENT_SECRET": "s3cret s3cret"}, "no client secret"),
    ],
)
def test_a_value_that_cannot_be_meant_is_a_sentence(more: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        profile_from({**FULL, **more})
    assert "s3cret" not in str(caught.value)


def test_the_kind_of_environment() -> None:
    local = profile_from({**FULL, "KINDE_ISSUER_URL": "http://127.0.0.1:8000"})
    assert local is not None
    assert local.profile.environment is Environment.DEVELOPMENT
    staged = profile_from({**FULL, "KINDE_ENVIRONMENT": "Staging", "KINDE_AUDIENCE": "https://x.kinde.com/api"})
    assert staged is not None
    assert staged.profile.environment is Environment.STAGING
    assert staged.profile.audience == "https://x.kinde.com/api"
