"""Subscribers: people who left an address. They are added here, and neither changed nor deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.subscriber import Subscriber
from kinde_tui.services.change import Change, Danger, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import Collection, Column, Context, Creation, Fact, Facts, Flag, Question
from kinde_tui.services.collections.edits import given
from kinde_tui.services.collections.raws import by, first_of, joined, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers


def _name(subscriber: Subscriber) -> str:
    name = " ".join(part for part in (subscriber.first_name, subscriber.last_name) if part)
    return subscriber.full_name or name or subscriber.email or subscriber.id


_sorted_name = first_of(path("full_name"), joined("first_name", "last_name"))


def _create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    query = {
        "first_name": validation.name(given(answers, "first_name"), "The first name"),
        "last_name": validation.name(given(answers, "last_name"), "The last name"),
        "email": validation.email(given(answers, "email")),
    }
    name = f"{query['first_name']} {query['last_name']}"
    return (
        Change(
            request=Request(kinde.CREATE_SUBSCRIBER, query=query),
            target=Target("subscribers", "", name),
            says=f"Add {name} to the subscribers",
            after=query,
            effects=(Stale("subscribers"),),
            danger=Danger.CONFIRM,
            loses="The API offers no way to change or delete a subscriber: that is done in Kinde's web dashboard.",
        ),
    )


SUBSCRIBERS = Collection[Subscriber](
    name="subscribers",
    title="Subscribers",
    one="subscriber",
    model=Subscriber,
    key=by("id"),
    lists=kinde.GET_SUBSCRIBERS,
    reads=kinde.GET_SUBSCRIBER,
    reads_path=lambda key, _parent: {"subscriber_id": key},
    columns=(
        Column[Subscriber]("name", "Name", lambda r, _context: _name(r), _sorted_name, 22, grow=True, search=True),
        Column[Subscriber](
            "email", "Email", texts.plain("email"), path("email", "preferred_email"), 26, grow=True, search=True
        ),
        Column[Subscriber]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True, search=True),
    ),
    called=_name,
    sort=("name", False),
    aliases=("subscriber", "subs"),
    flags={"email": Flag("email", present=True)},
    details=(
        Facts[Subscriber](
            "Details",
            (
                Fact("First name", texts.plain("first_name")),
                Fact("Last name", texts.plain("last_name")),
                Fact("Email", texts.plain("email")),
                Fact("Id", texts.plain("id")),
            ),
        ),
    ),
    creation=Creation(
        "New subscriber",
        kinde.CREATE_SUBSCRIBER,
        (
            Question("first_name", "First name"),
            Question("last_name", "Last name"),
            Question("email", "Email", validate=validation.complaint(validation.email)),
        ),
        _create,
    ),
    at_start=False,
    empty="Nobody has subscribed yet.",
)
