"""The addresses that an application may send people back to, after signing in and after signing out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.models.application import AllowedUrl
from kinde_tui.services.change import Change, Danger, Inserted, Removed, Stale, Target
from kinde_tui.services.collections import texts, urls, validation
from kinde_tui.services.collections.collection import (
    Action,
    Collection,
    Column,
    Creation,
    Edit,
    InvalidInputError,
    Question,
)
from kinde_tui.services.collections.edits import called, given
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

HINT = "One or more, as in https://*.example.com/in"


@dataclass(frozen=True, slots=True)
class Addresses:
    """One of the two lists of addresses, and its four calls. Kinde names the application `app_id` in all of them."""

    name: str
    """The collection's."""
    what: str
    """What one of them is called in a sentence."""
    adds: Operation
    replaces: Operation
    deletes: Operation
    loses: str

    def target(self, url: str, parent: Parent) -> Target:
        """An address of the application as what a change is about."""
        return Target(self.name, url, url, parent)

    def add(self, wanted: Sequence[str], parent: Parent, whose: str) -> Change:
        """Allows some more; those that are allowed already stay so."""
        targets = [self.target(url, parent) for url in wanted]
        return Change(
            request=Request(self.adds, {"app_id": parent[0]}, body={"urls": list(wanted)}),
            target=targets[0],
            says=f"Allow the {self.what} {', '.join(wanted)} of {whose}",
            after={"url": wanted[0]},
            effects=(*(Inserted(target, {"url": target.key}) for target in targets), Stale(self.name, parent)),
            undo=lambda _answer: self.delete(wanted, parent, whose),
        )

    def delete(self, gone: Sequence[str], parent: Parent, whose: str) -> Change:
        """Allows some no more.

        Raises:
            InvalidInputError: an address holds a comma, by which this call would cut it in two.
        """
        if any("," in url for url in gone):
            raise InvalidInputError("Kinde's call takes a comma for the end of an address: edit this one instead.")
        targets = [self.target(url, parent) for url in gone]
        return Change(
            request=Request(self.deletes, {"app_id": parent[0]}, {"urls": list(gone)}),
            target=targets[0],
            says=f"Delete the {self.what} {', '.join(gone)} of {whose}",
            before={"url": gone[0]},
            effects=(*(Removed(target) for target in targets), Stale(self.name, parent)),
            undo=lambda _answer: self.add(gone, parent, whose),
            danger=Danger.CONFIRM,
            loses=self.loses,
        )

    def replace(self, record: AllowedUrl, new: str, parent: Parent) -> Change:
        """Puts another address in the place of one: Kinde takes the whole list, so that is compared before.

        Raises:
            InvalidInputError: the other is allowed already, or the whole list is not known at this moment.
        """
        if not record.allowed:
            raise InvalidInputError("The list is being read again. Try once more in a moment.")
        if new in record.allowed:
            raise InvalidInputError(f"{new} is allowed already.")
        all_new = [new if url == record.url else url for url in record.allowed]
        return self._exchange(record.url, new, list(record.allowed), all_new, parent)

    def _exchange(self, old: str, new: str, before: list[str], after: list[str], parent: Parent) -> Change:
        return Change(
            request=Request(self.replaces, {"app_id": parent[0]}, body={"urls": after}),
            target=self.target(old, parent),
            says=f"Change the {self.what} {old} to {new}",
            before={"allowed": before},
            after={"allowed": after},
            effects=(
                Removed(self.target(old, parent)),
                Inserted(self.target(new, parent), {"url": new, "allowed": after}),
                Stale(self.name, parent),
            ),
            undo=lambda _answer: self._exchange(new, old, after, before, parent),
        )


def _unfolded(field: str) -> Callable[[Raw], Iterable[Raw]]:
    """Kinde answers with texts; each becomes a record that knows the others."""

    def rows(answer: Raw) -> Iterable[Raw]:
        found: Any = answer.get(field)
        texts_found = [url for url in found if isinstance(url, str)] if isinstance(found, (list, tuple)) else []
        return [{"url": url, "allowed": texts_found} for url in dict.fromkeys(texts_found)]

    return rows


def _collection(of: Addresses, title: str, lists: Operation, field: str, empty: str) -> Collection[AllowedUrl]:
    def whose(parent: Parent, context: Context | None) -> str:
        return called(context, "applications", parent[0])

    def create(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
        return (of.add(urls.several(given(answers, "urls")), parent, whose(parent, context)),)

    def delete(record: AllowedUrl, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
        return (of.delete([record.url], parent, whose(parent, context)),)

    def edit(record: AllowedUrl, text: str, parent: Parent) -> Change | None:
        new = text if text == record.url else urls.allowed(text)
        return None if new == record.url else of.replace(record, new, parent)

    return Collection[AllowedUrl](
        name=of.name,
        title=title,
        one=of.what,
        model=AllowedUrl,
        key=by("url"),
        lists=lists,
        unfold=_unfolded(field),
        parents=("app_id",),
        columns=(
            Column[AllowedUrl](
                "url",
                "Address",
                texts.plain("url"),
                path("url"),
                40,
                grow=True,
                edit=Edit(lambda record: record.url, edit, of.replaces, "A wildcard is the leftmost part of the host"),
                search=True,
            ),
        ),
        called=lambda record: record.url,
        sort=("url", False),
        creation=Creation(
            f"Allow a {of.what}",
            of.adds,
            (
                Question(
                    "urls",
                    "Address",
                    hint=HINT,
                    validate=validation.complaint(lambda text: " ".join(urls.several(text))),
                ),
            ),
            create,
        ),
        removal=Action[AllowedUrl](f"{of.name}.delete", "d", "Delete", of.deletes, delete, bulk=True),
        empty=empty,
    )


CALLBACKS = Addresses(
    "application_callbacks",
    "callback URL",
    kinde.ADD_REDIRECT_CALLBACK_URLS,
    kinde.REPLACE_REDIRECT_CALLBACK_URLS,
    kinde.DELETE_CALLBACK_URLS,
    "Whoever is sent back to it after signing in sees an error instead.",
)
LOGOUTS = Addresses(
    "application_logouts",
    "logout URL",
    kinde.ADD_LOGOUT_REDIRECT_URLS,
    kinde.REPLACE_LOGOUT_REDIRECT_URLS,
    kinde.DELETE_LOGOUT_URLS,
    "Whoever is sent to it after signing out sees an error instead.",
)

APPLICATION_CALLBACKS = _collection(
    CALLBACKS,
    "Callback URLs",
    kinde.GET_CALLBACK_URLS,
    "redirect_urls",
    "Nobody can sign in here yet: no callback URL is allowed.",
)
APPLICATION_LOGOUTS = _collection(
    LOGOUTS,
    "Logout URLs",
    kinde.GET_LOGOUT_URLS,
    "logout_urls",
    "No address is allowed after signing out.",
)
