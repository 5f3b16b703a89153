"""What fields take, compared with Kinde's document where that is at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kinde_tui.api.fields import Field, Kind, body_fields, path_fields, query_fields
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.api.summaries import summary_of

DOCUMENT = Path(__file__).parents[3] / "shared/reference/kinde-mgmt-api-specs.yaml"


@cache
def document() -> dict[str, Any]:
    with DOCUMENT.open() as file:
        loaded: dict[str, Any] = yaml.load(file, yaml.CSafeLoader)
    return loaded


def followed(node: Any) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = document()
        for part in node["$ref"].split("/")[1:]:
            target = target[part]
        node = target
    return dict(node)


def kind_in(schema: Mapping[str, Any]) -> Kind:
    inner = followed(schema.get("items") or {})
    match schema.get("type"):
        case "array":
            return Kind.OBJECTS if "properties" in inner else Kind.LIST
        case "object":
            return Kind.OBJECT if "properties" in schema else Kind.MAP
        case "boolean":
            return Kind.TRUTH
        case "integer":
            return Kind.WHOLE
    if "oneOf" in schema:
        return Kind.TEXT if {"type": "string"} in schema["oneOf"] else Kind.MAP
    return {"date-time": Kind.MOMENT, "binary": Kind.FILE}.get(str(schema.get("format")), Kind.TEXT)


def compare(field: Field, schema: Mapping[str, Any], name: str) -> Iterator[str]:
    schema = followed(schema)
    if (kind := kind_in(schema)) is not field.kind:
        yield f"{name}: {field.kind.name}, in the document {kind.name}"
    choices = schema.get("enum") or followed(schema.get("items") or {}).get("enum") or []
    if set(choices) != set(field.choices):
        yield f"{name}: {field.choices}, in the document {choices}"
    properties = schema.get("properties") or followed(schema.get("items") or {}).get("properties") or {}
    for inner in field.fields:
        yield from compare(inner, properties[inner.name], f"{name}.{inner.name}")


@pytest.mark.skipif(not DOCUMENT.exists(), reason=f"Kinde's OpenAPI document is not at {DOCUMENT}.")
def test_every_field_has_the_type_of_the_document() -> None:
    wrong: list[str] = []
    for row in OPERATIONS.values():
        item = document()["paths"][row.path]
        said = item[row.method.lower()]
        given = [followed(one) for one in [*item.get("parameters", []), *said.get("parameters", [])]]
        parameters = {(one["in"], one["name"]): one["schema"] for one in given}
        for place, fields in (("path", path_fields(row)), ("query", query_fields(row))):
            for field in fields:
                if field.kind is Kind.LIST and place == "query":
                    continue  # texts with commas in the document: the list is put together here
                wrong += compare(field, parameters[place, field.name], f"{row.id} {field.name}")
        content = followed(said.get("requestBody") or {}).get("content") or {}
        for media in content.values():
            properties = followed(media["schema"]).get("properties", {})
            for field in body_fields(row):
                wrong += compare(field, properties[field.name], f"{row.id} {field.name}")
    assert wrong == []


def test_nested_fields_are_read_from_the_table() -> None:
    profile, _, _, identities = body_fields(OPERATIONS["createUser"])
    assert [field.name for field in profile.fields] == ["given_name", "family_name", "picture"]
    kind, verified, details = identities.fields
    assert kind.takes == "email, phone or username"
    assert verified.takes == "true or false"
    assert details.kind is Kind.OBJECT
    (applications,) = body_fields(OPERATIONS["updateAPIApplications"])
    assert (applications.required, applications.kind) == (True, Kind.OBJECTS)
    assert [field.required for field in applications.fields] == [True, False]


def test_every_operation_says_in_words_what_it_does() -> None:
    said = {summary_of(row) for row in OPERATIONS.values()}
    assert len(said) == len(OPERATIONS)
    assert {"Get organization user roles", "Get API keys", "Reset users MFA", "Create webhook"} <= said
