"""A filter as a condition of SQL."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.services.filters import AnyKey, Compares, Contains, Equals, Flagged, Holds, Matches, OneOf, Text
from kinde_tui.services.folding import fold
from kinde_tui.services.patterns import matches
from kinde_tui.services.shape import sql

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Flag
    from kinde_tui.services.filters import Filter, Test

Condition: TypeAlias = tuple[str, tuple[str | float | None, ...]]
"""SQL that is 0 or 1 and never NULL, and what its question marks stand for."""


_WILD = re.compile(r"[*?[]")
"""What means something to GLOB, unless it stands in brackets."""
_ANY_WORD = (
    "CASE WHEN {column} IS NULL THEN 0"
    " WHEN instr({column}, ' ') = 0 THEN {column} IN (SELECT value FROM json_each(?))"
    " ELSE EXISTS (SELECT 1 FROM json_each('[' || replace(json_quote({column}), ' ', '\",\"') || ']') AS word"
    " WHERE word.value IN (SELECT value FROM json_each(?))) END"
)


def register(database: sqlite3.Connection) -> None:
    """Teaches a connection the function that regular expressions need."""
    database.create_function("matches_pattern", 2, matches, deterministic=True)


def condition(wanted: Filter, columns: Mapping[str, str]) -> Condition:
    """The condition that rows of a collection meet.

    Args:
        wanted: a filter with at least one term.
        columns: the collection's columns by key, quoted.
    """
    parts: list[str] = []
    values: list[str | float | None] = []
    for term in wanted.terms:
        where, bound = _test(term.test, columns)
        parts.append(f"NOT ({where})" if term.negated else f"({where})")
        values.extend(bound)
    return " AND ".join(parts), tuple(values)


FIRST_PLACE, PLACES = ord("A"), 60
"""The letter for the first of several filters, and how many there may be."""


def first_met(wanted: Sequence[Filter], columns: Mapping[str, str]) -> Condition:
    """SQL that is a letter for the first of several filters that a row meets: see `FIRST_PLACE`.

    Where it meets none it is the letter after the last one's.

    Args:
        wanted: filters with at least one term each; no more than `PLACES`.
        columns: the collection's columns by key, quoted.
    """
    if len(wanted) > PLACES:
        raise ValueError(f"No more than {PLACES} filters can be told apart.")
    letters = [f"'{chr(FIRST_PLACE + place)}'" for place in range(len(wanted) + 1)]
    if (bounds := _bounds(wanted)) is not None:
        return _stretch(bounds, columns[bounds[0].column], letters)
    found = [condition(one, columns) for one in wanted]
    steps = [f"WHEN {where} THEN {letter}" for (where, _), letter in zip(found, letters, strict=False)]
    return f"CASE {' '.join(steps)} ELSE {letters[-1]} END", tuple(value for _, values in found for value in values)


def _bounds(wanted: Sequence[Filter]) -> list[Compares] | None:
    """The comparisons, when each filter is one of the same field."""
    tests = [one.terms[0].test for one in wanted if len(one.terms) == 1 and not one.terms[0].negated]
    found = [test for test in tests if isinstance(test, Compares)]
    return found if len(found) == len(wanted) and len({test.column for test in found}) == 1 else None


def _stretch(tests: Sequence[Compares], name: str, letters: Sequence[str]) -> Condition:
    """As `first_met` says. The type of the field is looked at once: that is most of the time it takes."""
    text = [f"WHEN {name} {test.bound.sign} ? THEN {letter}" for test, letter in zip(tests, letters, strict=False)]
    number = [
        f"WHEN {name} {test.bound.number_sign} ? THEN {letter}" for test, letter in zip(tests, letters, strict=False)
    ]
    none = letters[-1]
    return (
        f"CASE typeof({name}) WHEN 'text' THEN CASE {' '.join(text)} ELSE {none} END"
        f" WHEN 'null' THEN {none} ELSE CASE {' '.join(number)} ELSE {none} END END"
    ), (*(test.bound.text for test in tests), *(test.bound.number for test in tests))


def _test(test: Test, columns: Mapping[str, str]) -> Condition:
    match test:
        case Text(needle):
            return "search GLOB ?", (_anywhere(needle),)
        case Flagged(flag):
            return _flag(flag, columns[flag.column])
        case Matches(column, pattern):
            return f"matches_pattern(?, {columns[column] if column else 'search'})", (pattern,)
        case AnyKey() | OneOf() | Holds():
            return _looked_up(test, columns)
    return _field(test, columns[test.column])


def _anywhere(needle: str) -> str:
    """The pattern of a text that has this one in it. SQLite looks for its first letter faster than `instr` does."""
    return "*" + _WILD.sub(r"[\g<0>]", needle) + "*"


def _field(test: Contains | Equals | Compares, name: str) -> Condition:
    match test:
        case Contains(_, needle, number):
            return _by_type(name, "instr({0}, ?) > 0", "{0} = ?"), (needle, number)
        case Equals(_, text, number):
            return _by_type(name, "{0} = ?", "{0} = ?"), (text, number)
    bound = test.bound
    return _by_type(name, f"{{0}} {bound.sign} ?", f"{{0}} {bound.number_sign} ?"), (bound.text, bound.number)


def _looked_up(test: AnyKey | OneOf | Holds, columns: Mapping[str, str]) -> Condition:
    match test:
        case AnyKey(inner, keys):
            where, values = _test(inner, columns)
            return f"({where}) OR {any_word(columns[inner.column])}", (*values, *[as_list(keys)] * WORD_MARKS)
        case OneOf(keys):
            return "key IN (SELECT value FROM json_each(?))", (as_list(keys),)
    raise LookupError(f"What {test.field}: means has to be looked up before it becomes SQL.")


WORD_MARKS = 2
"""Question marks in `any_word`."""


def any_word(column: str) -> str:
    """SQL that is 1 where one of the column's words, which have a space between, is in a list: see `as_list`."""
    return sql(_ANY_WORD, {"column": column})


def as_list(keys: Iterable[str]) -> str:
    """Many texts as one value for a statement."""
    return json.dumps(list(keys))


def _by_type(column: str, text: str, number: str) -> str:
    """One comparison for text and one for numbers; neither holds for an empty field or for nothing to compare with."""
    return (
        f"CASE typeof({column}) WHEN 'text' THEN ifnull({text.format(column)}, 0)"
        f" WHEN 'null' THEN 0 ELSE ifnull({number.format(column)}, 0) END"
    )


def _flag(flag: Flag, column: str) -> Condition:
    if flag.present is not None:
        return f"{column} IS {'NOT ' if flag.present else ''}NULL", ()
    equals = flag.equals
    if isinstance(equals, str):
        equals = fold(equals) or None
    return f"{column} IS ?", (equals,)
