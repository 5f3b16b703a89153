"""What the word being typed into a filter may become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.services.filters import WORDS_OF, field_names
from kinde_tui.services.folding import fold

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection, Refers

Values: TypeAlias = "Callable[[str | Refers, str], Sequence[str]]"
"""Values of a column, by its key, or of what a field refers to, that begin with a text."""

_SIGNS = "<>=~"


def token_at(text: str, cursor: int) -> tuple[int, int]:
    """Where the term under the cursor begins, after its minus sign, and where it ends. Quotes hold a term together."""
    start, end, quoted, escaped = 0, len(text), False, False
    for place, letter in enumerate(text):
        if letter == '"' and not escaped:
            quoted = not quoted
        escaped = quoted and letter == "\\" and not escaped
        if letter == " " and not quoted:
            if place >= cursor:
                end = place
                break
            start = place + 1
    if text[start : start + 1] == "-" and start < cursor:
        start += 1
    return start, end


def completions(text: str, cursor: int, collection: AnyCollection, values: Values | None = None) -> list[str]:
    """What the term under the cursor may become, to be put in place of `token_at`.

    Args:
        text: the filter so far.
        cursor: where in it something is typed.
        collection: whose rows are filtered.
        values: looks values up; None: only the names of fields and the words of states are known.

    Returns:
        Field names, the words after `is:` and `has:`, and values, each as the whole term.
    """
    start, _ = token_at(text, cursor)
    typed = text[start:cursor]
    name, colon, rest = typed.lower().partition(":")
    if colon and name in WORDS_OF:
        return [f"{name}:{word}" for word in sorted(collection.flags) if word.startswith(rest)]
    if colon:
        return [] if values is None else _values(name, typed[len(name) + 1 :], collection, values)
    if not typed or typed[0] in '"~':
        return []
    fields = [column.key.lower() for column in collection.columns] + (list(WORDS_OF) if collection.flags else [])
    return sorted(f"{field}:" for field in {*fields, *collection.held} if field.startswith(name))


def _values(name: str, typed: str, collection: AnyCollection, values: Values) -> list[str]:
    """The field with each of its values that begin so."""
    asked = _asked(name, collection)
    if asked is None or (typed and typed[0] in _SIGNS and typed[0] != "="):
        return []
    sign = "=" if typed.startswith("=") else ""
    quoted = typed[len(sign) :].startswith('"')
    beginning = fold(typed[len(sign) :].removeprefix('"'))
    declared = [flag.equals for flag in collection.flags.values() if flag.column == asked and flag.present is None]
    found = [value for value in declared if isinstance(value, str) and value.startswith(beginning)]
    found += values(asked, beginning)
    texts = _written(found, quoted=quoted, whole=bool(sign))
    return list(dict.fromkeys(f"{name}:{sign}{text}" for text in texts))


def _asked(name: str, collection: AnyCollection) -> str | Refers | None:
    """What values a field has: those of a column, or the names and keys of what it refers to."""
    if name in collection.held:
        return collection.held[name].refers
    column = collection.column(field_names(collection).get(name, ""))
    return None if column is None else column.refers or column.key


def _written(values: Iterable[str], *, quoted: bool, whole: bool) -> Iterable[str]:
    """The values as they stand in a filter; without quotes the first word of one, which is enough unless all counts."""
    for value in values:
        if quoted:
            yield '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        elif " " not in value:
            yield value
        elif not whole and (word := value.split(" ", 1)[0]):
            yield word
