"""The values of properties on one user, one organization or one application."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.models.property import PropertyValue
from kinde_tui.services.change import Parent, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import Collection, Column, Flag
from kinde_tui.services.collections.edits import sent, text_edit
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Context, Edit
    from kinde_tui.services.collections.edits import Asks


def _name(record: PropertyValue) -> str:
    return record.name or record.key or record.id


def _value(record: PropertyValue, _context: Context) -> str:
    if record.value is None:
        return texts.ABSENT
    return record.value if isinstance(record.value, str) else json.dumps(record.value, ensure_ascii=False)


_Sets: TypeAlias = Callable[[Parent, str, Any], Request]
"""The request that gives a property of that key a value."""


def _together(operation: Operation, parameter: str) -> _Sets:
    """The call that takes values in the body: the one for a single value puts it into the address."""
    return lambda parent, key, value: Request(operation, {parameter: parent[0]}, body={"properties": {key: value}})


def _alone(parent: Parent, key: str, value: Any) -> Request:
    """The only call that there is for applications."""
    path = {"application_id": parent[0], "property_key": key}
    return Request(kinde.UPDATE_APPLICATIONS_PROPERTY, path, body={"value": value})


def _edit(collection: str, operation: Operation, sets: _Sets) -> Edit[PropertyValue]:
    def target(record: PropertyValue, parent: Parent) -> Target:
        return Target(collection, record.key or "", _name(record), parent)

    def asks(record: PropertyValue, parent: Parent) -> Asks:
        def request(fields: Mapping[str, Any]) -> Request:
            return sets(parent, record.key or "", sent(fields["value"]))

        return request

    def accept(text: str) -> str:
        return validation.paragraph(text, "The value")

    return text_edit("value", "value", operation, target, asks, accept)


def _columns(edit: Edit[PropertyValue]) -> tuple[Column[PropertyValue], ...]:
    return (
        Column[PropertyValue](
            "name", "Property", lambda record, _context: _name(record), path("name", "key"), 18, grow=True, search=True
        ),
        Column[PropertyValue]("value", "Value", _value, path("value"), 24, grow=True, edit=edit, search=True),
        Column[PropertyValue]("key", "Key", texts.plain("key"), path("key"), 18, search=True),
        Column[PropertyValue](
            "description", "Description", texts.plain("description"), path("description"), 24, hidden=True
        ),
        Column[PropertyValue]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    )


USER_PROPERTIES = Collection[PropertyValue](
    name="user_properties",
    title="Properties of a user",
    one="property",
    model=PropertyValue,
    key=by("key"),
    lists=kinde.GET_USER_PROPERTY_VALUES,
    parents=("user_id",),
    columns=_columns(
        _edit("user_properties", kinde.UPDATE_USER_PROPERTIES, _together(kinde.UPDATE_USER_PROPERTIES, "user_id"))
    ),
    called=_name,
    sort=("name", False),
    flags={"value": Flag("value", present=True)},
    empty="No property is defined for users.",
)

ORGANIZATION_PROPERTIES = Collection[PropertyValue](
    name="organization_properties",
    title="Properties of an organization",
    one="property",
    model=PropertyValue,
    key=by("key"),
    lists=kinde.GET_ORGANIZATION_PROPERTY_VALUES,
    parents=("org_code",),
    columns=_columns(
        _edit(
            "organization_properties",
            kinde.UPDATE_ORGANIZATION_PROPERTIES,
            _together(kinde.UPDATE_ORGANIZATION_PROPERTIES, "org_code"),
        )
    ),
    called=_name,
    sort=("name", False),
    flags={"value": Flag("value", present=True)},
    empty="No property is defined for organizations.",
)

APPLICATION_PROPERTIES = Collection[PropertyValue](
    name="application_properties",
    title="Properties of an application",
    one="property",
    model=PropertyValue,
    key=by("key"),
    lists=kinde.GET_APPLICATION_PROPERTY_VALUES,
    parents=("application_id",),
    columns=_columns(_edit("application_properties", kinde.UPDATE_APPLICATIONS_PROPERTY, _alone)),
    called=_name,
    sort=("name", False),
    flags={"value": Flag("value", present=True)},
    empty="No property is defined for applications.",
)
