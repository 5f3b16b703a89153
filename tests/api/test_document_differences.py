"""Comparing the table with an OpenAPI document."""

from __future__ import annotations

from typing import Any

import pytest

from kinde_tui.api.document import DocumentError, differences, rows_of
from kinde_tui.api.operations import OPERATIONS, SET_USER_PASSWORD, UPDATE_USER


def described(scope: str = "update:users", **said: Any) -> dict[str, Any]:
    """A document with the one operation `updateUser`, as the table has it unless told otherwise."""
    properties = {name: {"type": "string"} for name in ("given_name", "family_name", "picture")}
    properties |= {name: {"type": "boolean"} for name in ("is_suspended", "is_password_reset_requested")}
    properties["provided_id"] = {"type": "string"}
    operation = {
        "operationId": "updateUser",
        "description": f"Updates.\n<div><code>{scope}</code></div>",
        "parameters": [{"$ref": "#/components/parameters/id"}],
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": properties}}}},
        **said,
    }
    return {
        "openapi": "3.0.0",
        "paths": {"/api/v1/user": {"patch": operation, "summary": "no operation"}},
        "components": {"parameters": {"id": {"in": "query", "name": "id", "required": True}}},
    }


TABLE = {UPDATE_USER.id: UPDATE_USER}


def test_what_agrees_says_nothing() -> None:
    assert differences(described(), TABLE) == []


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (described("write:users"), "scope: the table has update:users; the document has write:users"),
        (described(parameters=[]), "query: the table has id*; the document has none"),
        (described(requestBody={}), "the document has none"),
        (described(operationId="renamed"), "renamed: new in the document: PATCH /api/v1/user, scope update:users"),
    ],
    ids=["scope", "query", "body", "renamed"],
)
def test_what_differs_is_named(document: dict[str, Any], said: str) -> None:
    found = differences(document, TABLE)
    assert said in "\n".join(found)


def test_what_the_document_lacks_is_named_last() -> None:
    found = differences(described(), {**TABLE, SET_USER_PASSWORD.id: SET_USER_PASSWORD})
    assert found == ["SetUserPassword: not in the document any more: PUT /api/v1/users/{user_id}/password"]


@pytest.mark.parametrize("document", [None, [], {}, {"paths": []}, {"paths": {}}, {"paths": {"/x": {"get": 3}}}])
def test_what_is_no_document_is_a_sentence(document: Any) -> None:
    with pytest.raises(DocumentError, match=r"document.*\.$"):
        rows_of(document)


def test_references_in_a_circle_end() -> None:
    schema: dict[str, Any] = {"properties": {"inner": {"$ref": "#/components/schemas/self"}}}
    document = described(requestBody={"content": {"application/json": {"schema": schema}}})
    document["components"]["schemas"] = {"self": schema, "round": {"$ref": "#/components/schemas/round"}}
    assert rows_of(document)["updateUser"].body.startswith("{inner{inner{")
    schema["properties"]["inner"] = {"$ref": "#/components/schemas/round"}
    assert rows_of(document)["updateUser"].body == "{inner}"


def test_the_table_has_every_operation() -> None:
    assert len(OPERATIONS) == 183
