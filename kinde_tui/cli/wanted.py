"""What `kinde-tui list` was asked for, checked before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from kinde_tui.cli.output import note
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.exporting import Field, fields_of
from kinde_tui.services.filters import FilterError, parse

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection

_BEFORE, _AROUND = 50, 70
"""Characters of a long filter that are shown before the place where it is wrong, and altogether."""


class WrongFilterError(click.ClickException):
    """The filter cannot be meant: it is shown with a caret below the place. Exit code 2."""

    exit_code = 2

    def __init__(self, text: str, error: FilterError) -> None:
        super().__init__(str(error))
        self._text = text
        self._position = error.position

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click's signature
        """Says it on standard error."""
        from kinde_tui.ui.text import signs, width

        start = max(0, self._position - _BEFORE)
        shown = signs(self._text[start : start + _AROUND])
        before = width(shown[: self._position - start])
        note(f"{shown}\n{' ' * before}^\n{self.format_message()}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list, and what of it."""

    collection: AnyCollection
    parent: Parent
    filter: str
    columns: tuple[Field, ...]
    chosen: bool
    """Whether the columns were named."""
    sort: tuple[str, bool] | None
    limit: int | None


def wanted(
    name: str, terms: Sequence[str], parent: Sequence[str], columns: str, sort: str, limit: int | None
) -> Wanted:
    """What was typed, understood.

    Raises:
        click.UsageError: there is no such list or column, or it hangs under other records.
        WrongFilterError: the filter cannot be meant.
    """
    collection = _collection(name)
    _check_parent(collection, parent)
    text = " ".join(terms)
    names = [word for word in (part.strip() for part in columns.split(",")) if word]
    try:
        parse(text, collection)
        fields = fields_of(collection, names)
        order = _order(collection, sort) if sort else None
    except FilterError as error:
        raise WrongFilterError(text, error) from error
    except InvalidInputError as error:
        raise click.UsageError(str(error)) from error
    return Wanted(collection, tuple(parent), text, fields, bool(names), order, limit)


def _collection(name: str) -> AnyCollection:
    word = name.lower().replace("-", "_")
    for collection in COLLECTIONS.values():
        if word in {collection.name, *collection.aliases}:
            return collection
    close = get_close_matches(word, COLLECTIONS, n=1, cutoff=0.75)
    meant = f" Did you mean {close[0]}?" if close else ""
    said = f"There is no list “{name}”.{meant}" if name else "Which list?"
    raise click.UsageError(f"{said} There are: {', '.join(COLLECTIONS)}.")


def _check_parent(collection: AnyCollection, parent: Sequence[str]) -> None:
    if len(parent) == len(collection.parents):
        return
    options = " ".join(f"--parent {name.upper()}" for name in collection.parents)
    says = f"hang under other records: add {options}" if options else "hang under no other record"
    raise click.UsageError(f"{collection.title} {says}.")


def _order(collection: AnyCollection, sort: str) -> tuple[str, bool]:
    name = sort.removeprefix("-")
    (field, *others) = fields_of(collection, [name])
    if field.column is None or others:
        raise InvalidInputError(f"{collection.title} cannot be sorted by “{name}”; name a column.")
    return field.key, sort.startswith("-")
