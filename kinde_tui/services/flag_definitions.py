"""Changes of flags themselves: created, replaced, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.flag import FlagType
from kinde_tui.services.change import Change, Danger, Effect, Removed, Stale, Target
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.flag_values import parse_value, wire

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.flag_ledger import Definition

ENVIRONMENT = "environment_flags"
ORGANIZATION = "organization_flags"

LEVELS = ("env", "org", "usr")
"""The lowest level that may override a flag, as the API spells it."""


def create(
    *,
    key: str,
    name: str,
    description: str,
    kind: str,
    default: str,
    level: str,
    follows: tuple[Parent, ...],
    where: str,
) -> Change:
    """Makes a flag (CreateFeatureFlag).

    Args:
        key: what code calls it.
        name: what people call it.
        description: what it is for; may be empty.
        kind: one of FlagType but JSON.
        default: as typed.
        level: the lowest level that may override it: `env`, `org`, `usr`.
        follows: organizations whose lists are loaded.
        where: the tenant, as a sentence names it.

    Raises:
        InvalidInputError: Kinde takes no such flag.
    """
    fields = _checked(key, name, description, kind, default, level)
    body = {field: value for field, value in fields.items() if field != "description" or value}
    return Change(
        request=Request(kinde.CREATE_FEATURE_FLAG, body=body),
        target=Target(ENVIRONMENT, fields["key"], fields["key"]),
        says=f"Create the flag {fields['key']} in {where}",
        after=fields,
        effects=_lists(follows),
        undo=lambda _answer: delete(fields["key"], follows=follows, where=where),
        lossy="Undo deletes the flag, with every override that was set meanwhile.",
    )


def delete(key: str, *, follows: tuple[Parent, ...], where: str) -> Change:
    """Deletes a flag with everything that is set for it (DeleteFeatureFlag); there is no way back."""
    gone = [Removed(Target(ENVIRONMENT, key, key)), *(Removed(Target(ORGANIZATION, key, key, one)) for one in follows)]
    return Change(
        request=Request(kinde.DELETE_FEATURE_FLAG, {"feature_flag_key": key}),
        target=Target(ENVIRONMENT, key, key),
        says=f"Delete the flag {key} in {where}",
        effects=(*gone, *_lists(follows)),
        danger=Danger.TYPED,
        loses=f"The flag {key}, its default and every override of it, on all levels and in all environments of the "
        "business, are gone. Code that asks for it gets its own fallback. There is no way back.",
    )


def redefine(
    *,
    key: str,
    name: str,
    description: str,
    kind: str,
    default: str,
    level: str,
    former: Definition | None,
    follows: tuple[Parent, ...],
    where: str,
) -> Change:
    """Replaces a flag's definition (UpdateFeatureFlag): all five fields at once.

    The call knows the levels `env` and `org` only, so it would end overrides for users where they are allowed.

    Args:
        key: the flag.
        name: what people call it.
        description: what it is for; Kinde wants one.
        kind: its type; cannot be changed.
        default: as typed.
        level: `env` or `org`.
        former: the definition as far as this program knows it.
        follows: organizations whose lists are loaded.
        where: the tenant, as a sentence names it.

    Raises:
        InvalidInputError: Kinde takes no such flag, or users' overrides would be lost.
    """
    fields = _checked(key, name, description, kind, default, level)
    if "usr" in {level, former.level if former is not None else ""}:
        raise InvalidInputError(
            f"Kinde's update cannot keep overrides for users, so it would end them for {key}. "
            "Change this flag in Kinde's web dashboard."
        )
    if not fields["description"]:
        raise InvalidInputError("Kinde's update wants a description.")
    if former is not None and former.type and former.type != kind:
        raise InvalidInputError(f"The type of a flag cannot be changed: {key} is {former.type}.")
    back = _fields(former) if former is not None and former.description and former.level else None
    return _redefinition(fields, back, follows, where)


def _redefinition(
    fields: dict[str, str], former: dict[str, str] | None, follows: tuple[Parent, ...], where: str
) -> Change:
    key = fields["key"]
    query = {field: value for field, value in fields.items() if field != "key"}
    unknown = f"If users may override {key}, their overrides end: its levels cannot be read. " if former is None else ""
    return Change(
        request=Request(kinde.UPDATE_FEATURE_FLAG, {"feature_flag_key": key}, query),
        target=Target(ENVIRONMENT, key, key),
        says=f"Replace the definition of {key} in {where}",
        after=fields,
        effects=_lists(follows),
        undo=None if former is None else lambda _answer: _redefinition(former, fields, follows, where),
        lossy="" if former else "The former definition cannot be read, so there is no way back.",
        danger=Danger.CONFIRM,
        loses=f"{unknown}The default holds for all environments of the business.",
    )


def _checked(key: str, name: str, description: str, kind: str, default: str, level: str) -> dict[str, str]:
    if kind == FlagType.JSON:
        raise InvalidInputError("Kinde's API makes no JSON flags: create it in Kinde's web dashboard.")
    if kind not in set(FlagType):
        raise InvalidInputError("A flag is of type bool, str or int.")
    if level not in LEVELS:
        raise InvalidInputError("A flag can be overridden down to env, org or usr.")
    key, name = key.strip(), name.strip()
    if not key or any(letter.isspace() or not letter.isprintable() for letter in key) or set(key) & set("/?#%"):
        raise InvalidInputError("The key is what code calls the flag: letters, digits, - and _, without blanks.")
    if not name:
        raise InvalidInputError("Give the flag a name.")
    return {
        "key": key,
        "name": name,
        "description": description.strip(),
        "type": kind,
        "allow_override_level": level,
        "default_value": wire(parse_value(kind, default)),
    }


def _fields(definition: Definition) -> dict[str, str]:
    return {
        "key": definition.key,
        "name": definition.name,
        "description": definition.description,
        "type": definition.type,
        "allow_override_level": definition.level,
        "default_value": definition.default,
    }


def _lists(follows: tuple[Parent, ...]) -> tuple[Effect, ...]:
    return (Stale(ENVIRONMENT), *(Stale(ORGANIZATION, parent) for parent in follows))
