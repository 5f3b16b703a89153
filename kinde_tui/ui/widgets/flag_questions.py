"""What is asked about a flag: its value on a level, and its definition."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.models.flag import FlagType
from kinde_tui.services.cascade import Level
from kinde_tui.services.collections.collection import Ask, InvalidInputError, Question
from kinde_tui.services.flag_values import parse_value

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.collections.collection import Answers

SETS: dict[Level, Operation] = {
    Level.ENVIRONMENT: kinde.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE,
    Level.ORGANIZATION: kinde.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE,
    Level.USER: kinde.UPDATE_USER_FEATURE_FLAG_OVERRIDE,
}
"""What sets an override, by its level."""
CLEARS: dict[Level, Operation] = {
    Level.ENVIRONMENT: kinde.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE,
    Level.ORGANIZATION: kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE,
}
"""What takes one away. The API has no way to take a user's away."""
CLEARS_ALL: dict[Level, Operation] = {
    Level.ENVIRONMENT: kinde.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES,
    Level.ORGANIZATION: kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES,
}
CALLS: dict[str, Operation] = {
    "create": kinde.CREATE_FEATURE_FLAG,
    "remove": kinde.DELETE_FEATURE_FLAG,
    "define": kinde.UPDATE_FEATURE_FLAG,
}
"""What the keys that change a flag's definition call."""
CALLS_BY_LEVEL = {"turn": SETS, "edit": SETS, "clear": CLEARS, "clear_all": CLEARS_ALL}
"""What the keys that change an override call."""
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
    """The fields of a definition, as `Flags.create` and `Flags.replace` name them.

    Raises:
        InvalidInputError: the default is no value of the flag's type; it names that field.
    """
    fields = {name: answers.get(name, "") for name in ("name", "description", "default", "level")}
    try:
        parse_value(answers["type"], fields["default"])
    except InvalidInputError as error:
        raise InvalidInputError(str(error), at="default") from None
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
