"""The business that all environments belong to: one record, and the lists that two of its fields are chosen from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.models.business import Business, Industry, Timezone
from kinde_tui.services.change import Change, Danger, Effect, Patched, Stale, Target
from kinde_tui.services.collections import texts, urls, validation
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Context,
    Edit,
    Fact,
    Facts,
    InvalidInputError,
    Question,
    within,
)
from kinde_tui.services.collections.edits import answer_edit, called, given, text_edit
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers
    from kinde_tui.services.collections.edits import Asks

_SENT = {
    "name": "business_name",
    "has_clickwrap": "is_click_wrap",
    "has_kinde_branding": "is_show_kinde_branding",
}
"""A record says `name`; `PATCH /business` takes `business_name` for the same."""


def _name(business: Business) -> str:
    return business.name or business.code


def _target(business: Business, _parent: Parent = ()) -> Target:
    return Target("business", business.code, _name(business))


def _asks_of(_business: Business, _parent: Parent = ()) -> Asks:
    def asks(fields: Mapping[str, Any]) -> Request:
        return Request(kinde.UPDATE_BUSINESS, body={_SENT.get(name, name): value for name, value in fields.items()})

    return asks


def _edit(field: str, label: str, accept: Callable[[str], str]) -> Edit[Business]:
    """An edit of one text. Kinde leaves a field alone that is sent as nothing, so none can be emptied."""

    def filled(text: str) -> str:
        value = accept(text)
        if not value:
            raise InvalidInputError(f"The {label} cannot be emptied: Kinde offers no way.")
        return value

    edit = text_edit(field, label, kinde.UPDATE_BUSINESS, _target, _asks_of, filled)

    def change(business: Business, text: str, parent: Parent) -> Change | None:
        made = edit.change(business, text, parent)
        if made is None or edit.value(business):
            return made
        loses = f"The {label} is empty now, and Kinde offers no way to empty it again."
        return replace(made, undo=None, danger=Danger.CONFIRM, loses=loses)

    return replace(edit, change=change)


def _choose(field: str, sent: str, collection: str) -> Callable[..., Sequence[Change]]:
    """Sets a field that is read as a name and written as a key."""

    def changes(business: Business, answers: Answers, _parent: Parent, context: Context) -> Sequence[Change]:
        key, target = given(answers, field), _target(business)
        if not key:
            raise InvalidInputError(f"Choose the {field}.")
        name, before = context.name_of(collection, key), getattr(business, field)
        if name is not None and name == before:
            return ()
        after = {field: name} if name else {}
        effects: tuple[Effect, ...] = (Patched(target, after),) if name else ()
        return (
            Change(
                request=Request(kinde.UPDATE_BUSINESS, body={sent: key}),
                target=target,
                says=f"Set the {field} of {target.name} to {called(context, collection, key)}",
                before={field: before},
                after=after,
                effects=(*effects, Stale("business")),
                danger=Danger.CONFIRM,
                loses=f"It is {before or 'empty'} now; to go back, choose that again.",
            ),
        )

    return changes


EDIT_NAME = _edit("name", "name", validation.name)

BUSINESS = Collection[Business](
    name="business",
    title="Business",
    one="business",
    model=Business,
    key=by("code"),
    lists=kinde.GET_BUSINESS,
    columns=(
        Column[Business](
            "name", "Name", lambda r, _context: _name(r), path("name"), 20, grow=True, edit=EDIT_NAME, search=True
        ),
        Column[Business]("email", "Email", texts.plain("email"), path("email"), 22, grow=True, search=True),
        Column[Business]("industry", "Industry", texts.plain("industry"), path("industry"), 14),
        Column[Business]("timezone", "Time zone", texts.plain("timezone"), path("timezone"), 14),
        Column[Business]("code", "Code", texts.plain("code"), path("code"), 18, hidden=True, search=True),
    ),
    called=_name,
    sort=("name", False),
    aliases=("biz",),
    details=(
        Facts[Business](
            "Details",
            (
                Fact("Name", lambda record, _context: _name(record), edit=EDIT_NAME),
                Fact("Email", texts.plain("email"), edit=_edit("email", "e-mail address", validation.email)),
                Fact("Phone", texts.plain("phone"), edit=_edit("phone", "phone number", validation.phone)),
                Fact("Industry", texts.plain("industry")),
                Fact("Time zone", texts.plain("timezone")),
                Fact(
                    "Privacy policy",
                    texts.plain("privacy_url"),
                    edit=_edit("privacy_url", "privacy policy's address", urls.web_link),
                ),
                Fact(
                    "Terms of service",
                    texts.plain("terms_url"),
                    edit=_edit("terms_url", "terms' address", urls.web_link),
                ),
                Fact(
                    "Terms by a tick",
                    texts.answer("has_clickwrap"),
                    edit=answer_edit(
                        "has_clickwrap",
                        "agreeing to the terms by a tick",
                        kinde.UPDATE_BUSINESS,
                        _target,
                        _asks_of,
                    ),
                ),
                Fact(
                    "Kinde's name shown",
                    texts.answer("has_kinde_branding"),
                    edit=answer_edit(
                        "has_kinde_branding",
                        "Kinde's name on the pages",
                        kinde.UPDATE_BUSINESS,
                        _target,
                        _asks_of,
                        loses="Kinde takes it away on paid plans only.",
                    ),
                ),
                Fact("Created", texts.dated_exactly("created_on")),
                Fact("Code", texts.plain("code")),
            ),
        ),
    ),
    actions=(
        Action[Business](
            "business.industry",
            "i",
            "Choose the industry",
            kinde.UPDATE_BUSINESS,
            _choose("industry", "industry_key", "industries"),
            (Question("industry", "Industry", Ask.RECORD, collection="industries"),),
        ),
        Action[Business](
            "business.timezone",
            "Z",
            "Choose the time zone",
            kinde.UPDATE_BUSINESS,
            _choose("timezone", "timezone_key", "timezones"),
            (Question("timezone", "Time zone", Ask.RECORD, collection="timezones"),),
        ),
    ),
    at_start=False,
    empty="Kinde shows no business.",
)


def _choices(name: str, title: str, one: str, model: type[Any], lists: Operation, aliases: tuple[str, ...]) -> Any:
    """A list of keys and names to choose from."""
    return Collection[Any](
        name=name,
        title=title,
        one=one,
        model=model,
        key=by("key"),
        lists=lists,
        columns=(
            Column[Any]("name", "Name", texts.plain("name"), path("name"), 30, grow=True, search=True),
            Column[Any]("key", "Key", texts.plain("key"), path("key"), 30, search=True),
        ),
        called=lambda record: record.name or record.key,
        sort=("name", False),
        aliases=aliases,
        fresh_for=86_400.0,
        at_start=False,
        empty=f"Kinde names no {within(title)}.",
    )


INDUSTRIES: Collection[Industry] = _choices(
    "industries", "Industries", "industry", Industry, kinde.GET_INDUSTRIES, ("industry",)
)
TIMEZONES: Collection[Timezone] = _choices(
    "timezones", "Time zones", "time zone", Timezone, kinde.GET_TIMEZONES, ("timezone",)
)
