"""Webhooks: addresses that Kinde calls when something happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.webhook import Webhook
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Context,
    Creation,
    Fact,
    Facts,
    Flag,
    InvalidInputError,
    Question,
)
from kinde_tui.services.collections.edits import given, id_in, sent, set_fields, text_edit
from kinde_tui.services.collections.events import EVENT
from kinde_tui.services.collections.raws import by, count, instant, listed, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers
    from kinde_tui.services.collections.edits import Asks

FAMILIES = ("user", "organization", "role", "permission", "subscriber")
"""What stands before the dot of the event types that have a line of their own; the others share one."""


def _name(webhook: Webhook) -> str:
    return webhook.name or webhook.endpoint or webhook.id


def _target(webhook: Webhook, _parent: Parent = ()) -> Target:
    return Target("webhooks", webhook.id, _name(webhook))


def _asks_of(webhook: Webhook, _parent: Parent = ()) -> Asks:
    def asks(fields: Mapping[str, Any]) -> Request:
        body = {
            name: list(value) if isinstance(value, (list, tuple)) else sent(value) for name, value in fields.items()
        }
        return Request(kinde.UPDATE_WEBHOOK, {"webhook_id": webhook.id}, body=body)

    return asks


def endpoint(text: str) -> str:
    """An https address that Kinde can call.

    Raises:
        InvalidInputError: it is none.
    """
    value = validation.line(text, "The address", 2_000)
    try:
        parts = urlsplit(value)
        fits = parts.scheme == "https" and bool(parts.hostname) and not parts.username
    except ValueError:
        fits = False
    if not fits or " " in value:
        raise InvalidInputError("An endpoint is an https address, as in https://example.com/hooks/kinde.")
    return value


def _types(answers: Answers) -> list[str]:
    codes = given(answers, "event_types").split()
    if not codes:
        raise InvalidInputError("Tick at least one event type: a webhook that is told of nothing cannot be made.")
    return codes


def _retype(webhook: Webhook, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    wanted, before = _types(answers), list(webhook.event_types or ())
    if sorted(wanted) == sorted(before):
        return ()
    return (
        set_fields(
            _target(webhook),
            _asks_of(webhook),
            {"event_types": before},
            {"event_types": wanted},
            says=(
                f"Tell {_name(webhook)} of {_kinds(len(wanted))} instead of {len(before)}",
                f"Tell {_name(webhook)} of {_kinds(len(before))} instead of {len(wanted)}",
            ),
        ),
    )


def _kinds(number: int) -> str:
    return f"{number} kind{'' if number == 1 else 's'} of event"


def _deletion(webhook: Webhook) -> Change:
    target = _target(webhook)
    again = bool(webhook.endpoint and webhook.name and webhook.event_types)
    undo = (lambda _answer: _creation(webhook)) if again else None
    return Change(
        request=Request(kinde.DELETE_WEBHOOK, {"webhook_id": webhook.id}),
        target=target,
        says=f"Delete the webhook {target.name}",
        before={"name": webhook.name, "event_types": list(webhook.event_types or ())},
        effects=(Removed(target),),
        undo=undo,
        lossy="An undo makes it again with another id; what happened in between is not sent." if again else "",
        danger=Danger.CONFIRM,
        loses=f"Nothing is sent to {webhook.endpoint or 'its address'} any more.",
    )


def _delete(webhook: Webhook, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    return (_deletion(webhook),)


def _creation(webhook: Webhook) -> Change:
    body = {
        "name": webhook.name or "",
        "endpoint": webhook.endpoint or "",
        "description": webhook.description or "",
        "event_types": list(webhook.event_types or ()),
    }

    def undo(answer: Mapping[str, Any]) -> Change:
        return _deletion(webhook.model_copy(update={"id": id_in(answer, "webhook", "id")}))

    return Change(
        request=Request(kinde.CREATE_WEBHOOK, body=body),
        target=Target("webhooks", "", _name(webhook)),
        says=f"Send {_kinds(len(body['event_types']))} to {body['endpoint']}",
        after=body,
        effects=(Stale("webhooks"),),
        undo=undo,
    )


def _create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    webhook = Webhook(
        name=validation.name(given(answers, "name")),
        endpoint=endpoint(given(answers, "endpoint")),
        description=validation.paragraph(answers.get("description", ""), "The description"),
        event_types=tuple(_types(answers)),
    )
    return (_creation(webhook),)


def _family(family: str) -> Callable[[Webhook, Context], str]:
    """The event types of one family, without its name before each."""

    def text(webhook: Webhook, _context: Context) -> str:
        codes = [code.partition(".") for code in webhook.event_types or ()]
        return ", ".join(what for name, _, what in codes if name == family) or texts.ABSENT

    return text


def _other(webhook: Webhook, _context: Context) -> str:
    codes = [code for code in webhook.event_types or () if code.partition(".")[0] not in FAMILIES]
    return ", ".join(codes) or texts.ABSENT


EDIT_NAME = text_edit("name", "name", kinde.UPDATE_WEBHOOK, _target, _asks_of, validation.name)
EDIT_DESCRIPTION = text_edit(
    "description",
    "description",
    kinde.UPDATE_WEBHOOK,
    _target,
    _asks_of,
    lambda text: validation.paragraph(text, "The description"),
)
TYPES = Question("event_types", "Event types", Ask.RECORDS, collection="event_types")

WEBHOOKS = Collection[Webhook](
    name="webhooks",
    title="Webhooks",
    one="webhook",
    model=Webhook,
    key=by("id"),
    lists=kinde.GET_WEBHOOKS,
    columns=(
        Column[Webhook](
            "name",
            "Name",
            lambda r, _context: _name(r),
            path("name", "endpoint"),
            18,
            grow=True,
            edit=EDIT_NAME,
            search=True,
        ),
        Column[Webhook]("endpoint", "Endpoint", texts.plain("endpoint"), path("endpoint"), 26, grow=True, search=True),
        Column[Webhook]("count", "Types", texts.counted("event_types"), count("event_types"), 5, right=True),
        Column[Webhook]("created", "Created", texts.dated("created_on"), instant("created_on"), 11),
        Column[Webhook](
            "types",
            "Event types",
            texts.joined_words("event_types"),
            listed("event_types"),
            24,
            hidden=True,
            search=True,
            also=("type", "event"),
        ),
        Column[Webhook](
            "description",
            "Description",
            texts.plain("description"),
            path("description"),
            24,
            grow=True,
            edit=EDIT_DESCRIPTION,
            search=True,
            hidden=True,
        ),
        Column[Webhook]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=_name,
    sort=("name", False),
    aliases=("webhook", "hooks"),
    flags={"description": Flag("description", present=True)},
    details=(
        Facts[Webhook](
            "Details",
            (
                Fact("Name", lambda record, _context: _name(record), edit=EDIT_NAME),
                Fact("Endpoint", texts.plain("endpoint")),
                Fact("Description", texts.plain("description"), edit=EDIT_DESCRIPTION),
                *(Fact(f"{family.capitalize()} events", _family(family)) for family in FAMILIES),
                Fact("Other events", _other),
                Fact("Created", texts.dated_exactly("created_on")),
                Fact("Sent so far", lambda _record, _context: "the API does not tell"),
                Fact("Id", texts.plain("id")),
            ),
        ),
    ),
    actions=(
        Action[Webhook](
            "webhooks.types",
            "m",
            "Choose event types",
            kinde.UPDATE_WEBHOOK,
            _retype,
            (TYPES,),
            starts=lambda webhook: {"event_types": " ".join(webhook.event_types or ())},
            help="What this webhook is told of. Its address cannot be changed.",
        ),
    ),
    inquiries=(EVENT,),
    creation=Creation(
        "New webhook",
        kinde.CREATE_WEBHOOK,
        (
            Question("name", "Name", validate=validation.complaint(validation.name)),
            Question(
                "endpoint",
                "Endpoint",
                hint="https address; it cannot be changed later",
                validate=validation.complaint(endpoint),
            ),
            TYPES,
            Question("description", "Description", required=False),
        ),
        _create,
    ),
    removal=Action[Webhook]("webhooks.delete", "d", "Delete", kinde.DELETE_WEBHOOK, _delete, bulk=True),
    at_start=False,
    empty="Kinde calls nobody yet.",
)
