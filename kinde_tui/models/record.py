"""What all records share: they survive whatever the API sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

Raw: TypeAlias = Mapping[str, Any]
"""A record as it came over the wire."""


class Record(BaseModel):
    """One record of the tenant.

    Every field is optional: Kinde's document marks almost none as required, and one record that breaks a promise
    must not hide the page it came with. Unknown fields are kept. Open sets (types, codes) are plain strings.
    """

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True, defer_build=True)

    _problems: tuple[str, ...] = PrivateAttr(default=())

    @property
    def problems(self) -> tuple[str, ...]:
        """Fields whose value could not be read; they hold their default instead."""
        return self._problems

    @classmethod
    def read(cls, raw: Raw) -> Self:
        """The record in `raw`; fields of the wrong type are left out and named in `problems`."""
        try:
            return cls.model_validate(raw)
        except ValidationError as error:
            bad = {str(detail["loc"][0]) for detail in error.errors(include_input=False, include_url=False)}
        record = cls.model_validate({name: value for name, value in raw.items() if name not in bad})
        record._problems = tuple(sorted(bad))  # noqa: SLF001 - our own private attribute
        return record
