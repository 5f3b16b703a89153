"""Environment variables: what workflows read. A secret value is written and never read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.variable import Variable
from kinde_tui.services.change import Change, Danger, Patched, Removed, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Context,
    Creation,
    Edit,
    Fact,
    Facts,
    Flag,
    InvalidInputError,
    Question,
    Tone,
)
from kinde_tui.services.collections.edits import asking, given, id_in, set_fields, text_edit
from kinde_tui.services.collections.raws import by, either, instant, path

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers

KEY_LIMIT, VALUE_LIMIT = 128, 2_048
"""Characters, by Kinde's document."""
MASK = "••••••••"
SECRECY = (("yes", "Secret: nobody can read it again"), ("no", "Plain: shown in the list"))


def _name(variable: Variable) -> str:
    return variable.key or variable.id


def _target(variable: Variable, _parent: Parent = ()) -> Target:
    return Target("variables", variable.id, _name(variable))


_asks_of = asking(kinde.UPDATE_ENVIRONMENT_VARIABLE, "variable_id")


def key(text: str) -> str:
    """The name of a variable: no blanks, 128 characters at most."""
    value = validation.line(text, "The key", KEY_LIMIT)
    if not value or any(character.isspace() for character in value):
        raise InvalidInputError("A key is one word, as in CRM_TOKEN.")
    return value


def value(text: str) -> str:
    """The value of a variable: not empty, 2,048 characters at most.

    Raises:
        InvalidInputError: it is; the sentence does not repeat it.
    """
    if not text.strip():
        raise InvalidInputError("A value cannot be empty.")
    if len(text) > VALUE_LIMIT:
        raise InvalidInputError(f"The value has {len(text):,} characters; at most {VALUE_LIMIT:,} fit.")
    return text


def concealed(raw: Raw) -> Iterable[Raw]:
    """The variable without its value where that is secret, whatever the tenant sent."""
    yield {**raw, "value": None} if raw.get("is_secret") is not False else raw


def _shown(variable: Variable, _context: Context) -> str:
    if variable.is_secret is not False:
        return MASK
    return texts.UNREADABLE if "value" in variable.problems else variable.value or texts.ABSENT


def _fact(variable: Variable, context: Context) -> str:
    said = _shown(variable, context)
    return f"{said}  cannot be read; s writes another one" if said == MASK else said


def _tone(variable: Variable) -> Tone:
    return Tone.MUTED if variable.is_secret is not False else Tone.PLAIN


def _written(variable: Variable, before: str, after: str) -> Change:
    """Another plain value. The sentences do not say it, for they are written down."""
    return set_fields(
        _target(variable),
        _asks_of(variable, ()),
        {"value": before},
        {"value": after},
        says=(f"Change the value of {_name(variable)}", f"Change the value of {_name(variable)} back"),
    )


def _edit_value(variable: Variable, text: str, _parent: Parent) -> Change | None:
    if variable.is_secret is not False:
        raise InvalidInputError(f"{_name(variable)} is secret: its value is not edited, but replaced with s.")
    if text == (variable.value or ""):
        return None
    return _written(variable, variable.value or "", value(text))


def _replace(variable: Variable, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    new = value(answers.get("value", ""))
    if variable.is_secret is False:
        return (_written(variable, variable.value or "", new),)
    return (
        Change(
            request=_asks_of(variable, ())({"value": new}),
            target=_target(variable),
            says=f"Replace the secret value of {_name(variable)}",
            danger=Danger.CONFIRM,
            loses="The present value is lost: Kinde lets nobody read it. There is no way back.",
        ),
    )


def _hide(variable: Variable, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    target = _target(variable)
    return (
        Change(
            request=_asks_of(variable, ())({"is_secret": True}),
            target=target,
            says=f"Make {target.name} secret",
            before={"is_secret": variable.is_secret},
            after={"is_secret": True},
            effects=(Patched(target, {"is_secret": True, "value": None}),),
            danger=Danger.CONFIRM,
            loses="Nobody can read its value again. There is no way back.",
        ),
    )


def _deletion(variable: Variable) -> Change:
    target = _target(variable)
    plain = variable.is_secret is False and bool(variable.key and variable.value)
    return Change(
        request=Request(kinde.DELETE_ENVIRONMENT_VARIABLE, {"variable_id": variable.id}),
        target=target,
        says=f"Delete the variable {target.name}",
        before={} if variable.key is None else {"key": variable.key},
        effects=(Removed(target),),
        undo=(lambda _answer: _creation(_name(variable), variable.value or "", secret=False)) if plain else None,
        lossy="An undo makes it again with another id." if plain else "",
        danger=Danger.CONFIRM,
        loses="Workflows that read it find nothing." + ("" if plain else " Its value is lost: there is no way back."),
    )


def _delete(variable: Variable, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    return (_deletion(variable),)


def _creation(name: str, text: str, *, secret: bool) -> Change:
    made = Variable(key=name, value=None if secret else text, is_secret=secret)
    return Change(
        request=Request(kinde.CREATE_ENVIRONMENT_VARIABLE, body={"key": name, "value": text, "is_secret": secret}),
        target=Target("variables", "", name),
        says=f"Create the {'secret ' if secret else ''}variable {name}",
        after={"key": name, "is_secret": secret},
        effects=(Stale("variables"),),
        undo=lambda answer: _deletion(made.model_copy(update={"id": id_in(answer, "environment_variable", "id")})),
        lossy="An undo deletes it, value and all.",
    )


def _create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    secret = given(answers, "secret") != "no"
    return (_creation(key(given(answers, "key")), value(answers.get("value", "")), secret=secret),)


EDIT_KEY = text_edit(
    "key",
    "key",
    kinde.UPDATE_ENVIRONMENT_VARIABLE,
    _target,
    _asks_of,
    key,
    loses="Workflows that ask for the old key find nothing.",
)
EDIT_VALUE = Edit[Variable](
    lambda variable: variable.value or "",
    _edit_value,
    kinde.UPDATE_ENVIRONMENT_VARIABLE,
    hint="A secret one is not edited here: s replaces it",
)
VALUE = Question("value", "Value", Ask.SECRET, hint="not shown while it is typed or pasted")

VARIABLES = Collection[Variable](
    name="variables",
    title="Environment variables",
    one="variable",
    model=Variable,
    key=by("id"),
    lists=kinde.GET_ENVIRONMENT_VARIABLES,
    unfold=concealed,
    columns=(
        Column[Variable](
            "key", "Key", lambda r, _context: _name(r), path("key"), 22, grow=True, edit=EDIT_KEY, search=True
        ),
        Column[Variable](
            "value", "Value", _shown, path("value"), 28, grow=True, tone=_tone, edit=EDIT_VALUE, search=True
        ),
        Column[Variable]("secret", "Secret", texts.answer("is_secret"), either("is_secret", "yes", "no"), 6),
        Column[Variable]("created", "Created", texts.dated("created_on"), instant("created_on"), 11),
        Column[Variable]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=_name,
    sort=("key", False),
    aliases=("variable", "vars", "env_vars"),
    flags={"secret": Flag("secret", "yes"), "plain": Flag("secret", "no")},
    details=(
        Facts[Variable](
            "Details",
            (
                Fact("Key", lambda record, _context: _name(record), edit=EDIT_KEY),
                Fact("Value", _fact, _tone, edit=EDIT_VALUE),
                Fact("Secret", texts.answer("is_secret")),
                Fact("Created", texts.dated_exactly("created_on")),
                Fact("Id", texts.plain("id")),
            ),
        ),
    ),
    actions=(
        Action[Variable](
            "variables.replace",
            "s",
            "Replace the value",
            kinde.UPDATE_ENVIRONMENT_VARIABLE,
            _replace,
            (VALUE,),
            help="A secret value is replaced without being seen.",
        ),
        Action[Variable](
            "variables.hide",
            "S",
            "Make secret",
            kinde.UPDATE_ENVIRONMENT_VARIABLE,
            _hide,
            bulk=True,
            applies=lambda variable: variable.is_secret is not True,
            help="Nobody can read the value again, and there is no way back.",
        ),
    ),
    creation=Creation(
        "New environment variable",
        kinde.CREATE_ENVIRONMENT_VARIABLE,
        (
            Question("key", "Key", hint="CRM_TOKEN", validate=validation.complaint(key)),
            Question("secret", "Kept as", Ask.CHOICE, choices=SECRECY, default="yes"),
            VALUE,
        ),
        _create,
    ),
    removal=Action[Variable]("variables.delete", "d", "Delete", kinde.DELETE_ENVIRONMENT_VARIABLE, _delete, bulk=True),
    at_start=False,
    empty="There is no environment variable yet.",
)
