"""Every operation, once, against Kinde's own document: statuses, shapes, and no field that it does not declare."""

from __future__ import annotations

import copy
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator, FormatChecker

from kinde_tui.api.operations import OPERATIONS
from tests.support.demo_tour import TOURS

if TYPE_CHECKING:
    import httpx

    from kinde_tui.api.operation import Operation
    from tests.support.demo_caller import Caller

DOCUMENT = Path(__file__).parents[3] / "shared/reference/kinde-mgmt-api-specs.yaml"

pytestmark = pytest.mark.skipif(
    not DOCUMENT.exists(), reason=f"Kinde's OpenAPI document is not at {DOCUMENT}; nothing to compare with."
)

_formats = FormatChecker(formats=())


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


_formats.checks("date-time", raises=ValueError)(_is_moment)


@cache
def document() -> dict[str, Any]:
    with DOCUMENT.open() as file:
        loaded: dict[str, Any] = yaml.load(file, yaml.CSafeLoader)
    return loaded


def followed(node: Any) -> Any:
    while isinstance(node, dict) and "$ref" in node:
        target: Any = document()
        for part in node["$ref"].split("/")[1:]:
            target = target[part]
        node = target
    return node


def as_json_schema(schema: Any) -> Any:
    """A schema of OpenAPI 3.0 as JSON Schema: references followed, `nullable` said aloud, objects closed."""
    schema = copy.copy(followed(schema))
    for name in ("allOf", "oneOf", "anyOf"):
        if name in schema:
            return {name: [as_json_schema(part) for part in schema[name]]}
    if "properties" in schema:
        schema["properties"] = {name: as_json_schema(part) for name, part in schema["properties"].items()}
        schema.setdefault("additionalProperties", False)
    if isinstance(schema.get("additionalProperties"), dict):
        schema["additionalProperties"] = as_json_schema(schema["additionalProperties"])
    if "items" in schema:
        schema["items"] = as_json_schema(schema["items"])
    if schema.get("nullable") and "type" in schema:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def declared(operation: Operation, status: int) -> Any:
    """The schema that the document declares for an answer; None: it declares no body.

    A schema of several parts (`allOf`) stays open: each part would refuse the others' fields.
    """
    responses = document()["paths"][operation.path][operation.method.lower()]["responses"]
    assert str(status) in responses, f"{operation.id} never answers {status}"
    content = followed(responses[str(status)]).get("content")
    if not content:
        return None
    schema = as_json_schema(next(iter(content.values()))["schema"])
    if "allOf" in schema:
        schema["allOf"] = [{**part, "additionalProperties": True} for part in schema["allOf"]]
    return schema


def check(operation: Operation, response: httpx.Response) -> None:
    """Fails when an answer is none of those that the document declares."""
    schema = declared(operation, response.status_code)
    if schema is None:
        assert not response.content, operation.id
        return
    assert response.headers["content-type"].startswith("application/json")
    problems = [
        f"{operation.id}: {'.'.join(map(str, error.absolute_path))}: {error.message[:300]}"
        for error in Draft7Validator(schema, format_checker=_formats).iter_errors(response.json())
    ]
    assert not problems, "\n".join(problems)


async def test_every_operation_answers_as_documented(kinde: Caller) -> None:
    visited: set[str] = set()

    def seen(operation: Operation, response: httpx.Response) -> None:
        assert response.status_code < 300, f"{operation.id}: {response.status_code} {response.text}"
        check(operation, response)
        visited.add(operation.id)

    kinde.seen = seen
    for tour in TOURS:
        await tour(kinde)
    assert visited == set(OPERATIONS)


@pytest.mark.parametrize("operation", [row for row in OPERATIONS.values() if row.scope], ids=lambda row: row.id)
async def test_refusals_are_documented(anonymous: Caller, operation: Operation) -> None:
    await anonymous.hold("read:users" if operation.scope != "read:users" else "read:roles")
    path = dict.fromkeys(operation.path_parameters, "nothing")

    response = await anonymous.send(operation, path)

    assert response.status_code == 403
    assert operation.scope in response.text
    if declared(operation, 403) is not None:
        errors = response.json()["errors"]
        assert set(errors[0]) == {"code", "message"}


def test_a_wrong_answer_is_noticed() -> None:
    import httpx as client

    wrong = client.Response(200, json={"users": [{"id": 7}]}, headers={"content-type": "application/json"})
    with pytest.raises(AssertionError, match=r"users\.0\.id"):
        check(OPERATIONS["getUsers"], wrong)
    extra = client.Response(200, json={"people": []}, headers={"content-type": "application/json"})
    with pytest.raises(AssertionError, match="people"):
        check(OPERATIONS["getUsers"], extra)
