"""What may be written down of a request: everything but secrets, wherever they stand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import operations
from kinde_tui.api.operation import Operation, Request
from kinde_tui.services.redaction import (
    HIDDEN,
    SECRET_FIELDS,
    answered,
    exact,
    redacted,
    request_body,
    request_line,
)

CANARY = "canary-0123456789abcdef"
PLAIN = operations.UPDATE_USER
SECRET_NAMES = (
    "client_secret",
    "Password",
    "passphrase",
    "access_token",
    "salt",
    "signer_key",
    "privateKey",
    "credentials",
    "api_key",
    "apikey",
    "Authorization",
)
PLAIN_NAMES = ("is_secret", "has_password", "token_lifetime", "secret_on", "token_id", "secret_ids", "token_method")


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_what_is_called_a_secret_is_hidden_at_any_depth(name: str) -> None:
    assert redacted({name: CANARY}, PLAIN) == {name: HIDDEN}
    deep = {"a": [{"b": {name: [CANARY]}, "c": 1}]}
    assert redacted(deep, PLAIN) == {"a": [{"b": {name: HIDDEN}, "c": 1}]}


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_what_only_speaks_of_a_secret_is_kept(name: str) -> None:
    assert redacted({name: "kept"}, PLAIN) == {name: "kept"}


def test_nothing_is_no_secret() -> None:
    assert redacted({"client_secret": None, "x": {"password": None}}, PLAIN) == {
        "client_secret": None,
        "x": {"password": None},
    }


@pytest.mark.parametrize(
    ("operation", "field"), [(name, field) for name, fields in SECRET_FIELDS.items() for field in sorted(fields)]
)
def test_fields_that_are_secret_in_one_operation_only(operation: str, field: str) -> None:
    assert redacted({field: CANARY, "name": "kept"}, operations.OPERATIONS[operation])[field] == HIDDEN


@pytest.mark.parametrize(
    "operation", [row for row in operations.OPERATIONS.values() if row.secret], ids=lambda row: row.id
)
def test_beside_a_secret_only_listed_fields_are_kept(operation: Operation) -> None:
    kept = redacted({"name": "kept", "anything": CANARY, "is_on": True}, operation)
    assert kept == {"name": "kept", "anything": HIDDEN, "is_on": HIDDEN}
    assert request_body(Request(operation, dict.fromkeys(operation.path_parameters, "x"), body=[CANARY])) == HIDDEN


def test_values_stay_what_they_are_and_what_is_no_json_is_hidden() -> None:
    values: dict[str, Any] = {"a": 1, "b": 1.5, "c": True, "d": None, "e": "x", "f": [1, ["y"]], "g": {"h": {}}}
    assert redacted(values, PLAIN) == values
    assert redacted({"a": (1, 2), "b": {3}}, PLAIN) == {"a": [1, 2], "b": [3]}
    assert redacted({"a": object(), "b": [b"bytes"]}, PLAIN) == {"a": HIDDEN, "b": [HIDDEN]}


def test_a_request_as_a_line() -> None:
    request = Request(PLAIN, query={"id": "kp_1", "token": CANARY, "not": None}, body={"given_name": "Ada"})
    assert request_line(request) == f"PATCH /api/v1/user?id=kp_1&token={HIDDEN}"
    assert exact(request) == f'PATCH /api/v1/user?id=kp_1&token={HIDDEN} {{"given_name": "Ada"}}'
    assert request_line(Request(PLAIN)) == "PATCH /api/v1/user"
    assert exact(Request(PLAIN)) == "PATCH /api/v1/user"
    assert exact(Request(PLAIN, body={"name": "Zoë"})).endswith('{"name": "Zoë"}')


def test_bodies_that_are_no_objects() -> None:
    assert request_body(Request(PLAIN)) is None
    assert request_body(Request(PLAIN, body=["a", {"secret": CANARY}])) == ["a", {"secret": HIDDEN}]
    secret = next(row for row in operations.OPERATIONS.values() if row.secret)
    assert request_body(Request(secret, dict.fromkeys(secret.path_parameters, "x"))) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "token", "salt"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["x", "client_secret", "name"]), JSON))
def test_no_secret_is_left_in_any_shape(fields: dict[str, Any]) -> None:
    def plant(value: Any, secret: bool) -> Any:
        if isinstance(value, dict):
            return {name: plant(inner, secret or name in {"token", "salt"}) for name, inner in value.items()}
        if isinstance(value, list):
            return [plant(inner, secret) for inner in value]
        return CANARY if secret else value

    planted = {name: plant(value, name == "client_secret") for name, value in fields.items()}
    assert CANARY not in json.dumps(redacted(planted, PLAIN))


@pytest.mark.parametrize(
    ("operation", "answer", "shown"),
    [
        (
            operations.GET_APPLICATION,
            {"application": {"id": "a", "client_secret": CANARY, "name": "n"}},
            {"application": {"id": "a", "client_secret": HIDDEN, "name": "n"}},
        ),
        (operations.CREATE_API_KEY, {"api_key": {"id": "a", "key": CANARY}}, {"api_key": {"id": "a", "key": HIDDEN}}),
        (
            operations.GET_ENVIRONMENT_VARIABLES,
            {"environment_variables": [{"key": "K", "value": CANARY, "is_secret": True}, {"key": "L", "value": "v"}]},
            {"environment_variables": [{"key": "K", "value": HIDDEN, "is_secret": True}, {"key": "L", "value": "v"}]},
        ),
        (
            operations.GET_DIRECTORIES,
            {"directories": [{"secret_token": CANARY}], "next_token": "p2", "has_more": True},
            {"directories": [{"secret_token": HIDDEN}], "next_token": "p2", "has_more": True},
        ),
        (operations.GET_USERS, {"users": [{"token": "shown as it is"}]}, {"users": [{"token": "shown as it is"}]}),
    ],
)
def test_of_an_answer_that_holds_secrets_they_are_hidden(operation: Operation, answer: Any, shown: Any) -> None:
    assert answered(answer, operation) == shown
