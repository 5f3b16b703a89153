"""What the declarations of settings accept, hide and refuse."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.models.api_key import ApiKey
from kinde_tui.models.environment import Environment
from kinde_tui.services.collections import api_key_changes, billing_changes, variables, webhooks
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.events import moment
from kinde_tui.services.collections.logos import picture
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.services.collections.declared import CONTEXT


@pytest.mark.parametrize("secret", [True, None, "yes"])
def test_a_value_is_kept_only_of_a_variable_that_says_it_is_plain(secret: Any) -> None:
    collection = COLLECTIONS["variables"]
    (kept,) = collection.taken([{"id": "v", "key": "K", "value": "hunter2", "is_secret": secret}])
    assert kept["value"] is None
    (plain,) = collection.taken([{"id": "v", "key": "K", "value": "rome", "is_secret": False}])
    assert plain["value"] == "rome"


def test_a_directory_is_kept_without_its_token() -> None:
    (kept,) = COLLECTIONS["directories"].taken([{"id": "d", "secret_token": "hunter2"}])
    assert dict(kept) == {"id": "d"}


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none(), st.lists(st.integers())))
def test_a_moment_of_an_event_is_one_or_none_whatever_came(value: object) -> None:
    found = moment(value)
    assert found is None or isinstance(found, datetime)


def test_moments_of_events_come_in_every_form_that_the_document_names() -> None:
    wanted = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
    seconds = int(wanted.timestamp())
    for value in (seconds, seconds * 1000, str(seconds), "2026-05-20T12:00:00+00:00"):
        assert moment(value) == wanted


@pytest.mark.parametrize(
    "text", ["http://example.com", "https://", "example.com", "https://u:p@example.com", "https://a b.c", "https://[x"]
)
def test_an_endpoint_is_an_https_address(text: str) -> None:
    with pytest.raises(InvalidInputError, match="https address"):
        webhooks.endpoint(text)


@pytest.mark.parametrize("text", ["", "many", "nan", "inf", "1,5"])
def test_usage_is_a_number(text: str) -> None:
    with pytest.raises(InvalidInputError, match="Usage is a number"):
        billing_changes.number(text)


def test_usage_is_sent_with_the_zone_of_its_moment() -> None:
    assert billing_changes.number(" 0.5 ") == "0.5"
    assert billing_changes.moment("2026-01-31T14:05") == "2026-01-31T14:05:00+00:00"
    with pytest.raises(InvalidInputError, match="A moment is written"):
        billing_changes.moment("soon")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"key_type": "user"}, "needs the user"),
        ({"key_type": "organization"}, "needs the organization"),
        ({"key_type": "environment", "key_user": "kp_1"}, "no user and no organization"),
        ({"key_type": ""}, "whose key"),
        ({"key_type": "environment", "api": ""}, "Choose the API"),
    ],
)
def test_a_key_says_whose_it_is(answers: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        api_key_changes.create({"name": "Export", "api": "api_1", **answers}, (), CONTEXT)


def test_a_users_key_names_its_owner_and_an_answer_without_a_key_says_so() -> None:
    answers = {"name": "Export", "api": "api_1", "key_type": "user", "key_user": "kp_1"}
    (change,) = api_key_changes.create(answers, (), CONTEXT)
    assert change.says == "Create the API key Export of Ada Lovelace"
    assert change.request.body["user_id"] == "kp_1"
    assert change.reveals is not None
    shown = change.reveals({"api_key": {"id": "k"}})
    assert not shown.secret
    assert "Rotate it" in shown.note
    secret = change.reveals({"api_key": {"id": "k", "key": "hunter2"}})
    assert "hunter2" not in repr(secret)
    assert api_key_changes.masked(ApiKey(key_prefix="k_env", key_suffix="1a2b")) == "k_env…1a2b"


def test_a_policy_that_wants_a_factor_offers_one() -> None:
    action = next(action for action in COLLECTIONS["environment"].actions if action.id == "environment.mfa")
    environment = Environment(code="production", name="Production")
    with pytest.raises(InvalidInputError, match="at least one factor"):
        action.changes(environment, {"mfa_policy": "required"}, (), CONTEXT)
    (off,) = action.changes(environment, {"mfa_policy": "off"}, (), CONTEXT)
    assert off.request.body["enabled_factors"] == []


def test_what_is_no_picture_is_not_uploaded(tmp_path: Any) -> None:
    (tmp_path / "logo.txt").write_text("x", encoding="utf-8")
    large = tmp_path / "large.png"
    large.write_bytes(b"x" * (2 * 1024 * 1024 + 1))
    for text, sentence in (
        (str(tmp_path / "logo.txt"), "A logo is a picture"),
        (str(tmp_path / "none.png"), "cannot be read"),
        (str(large), "larger than 2 MB"),
    ):
        with pytest.raises(InvalidInputError, match=sentence):
            picture(text)


def test_a_value_of_a_variable_is_refused_without_being_repeated() -> None:
    for text in (" ", "x" * 2_049):
        with pytest.raises(InvalidInputError) as refused:
            variables.value(text)
        assert text.strip() not in str(refused.value) or not text.strip()
    with pytest.raises(InvalidInputError, match="one word"):
        variables.key("two words")
