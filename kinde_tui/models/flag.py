"""Feature flags, as far as the API shows them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from kinde_tui.models.record import Record


class FlagType(StrEnum):
    """The kinds of value a flag holds. JSON flags are made in the web dashboard only."""

    BOOL = "bool"
    STRING = "str"
    INTEGER = "int"
    JSON = "json"


class FlagValue(Record):
    """A flag's value in one map: an environment's or an organization's.

    The API has no list of flags. It offers one map per environment and per organization, of key to type and value,
    and does not say whether a value there is an override or inherited. Values travel as strings, but a boolean or a
    number is understood too.
    """

    key: str = ""
    type: str | None = None
    value: Any = None
