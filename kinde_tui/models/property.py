"""Property definitions, categories and values."""

from __future__ import annotations

from typing import Any

from kinde_tui.models.record import Record


class Property(Record):
    """The definition of a property of users, organizations or applications."""

    id: str = ""
    key: str | None = None
    name: str | None = None
    description: str | None = None
    is_private: bool | None = None
    """Private properties stay out of tokens."""
    is_kinde_property: bool | None = None
    """Built in (`kp_…`): cannot be edited."""


class PropertyValue(Record):
    """The value of a property on one user or organization."""

    id: str = ""
    key: str | None = None
    name: str | None = None
    description: str | None = None
    value: Any = None


class Category(Record):
    """A heading that property definitions are grouped under."""

    id: str = ""
    name: str | None = None
