"""Property definitions and the categories they stand in.

Kinde's answers do not say whether a definition is for users, organizations or applications, nor which category it is
in: neither is shown, and a change has to be told the category anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.property import Category, Property
from kinde_tui.services.change import Change, Danger, Patched, Removed, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Flag,
    InvalidInputError,
    Question,
)
from kinde_tui.services.collections.edits import asking, given, id_in, text_edit
from kinde_tui.services.collections.property_holders import FIND, values_among
from kinde_tui.services.collections.raws import by, either, path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

CATEGORY = Question("category", "Category", Ask.RECORD, collection="property_categories")
CONTEXTS = (("usr", "Users"), ("org", "Organizations"), ("app", "Applications"))
TYPES = (("single_line_text", "One line of text"), ("multi_line_text", "Several lines of text"))
PRIVATE = (("yes", "Private: kept out of tokens"), ("no", "May be put into tokens"))


def _name(record: Property | Category) -> str:
    return record.name or getattr(record, "key", None) or record.id


def _target(record: Property) -> Target:
    return Target("properties", record.id, _name(record))


def _chosen(answers: Answers, name: str, choices: tuple[tuple[str, str], ...], sentence: str) -> str:
    value = given(answers, name)
    if value not in {choice for choice, _label in choices}:
        raise InvalidInputError(sentence)
    return value


def _replace(record: Property, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    category = given(answers, "category")
    if not category:
        raise InvalidInputError("Choose a category: Kinde replaces the whole definition and does not tell the old one.")
    typed = {name: answers.get(name, "").strip() for name in ("name", "description")}
    after = {
        "name": validation.name(typed["name"]) if typed["name"] else record.name or "",
        "description": validation.paragraph(typed["description"], "The description") or record.description or "",
        "is_private": record.is_private is True
        if not given(answers, "private")
        else _chosen(answers, "private", PRIVATE, "Choose whether it is private.") == "yes",
    }
    before = {"name": record.name, "description": record.description, "is_private": record.is_private}
    return (_replacement(_target(record), category, before, after),)


def _replacement(target: Target, category: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    body = {
        "name": after["name"] or "",
        "description": after["description"] or "",
        "is_private": bool(after["is_private"]),
        "category_id": category,
    }
    return Change(
        request=Request(kinde.UPDATE_PROPERTY, {"property_id": target.key}, body=body),
        target=target,
        says=f"Change the property {target.name}",
        before=before,
        after=after,
        effects=(Patched(target, after),),
        undo=lambda _answer: _replacement(target, category, after, before),
        lossy="The category it was in cannot be read, so an undo leaves it in the new one.",
        danger=Danger.CONFIRM,
    )


def _delete(record: Property, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    if record.is_kinde_property:
        raise InvalidInputError(f"{_name(record)} is built into Kinde and cannot be deleted.")
    return (_deletion(_target(record)),)


def _deletion(target: Target) -> Change:
    return Change(
        request=Request(kinde.DELETE_PROPERTY, {"property_id": target.key}),
        target=target,
        says=f"Delete the property {target.name}",
        effects=(Removed(target),),
        danger=Danger.TYPED,
        loses="Its value is lost on everything that has one. There is no way back.",
    )


def _create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    name = validation.name(given(answers, "name"))
    category = given(answers, "category")
    if not category:
        raise InvalidInputError("Choose a category; make one first if there is none.")
    body = {
        "name": name,
        "key": validation.key(given(answers, "key")),
        "description": validation.paragraph(answers.get("description", ""), "The description"),
        "type": _chosen(answers, "type", TYPES, "Choose how much text it holds."),
        "context": _chosen(answers, "context", CONTEXTS, "Choose what it is a property of."),
        "is_private": _chosen(answers, "private", PRIVATE, "Choose whether it is private.") == "yes",
        "category_id": category,
    }
    return (
        Change(
            request=Request(kinde.CREATE_PROPERTY, body=body),
            target=Target("properties", "", name),
            says=f"Create the property {name}",
            after={field: body[field] for field in ("name", "key", "description", "is_private")},
            effects=(Stale("properties"),),
            undo=lambda answer: _deletion(Target("properties", id_in(answer, "property", "id"), name)),
        ),
    )


_DESCRIPTION = Question("description", "Description", required=False)

PROPERTIES = Collection[Property](
    name="properties",
    title="Properties",
    one="property",
    model=Property,
    key=by("id"),
    lists=kinde.GET_PROPERTIES,
    columns=(
        Column[Property]("key", "Key", texts.plain("key"), path("key"), 20, grow=True, search=True),
        Column[Property](
            "name", "Name", lambda record, _context: _name(record), path("name"), 18, grow=True, search=True
        ),
        Column[Property]("private", "Private", texts.answer("is_private"), either("is_private", "yes", "no"), 7),
        Column[Property](
            "built_in", "Built in", texts.answer("is_kinde_property"), either("is_kinde_property", "yes", "no"), 8
        ),
        Column[Property](
            "description", "Description", texts.plain("description"), path("description"), 24, grow=True, search=True
        ),
        Column[Property]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=_name,
    sort=("key", False),
    aliases=("property", "props"),
    flags={"private": Flag("private", "yes"), "built_in": Flag("built_in", "yes")},
    details=(
        Facts[Property](
            "Details",
            (
                Fact("Name", lambda record, _context: _name(record)),
                Fact("Key", texts.plain("key")),
                Fact("Description", texts.plain("description")),
                Fact("Private", texts.answer("is_private")),
                Fact("Built in", texts.answer("is_kinde_property")),
                Fact("Id", texts.plain("id")),
            ),
        ),
        values_among("Users", "users", "user_properties", lambda user: user.id),
        values_among(
            "Organizations", "organizations", "organization_properties", lambda organization: organization.code
        ),
        values_among("Applications", "applications", "application_properties", lambda application: application.id),
    ),
    actions=(
        Action[Property](
            "properties.change",
            "m",
            "Change",
            kinde.UPDATE_PROPERTY,
            _replace,
            (
                Question("name", "Name", required=False, hint="Empty keeps it"),
                Question("description", "Description", required=False, hint="Empty keeps it"),
                Question("private", "In tokens", Ask.CHOICE, choices=PRIVATE, required=False),
                CATEGORY,
            ),
            applies=lambda record: not record.is_kinde_property,
            help="Kinde replaces the whole definition and never says which category it is in: choose one.",
        ),
    ),
    inquiries=(FIND,),
    creation=Creation(
        "New property",
        kinde.CREATE_PROPERTY,
        (
            Question("name", "Name", validate=validation.complaint(validation.name)),
            Question(
                "key", "Key", hint="Small letters, digits, _ - and :", validate=validation.complaint(validation.key)
            ),
            Question("context", "Of", Ask.CHOICE, choices=CONTEXTS, default="usr"),
            Question("type", "Holds", Ask.CHOICE, choices=TYPES, default="single_line_text"),
            Question("private", "In tokens", Ask.CHOICE, choices=PRIVATE, default="yes"),
            CATEGORY,
            _DESCRIPTION,
        ),
        _create,
    ),
    removal=Action[Property](
        "properties.delete",
        "d",
        "Delete",
        kinde.DELETE_PROPERTY,
        _delete,
        bulk=True,
        applies=lambda record: not record.is_kinde_property,
    ),
    empty="No property is defined.",
)


def _category_target(record: Category, _parent: Parent = ()) -> Target:
    return Target("property_categories", record.id, _name(record))


_asks_of_category = asking(kinde.UPDATE_CATEGORY, "category_id")


def _create_category(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    name = validation.name(given(answers, "name"))
    body = {"name": name, "context": _chosen(answers, "context", CONTEXTS, "Choose what it is a category of.")}
    return (
        Change(
            request=Request(kinde.CREATE_CATEGORY, body=body),
            target=Target("property_categories", "", name),
            says=f"Create the category {name}",
            after={"name": name},
            effects=(Stale("property_categories"),),
            lossy="Kinde offers no call that deletes a category.",
            danger=Danger.CONFIRM,
            loses="A category cannot be deleted, only renamed.",
        ),
    )


PROPERTY_CATEGORIES = Collection[Category](
    name="property_categories",
    title="Property categories",
    one="category",
    model=Category,
    key=by("id"),
    lists=kinde.GET_CATEGORIES,
    columns=(
        Column[Category](
            "name",
            "Name",
            lambda record, _context: _name(record),
            path("name"),
            24,
            grow=True,
            edit=text_edit("name", "name", kinde.UPDATE_CATEGORY, _category_target, _asks_of_category, validation.name),
            search=True,
        ),
        Column[Category]("id", "Id", texts.plain("id"), path("id"), 36),
    ),
    called=_name,
    sort=("name", False),
    aliases=("categories", "category"),
    details=(
        Facts[Category](
            "Details",
            (
                Fact("Name", lambda record, _context: _name(record)),
                Fact("Id", texts.plain("id")),
            ),
        ),
    ),
    creation=Creation(
        "New category",
        kinde.CREATE_CATEGORY,
        (
            Question("name", "Name", validate=validation.complaint(validation.name)),
            Question("context", "Of", Ask.CHOICE, choices=CONTEXTS, default="usr"),
        ),
        _create_category,
    ),
    empty="There is no category yet.",
)
