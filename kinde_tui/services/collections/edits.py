"""How changes of fields are described: one description serves the change, its undo and its redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Effect, Patched
from kinde_tui.services.collections.collection import Edit, InvalidInputError

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Raw, Record
    from kinde_tui.services.change import Parent, Target
    from kinde_tui.services.collections.collection import Answers, Context

R = TypeVar("R", bound="Record")

Asks = Callable[[Mapping[str, Any]], Request]
"""The request that gives a record these fields, named as the record names them."""


class Identified(Protocol):
    """A record that has an id."""

    @property
    def id(self) -> str:
        """The id."""


def asking(operation: Operation, parameter: str) -> Callable[[Identified, Parent], Asks]:
    """Builds the requests that set fields of a record, for an operation that takes them as they are named.

    Args:
        operation: what sets them.
        parameter: where in its path the record's id stands.
    """

    def asks_of(record: Identified, _parent: Parent) -> Asks:
        def asks(fields: Mapping[str, Any]) -> Request:
            body = {name: sent(value) for name, value in fields.items()}
            return Request(operation, {parameter: record.id}, body=body)

        return asks

    return asks_of


def set_fields(
    target: Target,
    asks: Asks,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    says: tuple[str, str],
    danger: Danger = Danger.NONE,
    loses: str = "",
    lossy: str = "",
    also: tuple[Effect, ...] = (),
) -> Change:
    """Sets fields of a record; its inverse is the same change with both sides exchanged.

    Args:
        target: the record.
        asks: builds the request from fields in the record's names.
        before: the fields as they are.
        after: the same fields as they will be.
        says: the sentence for this change, and the one for its inverse.
        danger: how the change is asked for; its inverse is asked for in the same way.
        loses: what is lost, for the confirmation.
        lossy: what the inverse does not bring back.
        also: effects beside the fields themselves, the same in both directions.
    """
    return Change(
        request=asks(after),
        target=target,
        says=says[0],
        before=before,
        after=after,
        effects=(Patched(target, after), *also),
        undo=lambda _answer: set_fields(
            target, asks, after, before, says=(says[1], says[0]), danger=danger, loses=loses, lossy=lossy, also=also
        ),
        lossy=lossy,
        danger=danger,
        loses=loses,
    )


def text_edit(
    field: str,
    label: str,
    operation: Operation,
    target: Callable[[R, Parent], Target],
    asks: Callable[[R, Parent], Asks],
    accept: Callable[[str], str],
    *,
    keeps: tuple[str, ...] = (),
    hint: str = "",
    loses: str = "",
) -> Edit[R]:
    """An edit of one text field.

    Args:
        field: the record's name for it.
        label: what people call it, as it stands in a sentence.
        operation: what it calls.
        target: the record that is changed.
        asks: builds the request, from the record as it was.
        accept: turns what was typed into the value, or raises InvalidInputError.
        keeps: fields that the operation wants to be sent with it, unchanged.
        hint: shown below the editor.
        loses: when not empty, the change is asked for, with this.
    """

    def value(record: R) -> str:
        found = getattr(record, field)
        return "" if found is None else str(found)

    def change(record: R, text: str, parent: Parent) -> Change | None:
        if text == value(record):
            return None
        new = accept(text)
        if new == value(record):
            return None
        about = target(record, parent)
        kept = {name: getattr(record, name) for name in keeps if name != field}
        return set_fields(
            about,
            asks(record, parent),
            {**kept, field: getattr(record, field)},
            {**kept, field: new},
            says=(
                f"Set the {label} of {about.name} to {quoted(new)}",
                f"Set the {label} of {about.name} back to {quoted(value(record))}",
            ),
            danger=Danger.CONFIRM if loses else Danger.NONE,
            loses=loses,
        )

    return Edit(value, change, operation, hint)


def answer_edit(
    field: str,
    label: str,
    operation: Operation,
    target: Callable[[R, Parent], Target],
    asks: Callable[[R, Parent], Asks],
    *,
    loses: str = "",
) -> Edit[R]:
    """An edit of a yes or no.

    Args:
        field: the record's name for it.
        label: what it is, as it stands in a sentence behind “Turn on” and “Turn off”.
        operation: what it calls.
        target: the record that is changed.
        asks: builds the request, from the record as it was.
        loses: when not empty, the change is asked for, with this.
    """
    words = {True: "yes", False: "no"}

    def value(record: R) -> str:
        return words[bool(getattr(record, field))]

    def change(record: R, text: str, parent: Parent) -> Change | None:
        before, wanted = getattr(record, field), text == words[True]
        if before is wanted or (before is None and text == value(record)):
            return None
        about = target(record, parent)
        on, off = f"Turn on {label} for {about.name}", f"Turn off {label} for {about.name}"
        return set_fields(
            about,
            asks(record, parent),
            {} if before is None else {field: before},
            {field: wanted},
            says=(on, off) if wanted else (off, on),
            danger=Danger.CONFIRM if loses else Danger.NONE,
            loses=loses,
        )

    return Edit(value, change, operation, choices=(words[True], words[False]))


def once_read(edit: Edit[R], is_read: Callable[[R], bool]) -> Edit[R]:
    """The same edit, refused while nobody knows what the field holds."""

    def change(record: R, text: str, parent: Parent) -> Change | None:
        if not is_read(record):
            raise InvalidInputError("What is set now was not read yet. Press enter on the record in the list first.")
        return edit.change(record, text, parent)

    return replace(edit, change=change)


def quoted(value: str) -> str:
    """A value as a sentence shows it: in quotes, cut when it is long; `nothing` when it is empty."""
    if not value:
        return "nothing"
    longest = 60
    return f"“{value}”" if len(value) <= longest else f"“{value[: longest - 1]}…”"


def sent(value: Any) -> Any:
    """A field's value as a PATCH takes it: what is absent is sent as empty text, for null is not declared."""
    return "" if value is None else value


def id_in(answer: Raw, *path: str) -> str:
    """The id of what was just made, from the answer.

    Raises:
        InvalidInputError: the answer does not say; there is nothing to take back by.
    """
    found: Any = answer
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    if not isinstance(found, str) or not found:
        raise InvalidInputError("Kinde did not say which record it made, so it cannot be taken back from here.")
    return found


def called(context: Context | None, collection: str, key: str) -> str:
    """The name of another record where it is known, else its key."""
    return (context.name_of(collection, key) if context else None) or key


def found_in(context: Context | None, collection: str, key: str) -> Raw | None:
    """Another record as it came, where it is loaded."""
    return context.find(collection, key) if context else None


def given(answers: Answers, name: str) -> str:
    """An answer without blanks around it; empty when it was not given."""
    return answers.get(name, "").strip()
