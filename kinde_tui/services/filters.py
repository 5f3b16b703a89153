"""The filter language: what was typed becomes terms that a row of a collection meets or not.

A filter is a row of terms with spaces between; a row must meet all of them.

    ada                      the word stands in one of the fields that words look in
    "ada lovelace"           the same for words with a space between
    email:example.com        the field contains it; a number is equal to it
    name:"van gogh"          the same with a space
    email:=ada@example.com   the field is exactly this
    org:acme                 where a field holds keys of other records, they are found by name as well
    role:admin               what other lists say of the record: the roles that its members of organizations have
    created:>2026-01-31      after that day; also < >= <=, with numbers, years and months
    is:suspended  has:phone  what the collection calls so
    ~^a.*z$                  a regular expression over one field; email:~^a over that field
    -term                    rows that do not meet the term

Upper and lower case and accents make no difference. Days are days in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.services.filter_values import Bound, bound, number
from kinde_tui.services.filter_words import LONGEST, FilterError, Word, split
from kinde_tui.services.folding import fold
from kinde_tui.services.patterns import check_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinde_tui.services.collections.collection import AnyCollection, Flag

__all__ = ["LONGEST", "WORDS_OF", "Filter", "FilterError", "field_names", "parse"]

_OPERATORS = (">=", "<=", ">", "<", "=", "~")
WORDS_OF = ("is", "has")
"""What stands before the words that a collection has for states."""


@dataclass(frozen=True, slots=True)
class Text:
    """The words that are looked in contain it."""

    needle: str


@dataclass(frozen=True, slots=True)
class Contains:
    """A field contains the text, or is the number."""

    column: str
    needle: str
    number: float | None


@dataclass(frozen=True, slots=True)
class Equals:
    """A field is the text or the number."""

    column: str
    text: str
    number: float | None


@dataclass(frozen=True, slots=True)
class Compares:
    """A field is beyond a bound."""

    column: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Flagged:
    """A row is what the collection calls by a word."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class Matches:
    """A field, or a line of what words look in, matches a regular expression."""

    column: str
    """Empty: any field that words look in."""
    pattern: str


@dataclass(frozen=True, slots=True)
class Holds:
    """Other lists say that the record holds something: a field that no column has."""

    field: str
    needle: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class AnyKey:
    """A field of keys holds one of these, or meets the test as it stands. Made from other tests, never from text."""

    test: Contains | Equals
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The record is one of these. Made from `Holds`."""

    keys: tuple[str, ...]


Test: TypeAlias = Text | Contains | Equals | Compares | Flagged | Matches | Holds | AnyKey | OneOf


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a filter."""

    test: Test
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What was typed, understood. No terms: every row meets it."""

    terms: tuple[Term, ...] = ()


def parse(text: str, collection: AnyCollection) -> Filter:
    """The filter that was typed, for rows of this collection.

    Raises:
        FilterError: it cannot be meant; with the place in the text and a sentence for the person who typed it.
    """
    return Filter(tuple(_term(word, collection) for word in split(text)))


def _term(word: Word, collection: AnyCollection) -> Term:
    if word.pattern:
        return Term(Matches("", check_pattern(word.text, word.at)), word.negated)
    if not word.field:
        return Term(Text(fold(word.text)), word.negated)
    if word.field in WORDS_OF:
        return Term(Flagged(_flag(word, collection)), word.negated)
    if word.field in collection.held:
        return Term(_held_test(word), word.negated)
    return Term(_field_test(word, _column(word, collection)), word.negated)


def _cut(word: Word) -> tuple[str, str, int]:
    """The sign before a field's value, the value, and where it stands."""
    operator = "" if word.quoted else next((sign for sign in _OPERATORS if word.text.startswith(sign)), "")
    value, at = word.text[len(operator) :], word.at + len(operator)
    if operator and value.startswith('"') and value.endswith('"') and len(value) > 1:
        value = value[1:-1]
    if not value:
        typed = f"{word.field}:{operator}"
        if operator[:1] in {"<", ">"}:
            raise FilterError(f"{typed} needs a date or a number after it, as in {typed}2026-01-31 or {typed}10.", at)
        raise FilterError(f"{typed} needs a value after it, as in {typed}abc.", at)
    return operator, value, at


def _held_test(word: Word) -> Test:
    operator, value, _ = _cut(word)
    if operator not in {"", "="}:
        raise FilterError(f"{word.field}: takes a name or a key, as in {word.field}:abc or {word.field}:=abc.", word.at)
    return Holds(word.field, fold(value), exact=operator == "=")


def _field_test(word: Word, column: str) -> Test:
    operator, value, at = _cut(word)
    match operator:
        case "":
            return Contains(column, fold(value), number(value, words=True))
        case "=":
            return Equals(column, fold(value), number(value, words=True))
        case "~":
            return Matches(column, check_pattern(value, at))
    found = bound(operator, value)
    if found is None:
        raise FilterError(
            f"{value} is neither a number nor a date; {word.field}:{operator} takes one, as in"
            f" {word.field}:{operator}2026-01-31.",
            at,
        )
    return Compares(column, found)


def _column(word: Word, collection: AnyCollection) -> str:
    names = field_names(collection)
    if (column := names.get(word.field)) is not None:
        return column
    fields = [*(column.key for column in collection.columns), *collection.held]
    # A field that goes by several names is offered once, by the one that is completed.
    close = tuple(
        dict.fromkeys(names.get(name, name) for name in _close(word.field, [*names, *collection.held], fields))
    )
    raise FilterError(
        f"{collection.title} have no field {word.field}; try {_listed(close)}, or look for the text itself in quotes.",
        word.start,
        close,
    )


def _flag(word: Word, collection: AnyCollection) -> Flag:
    name = word.text.lower()
    if (flag := collection.flags.get(name)) is not None:
        return flag
    if not collection.flags:
        raise FilterError(f"{collection.title} have no words for {word.field}:.", word.start)
    said = f"{word.field}:{word.text} is not known" if word.text else f"{word.field}: needs a word after it"
    close = _close(name, collection.flags, collection.flags)
    raise FilterError(f"{said}; try {_listed(close)}.", word.at, close)


def _close(name: str, names: Iterable[str], all_of_them: Iterable[str]) -> tuple[str, ...]:
    """What may have been meant, or all there is."""
    return tuple(get_close_matches(name, list(names), n=3, cutoff=0.5)) or tuple(sorted(all_of_them))


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def field_names(collection: AnyCollection) -> dict[str, str]:
    """The columns by what their field may be called: key, title, a word of its title that no other title has."""
    names: dict[str, str] = {}
    shared: set[str] = set()
    for column in collection.columns:
        words = column.title.lower().split()
        for word in words:
            if names.setdefault(word, column.key) != column.key:
                shared.add(word)
    names = {name: key for name, key in names.items() if name not in shared}
    for column in collection.columns:
        words = column.title.lower().split()
        names.update({sign.join(words): column.key for sign in ("_", "-", "")})
        names.update(dict.fromkeys(column.also, column.key))
    names.update({column.key.lower(): column.key for column in collection.columns})
    return {name: key for name, key in names.items() if name}
