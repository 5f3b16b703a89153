"""What is asked about a flag: its value on a level, and its definition."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.models.flag import FlagType
from kinde_tui.services.collections.collection import Ask, Question

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.collections.collection import Answers

CALLS: dict[str, Operation] = {
    "create": kinde.CREATE_FEATURE_FLAG,
    "remove": kinde.DELETE_FEATURE_FLAG,
    "define": kinde.UPDATE_FEATURE_FLAG,
}
"""What the keys that change a flag's definition call."""
TYPES = ((FlagType.BOOL.value, "on or off"), (FlagType.STRING.value, "text"), (FlagType.INTEGER.value, "whole number"))
NEW_FLAG = (
    Question("key", "Key", hint="what the code asks for; never changes"),
    Question("name", "Name"),
    Question("description", "Description", required=False),
    Question("type", "Type", Ask.CHOICE, choices=TYPES, default=FlagType.BOOL.value),
    Question("default", "Default", hint="in force where nothing overrides it"),
    Question(
        "level",
        "May be overridden",
        Ask.CHOICE,
        choices=(("env", "per environment"), ("org", "per organization too"), ("usr", "per user too")),
        default="org",
    ),
)
DEFINITION = tuple(question for question in NEW_FLAG if question.name not in {"key", "type"})
REPLACES = "The API cannot read a definition and replaces it as a whole: every field here is what it will be."


def definition_of(answers: Answers) -> dict[str, str]:
    """The fields of a definition, as `Flags.create` and `Flags.replace` name them."""
    fields = {name: answers.get(name, "") for name in ("name", "description", "default", "level")}
    return {**fields, "kind": answers["type"]}


def value_question(kind: str, present: Any) -> Question:
    """The editor of one value: a choice for on and off, else a line."""
    if kind == FlagType.BOOL:
        choices = (("true", "on"), ("false", "off"))
        return Question("value", "Value", Ask.CHOICE, choices=choices, default="true" if present is True else "false")
    hint = {FlagType.INTEGER: "a whole number from -2147483648 to 2147483647", FlagType.JSON: "valid JSON"}.get(
        kind, ""
    )  # type: ignore[call-overload]
    text = "" if present is None else (present if isinstance(present, str) else json.dumps(present, ensure_ascii=False))
    return Question("value", "Value", hint=hint, default=text, required=kind != FlagType.STRING)
