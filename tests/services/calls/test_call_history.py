"""What is kept of calls made by hand, and what is shown of one before it is sent."""

from __future__ import annotations

import pytest

from kinde_tui.api import operations
from kinde_tui.api.operation import Operation, Request, Upload
from kinde_tui.services.calls.history import MOST, Called, CallHistory
from kinde_tui.services.calls.showing import is_secret, request_text

HOST = "https://acme.kinde.com"


class Notes(dict[str, str]):
    """A memory."""

    def meta_get(self, name: str) -> str | None:
        return self.get(name)

    def meta_set(self, name: str, value: str) -> None:
        self[name] = value


def test_calls_are_kept_newest_first_and_each_once() -> None:
    history = CallHistory(Notes())
    for size in range(MOST + 5):
        history.add(operations.GET_USERS, {"page_size": str(size), "email": ""})
    history.add(operations.GET_USERS, {"page_size": "20"})
    calls = history.calls()
    assert len(calls) == MOST
    assert calls[0] == Called("getUsers", {"page_size": "20"})
    assert calls.count(calls[0]) == 1


@pytest.mark.parametrize(
    ("operation", "values"),
    [
        (operations.CREATE_ENVIRONMENT_VARIABLE, {"value": "canary"}),
        (operations.SET_USER_PASSWORD, {"hashed_password": "canary"}),
        (operations.CREATE_CONNECTION, {"options": ':={"client_secret": "canary"}'}),
        (operations.TOKEN, {"client_secret": "canary"}),
        (operations.UPDATE_USER, {"more": "given_name=x password=canary"}),
        (operations.UPDATE_USER, {"more": 'x:={"deep": {"api_key": "canary"}}'}),
        (operations.UPDATE_USER_PROPERTIES, {"properties": ':={"token":"canary"}'}),
        (operations.CREATE_ROLE, {"name": "canary" * 500}),
    ],
)
def test_no_secret_is_kept_and_nothing_long(operation: Operation, values: dict[str, str]) -> None:
    notes = Notes()
    CallHistory(notes).add(operation, values)
    assert "canary" not in str(notes)
    assert CallHistory(notes).calls() == [Called(operation.id)]


@pytest.mark.parametrize("kept", ["", "{", "[[1, 2]]", '[["goneOperation", {}]]', '{"a": 1}', "null"])
def test_what_cannot_be_read_is_no_history(kept: str) -> None:
    assert CallHistory(Notes({"api.calls": kept})).calls() == []


def test_the_exact_request_is_shown_without_secrets() -> None:
    body = {"name": "ci", "type": "environment", "api_id": "a1"}
    assert request_text(Request(operations.CREATE_API_KEY, body=body), HOST) == (
        f"POST {HOST}/api/v1/api_keys\nAuthorization: Bearer •••\nContent-Type: application/json\n\n"
        '{\n  "name": "ci",\n  "type": "environment",\n  "api_id": "a1"\n}'
    )
    variable = Request(operations.CREATE_ENVIRONMENT_VARIABLE, body={"key": "K", "value": "canary"})
    assert "canary" not in request_text(variable, HOST)
    search = Request(operations.SEARCH_USERS, query={"properties": {"city": "Rome"}, "query": None})
    assert request_text(search, HOST).splitlines()[0] == f"GET {HOST}/api/v1/search/users?properties[city]=Rome"
    logo = Request(operations.ADD_LOGO, {"type": "dark"}, body={"logo": Upload("a.png", b"123", "image/png")})
    assert request_text(logo, HOST).endswith("Content-Type: multipart/form-data\n\nlogo: a.png, 3 bytes of image/png")
    profile = Request(operations.USER_PROFILE, body={"access_token": "canary"})
    assert request_text(profile, HOST).splitlines()[1:] == ["Authorization: Bearer •••"]
    assert request_text(Request(operations.KEY_SET), HOST) == f"GET {HOST}/.well-known/jwks"


def test_fields_are_secret_by_their_names() -> None:
    assert is_secret(operations.CREATE_CONNECTION, "options.client_id")
    assert is_secret(operations.TOKEN, "client_secret")
    assert not is_secret(operations.CREATE_API_KEY, "api_id")
    assert not is_secret(operations.CREATE_USER, "identities[0].details.email")
