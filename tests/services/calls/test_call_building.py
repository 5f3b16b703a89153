"""From what is typed to a request, and what is said when it cannot be one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api.operation import Request, Upload
from kinde_tui.services.calls.building import build
from kinde_tui.services.calls.files import with_files
from kinde_tui.services.calls.finding import CallError, find
from kinde_tui.services.calls.words import read_words


def made(method: str, path: str, *words: str, body: Any = None) -> Request:
    found = find(method, path)
    return build(found, with_files(found.operation, read_words(words), lambda: "typed\n"), body)


def refused(method: str, path: str, *words: str, body: Any = None) -> str:
    with pytest.raises(CallError) as caught:
        made(method, path, *words, body=body)
    return str(caught.value)


@pytest.mark.parametrize(
    ("method", "path", "id_", "filled"),
    [
        ("get", "/api/v1/users/kp_1/identities", "GetUserIdentities", {"user_id": "kp_1"}),
        ("GET", "/users/a%2Fb/identities/", "GetUserIdentities", {"user_id": "a/b"}),
        ("GET", "/api/v1/users/{user_id}/identities", "GetUserIdentities", {}),
        ("POST", "/api/v1/api_keys/verify", "verifyApiKey", {}),
        ("PUT", "/api_keys/verify", "rotateApiKey", {"key_id": "verify"}),
        ("GET", "getusers", "getUsers", {}),
        ("GET", "/oauth2/v2/user_profile", "userProfile", {}),
    ],
)
def test_an_operation_is_found_by_its_path_or_its_id(method: str, path: str, id_: str, filled: dict[str, str]) -> None:
    found = find(method, path)
    assert (found.operation.id, found.path) == (id_, filled)


def test_what_is_no_operation_names_the_nearest() -> None:
    assert "GET /api/v1/users/{user_id}/identities" in refused("GET", "/users/kp_1/identitys")
    assert "getUsers" in refused("GET", "getUser_s")
    assert refused("POST", "/api/v1/users") == "/api/v1/users takes no POST; it takes GET."
    assert refused("POST", "getUsers") == "getUsers is a GET: write GET getUsers."
    assert refused("GET", "zzzzzz").endswith(" The command `kinde-tui api --list` prints all.")


def test_values_go_where_the_operation_has_them() -> None:
    request = made("PATCH", "/user?id=kp_1", "given_name=Ada", "is_suspended=TRUE")
    assert request.target == "/api/v1/user?id=kp_1"
    assert request.body == {"given_name": "Ada", "is_suspended": True}
    assert made("GET", "/users/{user_id}/mfa", "user_id=kp_1").url_path == "/api/v1/users/kp_1/mfa"
    assert made("GET", "/users", "page_size=5", "active_since=2026-01-31").query == {
        "page_size": 5,
        "active_since": "2026-01-31T00:00:00Z",
    }
    assert made("DELETE", "/user", "id=kp_1", "is_delete_profile=true").target.endswith("is_delete_profile=true")


def test_objects_and_lists_are_put_together() -> None:
    request = made(
        "POST", "/user", "profile.given_name=Ada", "identities[0].type=email",
        "identities[0].details.email=a@b.example", "identities.1.type=username", "identities[0].is_verified=false",
    )  # fmt: skip
    assert request.body == {
        "profile": {"given_name": "Ada"},
        "identities": [
            {"type": "email", "details": {"email": "a@b.example"}, "is_verified": False},
            {"type": "username"},
        ],
    }
    assert made("PUT", "/applications/a/auth_redirect_urls", "urls=https://a", "urls=https://b?x=1").body == {
        "urls": ["https://a", "https://b?x=1"]
    }
    assert made("PATCH", "/users/u/properties", "properties.a.b=1").body == {"properties": {"a.b": "1"}}
    assert made("GET", "/search/users", "properties.city=Rome").target.endswith("?properties%5Bcity%5D=Rome")
    options = made("PATCH", "/connections/c", "options.is_x=true", "options.home_realm_domains=a.example").body
    assert options == {"options": {"is_x": True, "home_realm_domains": ["a.example"]}}
    assert made("DELETE", "/applications/a/auth_logout_urls", "urls=x", "urls=y").target.endswith("?urls=x%2Cy")


def test_json_is_sent_as_it_is() -> None:
    assert made("PATCH", "/user", "id=k", "given_name:=null", "newer:=[1]").body == {"given_name": None, "newer": [1]}
    assert made("GET", "/users", "newer:=true").query == {"newer": True}
    assert made("POST", "/roles", body={"name": 5}).body == {"name": 5}
    assert made("POST", "/roles", "key=k", body={"name": "n"}).body == {"name": "n", "key": "k"}
    assert made("PATCH", "/organizations/o/users", 'users[0]:={"id":"k"}').body == {"users": [{"id": "k"}]}


@pytest.mark.parametrize(
    ("method", "path", "words", "said"),
    [
        (
            "POST", "/api_keys", [],
            "createApiKey needs name, type (user, organization or environment) and api_id.",
        ),
        ("GET", "/users/{user_id}/mfa", [], "GetUsersMFA needs user_id."),
        ("PATCH", "/apis/a/applications", ["applications[0].operation=x"], "needs applications[0].id."),
        ("PATCH", "/user", ["id=k", "is_suspended=maybe"], "is_suspended takes true or false, not “maybe”."),
        ("GET", "/users", ["page_size=many"], "page_size takes a whole number, not “many”."),
        ("GET", "/users", ["active_since=soon"], "active_since takes a time like 2026-01-31T09:30:00Z, not “soon”."),
        ("POST", "/applications", ["name=a", "type=web"], "type takes reg, spa, m2m or device, not “web”."),
        ("PATCH", "/user", ["id=k", "given_nam=A"], "updateUser takes no given_nam; did you mean given_name?"),
        ("GET", "/roles/r", ["x=1"], "GetRole takes no x. It takes role_id."),
        ("GET", "/business", ["x=1"], "getBusiness takes nothing, so there is no place for x."),
        ("GET", "/users/kp_1/mfa", ["user_id=kp_2"], "user_id is given twice."),
        ("GET", "/users", ["page_size=1", "page_size=2"], "page_size is given twice."),
        ("GET", "/users/{user_id}/mfa", ["user_id=.."], "GetUsersMFA needs a value for user_id. A dot alone is none."),
        ("POST", "/user", ["profile=x"], "profile is object of known fields: name what is inside it"),
        ("POST", "/user", ["identities.type=x"], "identities is a list: write identities[0].type=…."),
        ("POST", "/user", ["identities[2].type=email"], "identities[2] has nothing before it"),
        ("POST", "/user", ["identities[0].kind=x"], "identities[0] has no field kind; it has type, is_"),
        ("POST", "/user", ["profile.nam=x"], "profile has no field nam"),
        ("POST", "/roles", ["name.x=1"], "name is text, so nothing can be inside it: name.x."),
        ("POST", "/roles", ["name"], "“name” says no field"),
        ("POST", "/roles", ["name:={"], "The value of name is no JSON:"),
        ("POST", "/roles", ["name:=NaN"], "NaN is no number"),
        ("POST", "/user", ["identities[x]=1"], "is no name of a field"),
        ("PUT", "/environment/logos/light", ["logo=x"], "logo takes a file: write logo=@FILE."),
        ("PUT", "/environment/logos/light", ["logo=@/nothing/here"], "/nothing/here cannot be read: no such file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(method: str, path: str, words: list[str], said: str) -> None:
    assert said.lower() in refused(method, path, *words).lower()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = refused("POST", "/properties", "is_private=x", "nme=y")
    assert "name, key, type" in said
    assert "is_private takes" in said
    assert "takes no nme" in said
    assert said.count("is_private") == 1


def test_a_body_that_has_no_place_is_refused() -> None:
    assert refused("GET", "/users", body={}) == "getUsers takes no body."
    assert "JSON object" in refused("POST", "/roles", "name=n", body=[1])
    assert refused("POST", "/roles", body=[]) == "CreateRole takes a body that is a JSON object."
    assert "createApiKey needs type" in refused("POST", "/api_keys", body={"name": "n", "api_id": "a"})


def test_values_come_from_files(tmp_path: Path) -> None:
    logo = tmp_path / "light.png"
    logo.write_bytes(b"\x89PNG")
    upload = made("PUT", "/environment/logos/light", f"logo=@{logo}").body["logo"]
    assert upload == Upload("light.png", b"\x89PNG", "image/png")
    assert "PNG" not in repr(upload)
    text = tmp_path / "value.txt"
    text.write_text("one\n")
    assert made("POST", "/environment_variables", "key=k", f"value=@{text}").body["value"] == "one"
    assert made("POST", "/environment_variables", "key=k", "value=@-").body["value"] == "typed"
    text.write_bytes(b"\xff")
    assert "is no UTF-8 text" in refused("POST", "/environment_variables", "key=k", f"value=@{text}")


@given(st.lists(st.text(min_size=1), max_size=4), st.sampled_from(["createUser", "getUsers", "updateUser", "addAPIs"]))
def test_whatever_is_typed_ends_in_a_request_or_a_sentence(words: list[str], name: str) -> None:
    try:
        found = find("", name)
        request = build(found, read_words(words))
    except CallError as error:
        assert str(error).endswith((".", "!", "?"))  # noqa: PT017 - either is right
    else:
        assert request.target.startswith("/api/v1/")
